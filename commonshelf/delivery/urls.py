"""Addresses of the delivery room."""

from __future__ import annotations

from django.urls import URLPattern, path

from commonshelf.delivery.views import desk, opening

app_name = "delivery"
urlpatterns: list[URLPattern] = [
    path("documents/<str:secret>", opening.page, name="open"),
    path("documents/<str:secret>/copy.pdf", opening.copy, name="copy"),
    path("scanned/<int:document>.pdf", desk.scanned, name="scanned"),
]
