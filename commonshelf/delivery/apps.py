"""Django's handle on this room."""

from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    name = "commonshelf.delivery"
    label = "delivery"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Late, because Django's registries are only ready now.
        from commonshelf.delivery import frame

        frame.register()
