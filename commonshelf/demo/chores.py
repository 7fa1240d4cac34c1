"""The demo's duties with their rota, and what lies on the desks."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final

from django.utils import timezone

from commonshelf.demo.acting import acting
from commonshelf.demo.plan import plan, written
from commonshelf.demo.plans import hours_of
from commonshelf.kernel.actor import Actor
from commonshelf.members import api as members
from commonshelf.office import api as office
from commonshelf.work import api as work

DAYS: Final = 14
"""Of the rota, beginning today."""
HOUR: Final = timedelta(hours=1)


def share_duties(*, today: date) -> None:
    """The usual duties, each with who holds it and, but for one, who stands in."""
    chen = acting("office")
    office.begin_duties(actor=chen)
    ids = {one.code: one.id for one in office.duties(actor=chen)}
    for told in plan()["duties"]:
        backup = _post(*told["backup"]) if "backup" in told else None
        office.give_duty(
            actor=chen, duty=ids[told["code"]], to=_post(*told["to"]), backup=backup, first_date=today
        )
    _plan_turns(chen, ids[plan()["rota"]["duty"]], today)


def _post(library: str, username: str) -> office.Post:
    return office.Post(library, members.person(name=username).key if username else "")


def _plan_turns(chen: Actor, duty: int, today: date) -> None:
    told = plan()["rota"]
    by_library = {one["username"]: one["library"] for one in told["people"]}
    offered = False
    for at in range(DAYS):
        day = today + timedelta(days=at)
        for span, names in (("morning", "mornings"), ("afternoon", "afternoons")):
            starts, ends = hours_of(told[span])
            name = told[names][at % len(told[names])]
            to = _post(by_library[name], name) if name else office.Post(told["gap"])
            turn = office.add_shift(actor=chen, duty=duty, day=day, starts=starts, ends=ends, to=to)
            if name == told["given_up"] and at and not offered:
                offered = True
                office.give_up_shift(
                    actor=acting(name), shift=turn, version=1, reason=written(told["reason"])
                )


def hand_out_tasks(*, now: datetime) -> None:
    for told in plan()["tasks"]:
        _task(told, now)


def _task(told: dict[str, Any], now: datetime) -> None:
    """Asked so many days ago; each step an hour after the one before."""
    at = now - timedelta(days=told["asked"])
    library, username = told["to"]
    card = work.ask(
        actor=acting(told["by"]),
        title=written(told["title"]),
        note=written(told["note"]),
        asking=told["asking"],
        to=work.Address(library, members.person(name=username).key if username else ""),
        due=timezone.localdate(now) - timedelta(days=told["due"]),
        at=at,
    )
    for step, who, *more in told["steps"]:
        at = min(at + HOUR, now)
        actor = acting(who)
        if step == "accept":
            card = work.accept(actor=actor, item=card.id, version=card.version, at=at)
        elif step == "wait":
            card = work.wait(actor=actor, item=card.id, version=card.version, words=written(more[0]), at=at)
        else:
            (library, username), note = more
            to = work.Address(library, members.person(name=username).key if username else "")
            card = work.hand_on(
                actor=actor, item=card.id, version=card.version, to=to, note=written(note), at=at
            )
