"""Addresses of the work room."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "work"
urlpatterns: list[URLPattern] = []
