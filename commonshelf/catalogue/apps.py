"""Django's handle on this room."""

from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    name = "commonshelf.catalogue"
    label = "catalogue"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Late, because models may only be imported once all apps are loaded.
        from commonshelf.catalogue import frame

        frame.register()
