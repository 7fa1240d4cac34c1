"""Django's handle on this room."""

from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    name = "commonshelf.sharing"
    label = "sharing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Late, because Django's registries are only ready now.
        from commonshelf.sharing import frame

        frame.register()
