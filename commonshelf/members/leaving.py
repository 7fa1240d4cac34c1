"""Leaving: its own data packed, its open work handed over, its rights ended, in one transaction."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, Final, cast

from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import get_language

from commonshelf.kernel.actor import MACHINE, Actor, Ref
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import directory, holders, inviting, parcels
from commonshelf.members.acting import Done, act, demand
from commonshelf.members.domain import membership
from commonshelf.members.holders import Held
from commonshelf.members.libraries import row_of
from commonshelf.members.membership import CONFLICT, check_stop, moved
from commonshelf.members.models import Affiliation, Agency, Delegation, Library, Parcel
from commonshelf.members.parcels import Packed, ParcelCard
from commonshelf.news import api as news

log = logging.getLogger(__name__)
ACTION: Final = "members.leave"
NAMED: Final = 5
"""So many open things are named in the refusal; the page lists all."""
TRIES: Final = 3


@dataclass(frozen=True, slots=True)
class Departure:
    """How a leaving ended. handed_over: so many open things found other hands, to_library's or ("") the
    general agency's.
    """

    symbol: str
    on: date
    handed_over: int
    to_library: str
    parcel: ParcelCard | None


@dataclass(frozen=True, slots=True)
class _Leaving:
    """What was asked."""

    actor: Actor
    symbol: str
    on: date | None
    to_library: str
    reason: str


class _MovedOnError(Exception):
    """Something of the library was changed while its data were being packed."""


def leave(
    *, actor: Actor, symbol: str, on: date | None = None, to_library: str = "", reason: str, key: str = ""
) -> Departure:
    """End a membership. on: the first day on which it is no longer a member, today or earlier.

    to_library: who takes its open work over, "": the general agency. Refuses `members.open-work` where
    something cannot be handed over; then nothing has happened. Its data are packed before anything is
    locked, and anew when something of it was changed meanwhile.
    """
    object = Ref("library", symbol[:80], symbol[:40])
    demand(actor=actor, action=ACTION, object=object)
    row = row_of(symbol)
    asked = _Leaving(actor, symbol, on, to_library, reason)

    def once(do: Callable[[], Done[Departure]]) -> Departure:
        return act(actor=actor, action=ACTION, object=object, do=do, key=key, reason=reason, again=_again)

    if row.status not in membership.LISTED:  # refused, or the reply to the same form sent twice
        return once(partial(_leave, asked, None, _latest(symbol)))
    for _ in range(TRIES):
        seen = _latest(symbol)
        with parcels.packed(row) as made:
            try:
                return once(partial(_leave, asked, made, seen))
            except _MovedOnError:
                continue
    raise Refusal("members.still-changing", {"symbol": symbol}, CONFLICT)


def _latest(symbol: str) -> int:
    """Number of the last thing that happened at the library."""
    found = news.happenings(library=symbol, rows=1)
    return found[0].id if found else 0


def _leave(asked: _Leaving, made: Packed | None, seen: int) -> Done[Departure]:
    if _latest(asked.symbol) != seen:
        raise _MovedOnError
    row, today = row_of(asked.symbol), timezone.localdate()
    facts = moved(row, "leave")
    check_stop(row, facts["before"], "leave", asked.reason)
    last = _last_day(row, asked.on, today)
    if asked.to_library:
        _may_take_over(asked.symbol, asked.to_library)
    count = _hand_over(asked)
    ran = parcels.managers_of(row)
    row.active_to = last
    row.save()
    ended = _end_rights(row, last)
    inviting.withdraw_all(row)
    kept = parcels.keep(row, made, ran) if made else None
    directory.changed()
    told = {**facts, **ended, "to": str(last), "handed_over": count, "to_library": asked.to_library}
    departure = Departure(asked.symbol, last, count, asked.to_library, kept)
    return Done(departure, told, stored={**told, "symbol": asked.symbol, "parcel": kept.id if kept else 0})


def _again(stored: object) -> Departure:
    told = cast("dict[str, Any]", stored)
    kept = Parcel.objects.select_related("library").filter(pk=told["parcel"]).first()
    return Departure(
        told["symbol"],
        date.fromisoformat(told["to"]),
        told["handed_over"],
        told["to_library"],
        parcels.card(kept) if kept else None,
    )


def _last_day(row: Library, on: date | None, today: date) -> date:
    """The day given, else the one notice was given for where it has come, else today."""
    noticed = row.active_to if row.active_to is not None and row.active_to <= today else None
    last = on or noticed or today
    if last > today:
        raise Refusal("members.leave-too-early", {"on": str(last)})
    return max(last, row.active_from)


def _may_take_over(symbol: str, to_library: str) -> None:
    heir = Library.objects.filter(symbol=to_library).first()
    if heir is None or to_library == symbol or not membership.takes_part(heir.status):
        raise Refusal("members.bad-heir", {"symbol": to_library[:40]})


def _hand_over(asked: _Leaving) -> int:
    """All of it, or a refusal that names what stayed behind."""
    count = holders.hand_over(
        actor=asked.actor,
        person="",
        library=asked.symbol,
        to_person="",
        to_library=asked.to_library,
        at=timezone.now(),
    )
    if still := holders.open_work(library=asked.symbol):
        raise Refusal("members.open-work", {"count": len(still), "things": _named(still)}, CONFLICT)
    return count


def _named(still: list[Held]) -> str:
    language = get_language() or ""
    told = "; ".join(held.title.in_language(language) for held in still[:NAMED])
    return told if len(still) <= NAMED else f"{told} …"


def _end_rights(row: Library, day: date) -> dict[str, int]:
    """Ties, delegations and offices end with the membership; one to begin later never held."""
    over = Q(active_to=None) | Q(active_to__gt=day)
    ties = Affiliation.objects.filter(over, library=row)
    people = set(ties.values_list("person_id", flat=True))
    ended = ties.update(active_to=Greatest(F("active_from"), day))
    # Whoever stands nowhere any more has nobody's office to act for.
    elsewhere = Affiliation.objects.filter(over, person_id__in=people).values_list("person_id", flat=True)
    delegated = Delegation.objects.filter(
        over, Q(agency__library=row) | Q(person_id__in=people - set(elsewhere))
    )
    lapsed = delegated.update(active_to=Greatest(F("active_from"), day))
    Agency.objects.filter(library=row, closed_at=None).update(closed_at=timezone.now())
    return {"affiliations": ended, "delegations": lapsed}


# -- a day set beforehand


def give_notice(*, actor: Actor, symbol: str, on: date, reason: str = "", key: str = "") -> None:
    """A library says that from this day on it will not be a member; its rights end by themselves then."""

    def do() -> Done[None]:
        row = row_of(symbol)
        facts = moved(row, "give-notice")
        if on <= timezone.localdate():
            raise Refusal("members.notice-too-late", {"on": str(on)})
        row.active_to = on
        row.save()
        directory.changed()
        return Done(None, {**facts, "to": str(on)})

    _told("members.give-notice", actor, symbol, do, key=key, reason=reason)


def withdraw_notice(*, actor: Actor, symbol: str, reason: str = "", key: str = "") -> None:
    """It stays."""

    def do() -> Done[None]:
        row = row_of(symbol)
        facts = moved(row, "withdraw-notice")
        if row.active_to is None or row.active_to <= timezone.localdate():
            raise Refusal("members.no-notice", {"symbol": symbol}, CONFLICT)
        row.active_to = None
        row.save()
        directory.changed()
        return Done(None, {**facts, "to": None})

    _told("members.withdraw-notice", actor, symbol, do, key=key, reason=reason)


def _told(
    action: str, actor: Actor, symbol: str, do: Callable[[], Done[None]], *, key: str, reason: str
) -> None:
    object = Ref("library", symbol[:80], symbol[:40])
    act(actor=actor, action=action, object=object, do=do, key=key, reason=reason)


def complete(now: datetime) -> None:
    """Every night: memberships whose day has come are ended; what refuses waits for the office."""
    today = timezone.localdate(now)
    due = Library.objects.filter(status__in=membership.LISTED, active_to__lte=today).order_by("symbol")
    for symbol in due.values_list("symbol", flat=True):
        try:
            leave(actor=MACHINE, symbol=symbol, reason="the day of its notice")
        except Refusal as refusal:
            log.warning("the membership of %s could not be ended: %s", symbol, refusal)
