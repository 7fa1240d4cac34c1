"""What simulations lend to the rooms around them: sentences, and their turn beside the worker."""

from __future__ import annotations

from datetime import datetime

from commonshelf.news import api as news
from commonshelf.sharing.simulation import keeping
from commonshelf.sharing.simulation.refusals import SENTENCES
from commonshelf.ui import api as ui


def register() -> None:
    ui.register_refusals(SENTENCES)
    news.subscribe(kinds=["sharing.simulate"], subscriber="sharing.simulations", handler=keeping.asked_for)
    news.schedule(name="sharing.simulations", cron="* * * * *", handler=_turn)


def _turn(now: datetime) -> None:
    """A worker that died took its simulation with it: another one begins it again."""
    keeping.take_up(now)
