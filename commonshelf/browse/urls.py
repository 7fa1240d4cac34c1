"""Addresses of the browse room."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "browse"
urlpatterns: list[URLPattern] = []
