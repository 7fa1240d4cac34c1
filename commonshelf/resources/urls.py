"""Addresses of the resources room."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "resources"
urlpatterns: list[URLPattern] = []
