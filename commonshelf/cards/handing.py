"""Cards of many readers with a code each, for handing out: of those a file brought, or of a whole group.

Codes are made when the list is printed, and told then only; a list printed anew makes the older one void.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q, QuerySet
from django.utils import timezone

from commonshelf.cards import activating
from commonshelf.cards.models import Activation, Card, ReaderGroup, ReaderSheet
from commonshelf.cards.rolls import AT_ONCE
from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members.api import Done
from commonshelf.members.cards import Said

HAND_OUT: Final = "cards.hand-out"
A_PAGE: Final = 100
"""Slips printed at a time."""
WITHOUT: Final = {"reader__person__password__startswith": UNUSABLE_PASSWORD_PREFIX}
"""Readers who have not set a password yet."""


@dataclass(frozen=True, slots=True)
class Slip:
    """code: shown in two halves; good until last_date."""

    name: Said
    group: Said
    local_number: str
    number: str
    code: str
    last_date: date


def _cards(library: str, sheet: int, group: int) -> QuerySet[Card]:
    """In use, of readers who have no password yet, in the order of their files."""
    home = members.library_id(symbol=library)
    found = Card.objects.filter(state="active", reader__home_id=home, reader__state="active", **WITHOUT)
    found = found.select_related("reader__person", "reader__group")
    if sheet:
        row = ReaderSheet.objects.filter(pk=sheet, library_id=home, state="done").first()
        if row is None or row.done_at is None:
            raise Absent
        return found.filter(library_id=home, issued_at=row.done_at).order_by("reader__local_number", "pk")
    if not ReaderGroup.objects.filter(pk=group, library_id=home).exists():
        raise Absent
    holds = Q(reader__active_to=None) | Q(reader__active_to__gt=timezone.localdate())
    return found.filter(holds, reader__group_id=group).order_by("reader__local_number", "pk")


def waiting(*, actor: Actor, library: str, sheet: int = 0, group: int = 0) -> int:
    """How many have a card and no password yet, of a sheet taken over or of a group (row ids)."""
    members.demand(actor=actor, action=HAND_OUT, object=Ref("reader", "", library))
    return _cards(library, sheet, group).count()


def hand_out(
    *, actor: Actor, library: str, sheet: int = 0, group: int = 0, start: int = 0, most: int = 0
) -> list[Slip]:
    """New codes for them, from the start-th on; most 0: all. Refusal cards.nobody-waits."""

    def do() -> Done[list[Slip]]:
        found = list(_cards(library, sheet, group)[start : start + most if most else None])
        if not found:
            raise Refusal("cards.nobody-waits")
        slips = _coded(found, timezone.now())
        return Done(slips, {"readers": len(slips)}, stored=len(slips))

    return members.act(actor=actor, action=HAND_OUT, object=Ref("reader", "", library), do=do)


def _coded(found: list[Card], now: datetime) -> list[Slip]:
    ids = [one.reader_id for one in found]
    for at in range(0, len(ids), AT_ONCE):
        Activation.objects.filter(reader_id__in=ids[at : at + AT_ONCE]).delete()
    codes = [activating.new_code() for _one in found]
    Activation.objects.bulk_create(
        (
            Activation(
                reader_id=id, digest=activating.digest(code), made_at=now, expires_at=now + activating.HOLDS
            )
            for id, code in zip(ids, codes, strict=True)
        ),
        batch_size=500,
    )
    last = timezone.localdate(now + activating.HOLDS) - timedelta(days=1)
    return [_slip(one, code, last) for one, code in zip(found, codes, strict=True)]


def _slip(card: Card, code: str, last: date) -> Slip:
    reader, person, group = card.reader, card.reader.person, card.reader.group
    return Slip(
        name=Said(person.name_zh or person.name_en, person.name_en or person.name_zh),
        group=Said(group.name_zh or group.name_en, group.name_en or group.name_zh),
        local_number=reader.local_number,
        number=card.number,
        code=activating.shown(code),
        last_date=last,
    )
