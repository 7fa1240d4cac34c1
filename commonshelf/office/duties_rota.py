"""The rota of a duty: turns of a week, given up and taken. A turn stays whose it is until it is taken."""

from __future__ import annotations

from datetime import date, time
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.office.domain import duties as domain
from commonshelf.office.duties_cards import Post
from commonshelf.office.duties_reading import eligible_duties, find, row_id
from commonshelf.office.duties_turns import (
    CONFLICT,
    about,
    ahead,
    ask_around,
    busy,
    free,
    fresh_turn,
    libraries_of,
    over,
    save,
    slots,
    told,
    turn,
    whose,
    works_there,
)
from commonshelf.office.models import DutyShift

LONGEST_REASON: Final = 300


def add_shift(
    *, actor: Actor, duty: int, day: date, starts: time, ends: time, to: Post, key: str = ""
) -> int:
    """A turn for somebody of a library that holds the duty or stands in ("" person: a gap); its id."""

    def do() -> members.Done[int]:
        domain.check_times(day, starts, ends, timezone.localdate())
        row = find(duty)
        if row.ended_at is not None:
            raise Refusal("office.duty-ended", status=CONFLICT)
        if to.library not in libraries_of(duty, day):
            raise Refusal("office.not-of-duty", {"field": "to"})
        if to.person:
            works_there(to)
            free(to.person, day, starts, ends)
        made = DutyShift.objects.create(
            duty=row, date=day, starts=starts, ends=ends, library_id=row_id(to.library), person=to.person
        )
        return members.Done(made.pk, told(made), about(made))

    return members.act(actor=actor, action="office.set-rota", object=_of_duty(actor, duty), do=do, key=key)


def drop_shift(*, actor: Actor, shift: int, version: int, key: str = "") -> None:
    """The turn is not needed; whoever had it sees it gone."""
    row = turn(shift)

    def do() -> members.Done[None]:
        fresh = fresh_turn(shift, version)
        facts = told(fresh)
        over(fresh, actor, gettext("The turn was taken off the rota."))
        fresh.delete()
        return members.Done(None, facts)

    members.act(actor=actor, action="office.set-rota", object=_of_duty(actor, row.duty_id), do=do, key=key)


def copy_week(*, actor: Actor, duty: int, source: date, to: date, key: str = "") -> int:
    """The week of `source` once more in the week of `to`; how many turns. What is past is left out."""

    def do() -> members.Done[int]:
        today = timezone.localdate()
        row = find(duty)
        week, there = slots(duty, source), slots(duty, to)
        libraries = {one.library for one in week}
        working = frozenset(
            (one.key, one.library) for one in members.staff_of(day=today, libraries=libraries)
        )
        made = [one for one in domain.copied(week, there, to, working) if one.date >= today]
        for one in made:
            held_at = libraries_of(duty, one.date)
            person = one.person if one.library in held_at and not busy(one) else ""
            library = one.library if one.library in held_at else min(held_at, default=one.library)
            DutyShift.objects.create(
                duty=row,
                date=one.date,
                starts=one.starts,
                ends=one.ends,
                library_id=row_id(library),
                person=person,
            )
        return members.Done(len(made), {"week": str(domain.week_of(to)[0]), "turns": len(made)})

    return members.act(actor=actor, action="office.set-rota", object=_of_duty(actor, duty), do=do, key=key)


def give_up(*, actor: Actor, shift: int, version: int, reason: str = "", key: str = "") -> None:
    """ "I cannot on Friday": offered to all who may take it, and still one's own until somebody does."""
    row = turn(shift)

    def do() -> members.Done[None]:
        fresh = fresh_turn(shift, version)
        said = reason.strip()
        if len(said) > LONGEST_REASON:
            raise Refusal(
                "office.too-long", {"field": "reason", "limit": LONGEST_REASON, "length": len(said)}
            )
        ahead(fresh)
        if fresh.given_up_at is not None:
            raise Refusal("office.given-up-already", status=CONFLICT)
        fresh.given_up_at, fresh.reason = timezone.now(), said
        save(fresh)
        ask_around(fresh, actor)
        return members.Done(None, told(fresh), about(fresh))

    members.act(
        actor=actor, action="office.give-up-shift", object=whose(row), do=do, key=key, reason=reason[:500]
    )


def keep(*, actor: Actor, shift: int, version: int, key: str = "") -> None:
    """I can after all."""
    row = turn(shift)

    def do() -> members.Done[None]:
        fresh = fresh_turn(shift, version)
        if fresh.given_up_at is None:
            raise Refusal("office.not-given-up", status=CONFLICT)
        fresh.given_up_at, fresh.reason = None, ""
        save(fresh)
        over(fresh, actor, gettext("It is kept after all."))
        return members.Done(None, told(fresh), about(fresh))

    members.act(actor=actor, action="office.give-up-shift", object=whose(row), do=do, key=key)


def take(*, actor: Actor, shift: int, version: int, key: str = "") -> None:
    """Somebody else's turn that was given up, or a gap, becomes mine."""
    row = turn(shift)
    library = eligible_duties(actor, row.date).get(row.duty_id)
    if library is None:
        raise Absent

    def do() -> members.Done[None]:
        fresh = fresh_turn(shift, version)
        ahead(fresh)
        if fresh.person and fresh.given_up_at is None:
            raise Refusal("office.not-given-up", status=CONFLICT)
        free(actor.key, fresh.date, fresh.starts, fresh.ends, but=fresh.pk)
        before = fresh.person
        fresh.person, fresh.library_id = actor.key, row_id(library)
        fresh.given_up_at, fresh.reason = None, ""
        save(fresh)
        over(fresh, actor, gettext("The turn was taken."))
        return members.Done(None, {**told(fresh), "from": before}, about(fresh))

    members.act(
        actor=actor,
        action="office.take-shift",
        object=Ref("person", actor.key, library),
        do=do,
        key=key,
    )


def _of_duty(actor: Actor, duty: int) -> Ref:
    """The duty as this actor may plan it: for the library by which they may."""
    today = timezone.localdate()
    places = sorted(libraries_of(duty, today))
    for place in places:
        if members.allowed(actor=actor, action="office.set-rota", object=Ref("duty", str(duty), place)):
            return Ref("duty", str(duty), place)
    return Ref("duty", str(duty))


def may_plan(*, actor: Actor, duty: int) -> bool:
    return members.allowed(actor=actor, action="office.set-rota", object=_of_duty(actor, duty))
