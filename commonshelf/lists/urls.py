"""Addresses of the lists room."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "lists"
urlpatterns: list[URLPattern] = []
