"""What planning lends to the pages around it."""

from __future__ import annotations

from commonshelf.sharing.planning.refusals import SENTENCES
from commonshelf.ui import api as ui


def register() -> None:
    ui.register_refusals(SENTENCES)
