"""Django's handle on this room: what it lends to the pages, what it hears of signing in."""

from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    name = "commonshelf.members"
    label = "members"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Late, because models may only be imported once all apps are loaded.
        from commonshelf.members import demanding, frame, own_settings, signing

        frame.register()
        own_settings.register()
        demanding.register()
        signing.listen()
