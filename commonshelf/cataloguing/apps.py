"""Django's handle on this room."""

from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    name = "commonshelf.cataloguing"
    label = "cataloguing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Late, because models may only be imported once all apps are loaded.
        from commonshelf.cataloguing import frame

        frame.register()
