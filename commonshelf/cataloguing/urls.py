"""Addresses of the cataloguing room."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "cataloguing"
urlpatterns: list[URLPattern] = []
