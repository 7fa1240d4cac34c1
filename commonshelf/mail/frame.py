"""What this room lends to the pages and rooms around it."""

from __future__ import annotations

from commonshelf.mail.refusals import SENTENCES
from commonshelf.ui.api import register_refusals


def register() -> None:
    register_refusals(SENTENCES)
