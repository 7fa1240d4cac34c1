"""Django's handle on this room."""

from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    name = "commonshelf.cataloguing"
    label = "cataloguing"
    default_auto_field = "django.db.models.BigAutoField"
