"""Several records taken out of an edition at once; and what a decision would do, tried and taken back.

To take records out of an edition each of them is kept apart from each that stays, for any single pair
would leave the machine free to bring them together again by way of the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import product
from typing import Final

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from commonshelf.catalogue import doubts, ruling
from commonshelf.catalogue.cards import Group, Placed
from commonshelf.catalogue.lines import titled
from commonshelf.catalogue.models import Edition, Ruling
from commonshelf.catalogue.models import Facts as FactsRow
from commonshelf.catalogue.stored_facts import facts_from
from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api as members

MOST: Final = 400
"""Pairs kept apart at once: an edition of so many records is split in several steps."""


class _TakenBackError(Exception):
    """Ends the trial, so that nothing of it stays."""


def part(*, actor: Actor, edition: int, records: Sequence[int], why: str, key: str) -> int:
    """How many pairs are kept apart by it, those kept apart already not counted again."""

    def do() -> members.Done[int]:
        made = _part(actor, edition, records, why)
        return members.Done(made, {"verdict": "apart", "records": list(records), "pairs": made})

    where = Ref("edition", str(edition))
    why = why[: ruling.LONGEST_WHY]
    return members.act(actor=actor, action=ruling.RULE, object=where, do=do, key=key, reason=why)


def _part(actor: Actor, edition: int, records: Sequence[int], why: str) -> int:
    here = set(FactsRow.objects.filter(edition=edition).values_list("record_id", flat=True))
    leaving = here & set(records)
    staying = here - leaving
    if not leaving or not staying:
        raise Refusal("catalogue.nothing-to-part", {"edition": edition, "records": len(here)})
    if len(leaving) * len(staying) > MOST:
        raise Refusal("catalogue.too-many-to-part", {"most": MOST, "pairs": len(leaving) * len(staying)})
    now = timezone.now()
    made: list[Ruling] = []
    for one, other in product(sorted(leaving), sorted(staying)):
        try:
            made.append(ruling.decide(actor, (one, other), "apart", why, now))
        except Refusal as refusal:
            if refusal.code != "catalogue.ruled-already" or refusal.facts.get("verdict") != "apart":
                raise
    if made:
        ruling.rejoin(here, made[0], now, cause="ruling")
    return len(made)


def undo_together(*, actor: Actor, rulings: Sequence[int], why: str, key: str) -> None:
    """Take back decisions that were made as one."""
    with members.together():
        for number in rulings:
            ruling.undo(actor=actor, ruling=number, why=why, key=f"{key}/{number}" if key else "")


def if_joined(*, actor: Actor, one: int, other: int) -> tuple[Group, ...]:
    """The editions of both records as they would be after the decision that they are one."""

    def act() -> set[int]:
        near = _around([one, other])
        now = timezone.now()
        made = ruling.decide(actor, (one, other), "join", "", now)
        ruling.rejoin((one, other), made, now, cause="ruling")
        return near

    return _tried(actor, act)


def if_parted(*, actor: Actor, edition: int, records: Sequence[int]) -> tuple[Group, ...]:
    """The editions that would stand where this one stands, were these records taken out of it."""

    def act() -> set[int]:
        near = set(FactsRow.objects.filter(edition=edition).values_list("record_id", flat=True))
        _part(actor, edition, records, "")
        return near

    return _tried(actor, act)


def _around(records: Iterable[int]) -> set[int]:
    """Every record of the editions these are in."""
    editions = FactsRow.objects.filter(record__in=list(records)).values_list("edition", flat=True)
    return set(FactsRow.objects.filter(edition__in=list(editions)).values_list("record_id", flat=True))


def _tried(actor: Actor, act: Callable[[], set[int]]) -> tuple[Group, ...]:
    members.demand(actor=actor, action=ruling.RULE, object=doubts.DESK)
    newest = Edition.objects.aggregate(newest=Max("pk"))["newest"] or 0
    groups: tuple[Group, ...] = ()
    try:
        with transaction.atomic():
            groups = _groups(act(), newest)
            raise _TakenBackError
    except _TakenBackError:
        return groups


def _groups(records: Iterable[int], newest: int) -> tuple[Group, ...]:
    symbols = members.symbols_by_id()
    found: dict[int, list[Placed]] = {}
    rows = FactsRow.objects.filter(record__in=list(records)).order_by("edition", "record")
    for edition, record, library, local_id, data in rows.values_list(
        "edition_id", "record_id", "library_id", "local_id", "data"
    ):
        title = titled(facts_from(record, data))
        found.setdefault(edition, []).append(Placed(record, symbols[library], local_id, title))
    return tuple(
        Group(edition if edition <= newest else 0, tuple(placed)) for edition, placed in found.items()
    )
