"""What planning lends to the rooms around it."""

from __future__ import annotations

from datetime import datetime

from commonshelf.news import api as news
from commonshelf.sharing.planning import learning
from commonshelf.sharing.planning.refusals import SENTENCES
from commonshelf.ui import api as ui


def register() -> None:
    ui.register_refusals(SENTENCES)
    news.schedule(name="sharing.learn", cron="7 * * * *", handler=_learn)


def _learn(now: datetime) -> None:
    learning.learn(now=now)
