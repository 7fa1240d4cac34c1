"""What the life of requests lends to the rooms around it: clocks, followers, what is open of whom."""

from __future__ import annotations

from datetime import datetime

from commonshelf.cards import api as cards
from commonshelf.loans import api as loans
from commonshelf.members import api as members
from commonshelf.news import api as news
from commonshelf.sharing.life import (
    answering,
    asking,
    clockwork,
    following,
    homing,
    leaving,
    licensing,
    outside,
    settings,
    stepping,
    words,
)
from commonshelf.sharing.life.refusals import SENTENCES
from commonshelf.ui import api as ui

KNOWING = (answering, asking, homing, licensing, outside)
"""Modules whose effects stand in `stepping.EFFECTS` once they are imported."""


def register() -> None:
    ui.register_refusals(SENTENCES)
    ui.register_words("request_state", words.STATES)
    ui.register_words("request_action", words.ACTIONS)
    ui.register_words("side", words.SIDES)
    ui.register_words("citation_fields", words.FIELDS)
    settings.register()
    loans.register_follower(name="sharing", follow=following.follow)
    cards.register_requests("sharing", leaving.open_rows)
    cards.register_business("sharing", leaving.open_of, leaving.moved, leaving.busy)
    members.register_holder("sharing", leaving.Requests())
    members.register_export("sharing", leaving.write_own)
    news.schedule(name="sharing.clock", cron="*/3 * * * *", handler=_turn)
    news.schedule(name="sharing.tidy", cron="40 2 * * *", handler=stepping.tidy)


def _turn(at: datetime) -> None:
    clockwork.turn(at)
