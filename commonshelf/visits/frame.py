"""What this room lends to the pages and rooms around it."""

from __future__ import annotations

from commonshelf.ui import api as ui
from commonshelf.visits.refusals import SENTENCES


def register() -> None:
    ui.register_refusals(SENTENCES)
