"""What this room lends to the pages and rooms around it."""

from __future__ import annotations

from commonshelf.ui.api import register_refusals
from commonshelf.votes.refusals import SENTENCES


def register() -> None:
    register_refusals(SENTENCES)
