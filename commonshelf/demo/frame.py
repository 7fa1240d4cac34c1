"""What the demo lends to the pages: its sentences."""

from __future__ import annotations

from commonshelf.demo.refusals import REFUSALS
from commonshelf.ui.api import register_refusals


def register() -> None:
    register_refusals(REFUSALS)
