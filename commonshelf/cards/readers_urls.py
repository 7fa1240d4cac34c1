"""Addresses of readers at the desk, of joining, and of what a reader does with their own registration."""

from __future__ import annotations

from django.urls import path

from commonshelf.cards.views import joining, reader, readers, register

urlpatterns = [
    path("join", joining.join, name="join"),
    path("card/activate", joining.activate, name="activate"),
    path("card/shares", joining.shares, name="shares"),
    path("card/particulars", joining.particulars, name="particulars"),
    path("card/close", joining.close, name="close"),
    path("readers", readers.own, name="own-readers"),
    path("readers/<str:symbol>", readers.readers, name="readers"),
    path("readers/<str:symbol>/new", register.register, name="register"),
    path("readers/<str:symbol>/of/<str:key>", reader.one, name="reader"),
    path("readers/<str:symbol>/of/<str:key>/act", reader.act, name="act-on-reader"),
    path("readers/<str:symbol>/of/<str:key>/edit", reader.edit, name="edit-reader"),
    path("readers/<str:symbol>/of/<str:key>/block", reader.block, name="block"),
    path("readers/<str:symbol>/of/<str:key>/merge", reader.merge, name="merge"),
    path("readers/<str:symbol>/of/<str:key>/close", reader.close, name="close-reader"),
]
