"""Addresses of the votes room."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "votes"
urlpatterns: list[URLPattern] = []
