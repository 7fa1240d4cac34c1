"""Django's handle on this room."""

from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    name = "commonshelf.site"
    label = "site"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from commonshelf.site import keeping  # as above
        from commonshelf.site.refusals import REFUSALS  # translations need the apps loaded
        from commonshelf.ui.api import register_refusals  # as above

        register_refusals(REFUSALS)
        keeping.schedule()
