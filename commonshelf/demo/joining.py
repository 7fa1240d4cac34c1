"""The demo's newcomers: one library on trial that is voted on, one that applies, and letters that wait."""

from __future__ import annotations

from datetime import date
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from commonshelf.demo import alliance
from commonshelf.demo.acting import acting
from commonshelf.demo.enrol import build
from commonshelf.demo.plan import plan, written
from commonshelf.members import api as members
from commonshelf.office import api as office
from commonshelf.votes import api as votes

PARTICULARS: Final = ("kind", "region_zh", "region_en", "email", "phone")
WRITTEN: Final = ("contact", "address", "words")
"""By whoever applies, in their own language."""
DAYS: Final = 14
HALF: Final = 50


def take_in(*, today: date) -> None:
    """In the order in which it would happen: invited, applied, on trial, at work, put to the vote."""
    _apply(plan()["applicant"])
    trial = plan()["trial"]
    _apply(trial)
    symbol, chen = trial["symbol"], acting("office")
    members.admit(actor=chen, symbol=symbol, to="trial", reason=written(trial["reason"]))
    for table in plan()["newcomers"]:
        alliance.welcome(alliance.person_in(table), actor=members.operator())
    manager = acting(plan()["newcomers"][0]["username"])
    build(symbol, alliance.branch_in(trial["branch"]), main=True, actor=manager, today=today)
    ballot = office.put_to_vote(
        actor=chen,
        symbol=symbol,
        days=DAYS,
        quorum=HALF,
        pass_mark=HALF,
        words=written(trial["ballot_words"]),
    )
    for who, library, choice in trial["votes"]:
        votes.cast(actor=acting(who), ballot=ballot.id, choice=choice, library=library)
    for letter in plan()["invitations"]:
        _invite(letter)


def _apply(told: dict[str, Any]) -> None:
    """The office sends a letter; the library answers by its link."""
    chen = acting("office")
    letter = members.invite(
        actor=chen, kind="library", name_zh=told["zh"], name_en=told["en"], email=told["email"]
    )
    members.apply(
        actor=members.operator(),
        symbol=told["symbol"],
        invitation=parse_qs(urlsplit(letter.link).query)["invitation"][0],
        name_zh=told["zh"],
        name_en=told["en"],
        language="zh-hans",
        **{name: told[name] for name in PARTICULARS},
        **{name: written(told[name]) for name in WRITTEN},
    )


def _invite(letter: dict[str, Any]) -> None:
    members.invite(
        actor=acting(letter["by"]),
        kind=letter["kind"],
        name_zh=letter["zh"],
        name_en=letter["en"],
        email=letter["email"],
        library=letter.get("library", ""),
        role=letter.get("role", ""),
    )
