"""A library's own reader groups (A21), each under one kind that the alliance's rules speak of."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import IntegrityError
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from commonshelf.cards.cards import GroupCard
from commonshelf.cards.domain import terms
from commonshelf.cards.domain.kinds import GROUP_KINDS
from commonshelf.cards.domain.sheet import fold
from commonshelf.cards.domain.usual_groups import KIND_WORDS, USUAL, Usual
from commonshelf.cards.models import Reader, ReaderGroup
from commonshelf.cards.readers import group_card
from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members.api import Done

CONFLICT: Final = 409
LONGEST: Final = 600
"""Months: fifty years; who needs more says 0, no end."""
_CODE: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")


@dataclass(frozen=True, slots=True)
class GroupGiven:
    """Of the names one may be "". months 0: registrations do not end."""

    code: str
    name_zh: str
    name_en: str
    kind: str
    months: int
    active: bool = True


def _ref(library: str, id: int | str = "") -> Ref:
    return Ref("reader-group", str(id), library)


def groups(*, library: str, all: bool = False) -> list[GroupCard]:
    """In use, as the library made them; all: those switched off too."""
    found = ReaderGroup.objects.filter(library_id=members.library_id(symbol=library)).order_by("pk")
    return [group_card(one) for one in (found if all else found.filter(active=True))]


def counted(*, actor: Actor, library: str) -> dict[int, tuple[int, int]]:
    """Row id of a group -> (readers whose registration holds today, all not closed)."""
    members.demand(actor=actor, action="cards.find", object=Ref("reader", "", library))
    today = timezone.localdate()
    holds = Q(active_to=None) | Q(active_to__gt=today)
    found = Reader.objects.filter(home_id=members.library_id(symbol=library), state="active").values("group")
    rows = found.annotate(all=Count("pk"), now=Count("pk", filter=holds)).values_list("group", "now", "all")
    return {group: (now, every) for group, now, every in rows}


def usual(*, library: str) -> tuple[Usual, ...]:
    """Those libraries of its kind mostly have and it has not (by code)."""
    card = members.library(symbol=library)
    have = {one.code for one in groups(library=library, all=True)}
    return tuple(one for one in USUAL.get(card.kind, USUAL["guest"]) if one.code not in have)


def add_usual(*, actor: Actor, library: str, codes: list[str], key: str = "") -> int:
    """How many were added of those ticked."""
    chosen = [one for one in usual(library=library) if one.code in set(codes)]

    def do() -> Done[int]:
        if not chosen:
            raise Refusal("cards.no-group-chosen")
        place = members.library_id(symbol=library)
        ReaderGroup.objects.bulk_create(
            ReaderGroup(
                library_id=place,
                code=one.code,
                name_zh=one.zh,
                name_en=one.en,
                kind=one.kind,
                months=one.months,
            )
            for one in chosen
        )
        return Done(len(chosen), {"groups": len(chosen)})

    return members.act(actor=actor, action="cards.set-group", object=_ref(library), do=do, key=key)


def set_group(
    *, actor: Actor, library: str, given: GroupGiven, id: int = 0, version: int = 0, key: str = ""
) -> GroupCard:
    """Id 0: a new one. Refusals cards.bad-group-code, -kind, -months, cards.no-group-name,
    cards.group-code-taken, cards.group-changed; Absent: another library's.
    """

    def do() -> Done[GroupCard]:
        _check(given)
        row = (
            _row(library, id) if id else ReaderGroup(library_id=members.library_id(symbol=library), version=0)
        )
        if id and row.version != version:
            raise Refusal("cards.group-changed", status=CONFLICT)
        row.code, row.kind, row.months = given.code, given.kind, given.months
        row.name_zh, row.name_en = given.name_zh.strip()[:80], given.name_en.strip()[:120]
        row.active = given.active
        row.version += 1
        try:
            with members.together():
                row.save()
        except IntegrityError:
            raise Refusal(
                "cards.group-code-taken", {"group": given.code, "field": "code"}, CONFLICT
            ) from None
        facts = {"kind": row.kind, "months": row.months, "active": row.active}
        return Done(group_card(row), facts, _ref(library, row.pk), stored=row.pk)

    return members.act(
        actor=actor,
        action="cards.set-group",
        object=_ref(library, id or ""),
        do=do,
        key=key,
        again=lambda stored: group_card(_row(library, int(str(stored)))),
    )


def _check(given: GroupGiven) -> None:
    if not _CODE.fullmatch(given.code):
        raise Refusal("cards.bad-group-code", {"group": given.code[:40], "field": "code"})
    if not (given.name_zh.strip() or given.name_en.strip()):
        raise Refusal("cards.no-group-name", {"field": "name_zh"})
    if given.kind not in GROUP_KINDS:
        raise Refusal("cards.bad-group-kind", {"field": "kind"})
    if not 0 <= given.months <= LONGEST:
        raise Refusal("cards.bad-group-months", {"most": LONGEST, "field": "months"})


def _row(library: str, id: int) -> ReaderGroup:
    found = ReaderGroup.objects.filter(pk=id, library_id=members.library_id(symbol=library)).first()
    if found is None:
        raise Absent
    return found


def group(*, library: str, id: int) -> GroupCard:
    """Absent: none of this library's."""
    return group_card(_row(library, id))


def renewal(*, library: str, id: int, until: date | None = None) -> tuple[int, date | None]:
    """How many a renewal of the whole group would reach, and the first day on which it no longer holds."""
    row, today = _row(library, id), timezone.localdate()
    ends = until or terms.ends(today, row.months)
    return _reached(row, ends, today).count(), ends


def _reached(row: ReaderGroup, ends: date | None, today: date) -> QuerySet[Reader]:
    """Whose registration holds today and ends before; what ran out needs somebody to look at it."""
    found = Reader.objects.filter(group=row, state="active", active_to__gt=today)
    return found.filter(active_to__lt=ends) if ends else found


def renew_group(*, actor: Actor, library: str, id: int, until: date | None = None, key: str = "") -> int:
    """All of a group whose registration holds today, to that day (the first on which it no longer does) or
    for the group's months; nobody's is shortened. How many. Refusal cards.ends-before.
    """

    def do() -> Done[int]:
        row, today = _row(library, id), timezone.localdate()
        if until is not None and until <= today:
            raise Refusal("cards.ends-before", {"field": "last_date"})
        ends = until or terms.ends(today, row.months)
        reached = _reached(row, ends, today)
        count = reached.update(active_to=ends, version=F("version") + 1)
        return Done(count, {"readers": count, "until": str(ends or "")})

    return members.act(actor=actor, action="cards.renew-group", object=_ref(library, id), do=do, key=key)


def words_of_groups(cards: list[GroupCard]) -> dict[str, int]:
    """What a file may call a group -> its row id: code and names, and its kind where it is the only one."""
    kinds = Counter(one.kind for one in cards)
    found = {
        fold(word): one.id
        for one in cards
        if kinds[one.kind] == 1
        for word in (one.kind, *KIND_WORDS[one.kind])
    }
    named = ((word, one.id) for one in cards for word in (one.code, one.name.zh, one.name.en) if word)
    return {**found, **{fold(word): id for word, id in named}}
