"""What simulations lend to the pages around them."""

from __future__ import annotations

from commonshelf.sharing.simulation.refusals import SENTENCES
from commonshelf.ui import api as ui


def register() -> None:
    ui.register_refusals(SENTENCES)
