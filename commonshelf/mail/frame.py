"""What this room lends to the pages and rooms around it."""

from __future__ import annotations

from datetime import datetime

from commonshelf.mail import letters
from commonshelf.mail.refusals import SENTENCES
from commonshelf.news import api as news
from commonshelf.ui.api import register_refusals


def register() -> None:
    register_refusals(SENTENCES)
    news.schedule(name="mail.forget", cron="50 3 * * *", handler=forget)


def forget(turn: datetime) -> None:
    """The letters of long ago name people and are of no more use."""
    letters.forget(turn)
