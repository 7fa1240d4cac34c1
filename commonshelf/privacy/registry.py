"""Models by the label the table uses: the one way by which this room reaches rows of all rooms.

See docs/adr/0019-privacy-engine.md; a house test lets nobody else do it.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import Model


def model_of(label: str) -> type[Model]:
    """Through models of relations, too."""
    found: type[Model] = apps.get_model(label, require_ready=False)
    return found


def all_of(label: str) -> Any:
    """All of them, whatever a room's own manager hides."""
    return model_of(label)._base_manager  # noqa: SLF001  # Django's own name for it
