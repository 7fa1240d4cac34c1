"""The demo alliance at work: people, agencies, rules, votes, newcomers and tasks, each by its own door."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils import timezone

from commonshelf.demo import alliance, chores, joining, offices, papers
from commonshelf.demo.plan import plan
from commonshelf.members import api as members
from commonshelf.news import api as news

FOLLOW: Final = (
    "office.admissions",
    "office.ask-to-vote",
    "office.duties",
    "office.resolutions",
    "office.vote-over",
    "office.voted",
)
"""Who hears of the ballots: their work is done before the first visitor comes."""


def begin(*, now: datetime) -> None:
    """Once, wholly or not at all; a second time it changes nothing."""
    if plan()["trial"]["symbol"] in members.symbols_by_id().values():
        return
    today = timezone.localdate(now)
    with members.together(), members.one_look():
        for table in plan()["people"]:
            alliance.welcome(alliance.person_in(table, demo=False), actor=members.operator())
        offices.set_up(today=today)
        papers.adopt_rules(today=today)
        offices.choose()
        papers.keep_contracts(today=today)
        papers.decide(now=now)
        joining.take_in(today=today)
        chores.share_duties(today=today)
        chores.hand_out_tasks(now=now)
    while news.work_once(now=timezone.now(), include=FOLLOW, turns=False):
        pass
