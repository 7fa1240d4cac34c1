"""Addresses of the browse room."""

from __future__ import annotations

from django.urls import path

from commonshelf.browse.views import around, classes, shelves, terms

app_name = "browse"
urlpatterns = [
    path("browse", terms.home, name="home"),
    path("browse/classes", classes.tree, name="classes"),
    path("browse/classes/<path:code>", classes.tree, name="class"),
    path("browse/call-numbers", shelves.call_numbers, name="call-numbers"),
    path("browse/<slug:name>", terms.alphabet, name="alphabet"),
    path("author/<path:name>", around.author, name="author"),
    path("subject/<path:term>", around.subject, name="subject"),
]
