"""Holds: a reader waits for any copy of an edition, and fetches it where they choose."""

from __future__ import annotations

from typing import Final

from commonshelf.cards import api as cards
from commonshelf.cards.api import ReaderCard
from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.cards import EditionCard
from commonshelf.kernel.refusal import Fact, Refusal
from commonshelf.loans import tariffs
from commonshelf.loans.cards import Place
from commonshelf.loans.domain import life
from commonshelf.loans.domain.life import CONFLICT
from commonshelf.loans.lending import no_right
from commonshelf.loans.models import Hold, Loan, Thing, Transit
from commonshelf.loans.stepping import Desk

_LENDABLE: Final = frozenset({"on-shelf", "on-loan", "on-order", "unknown"})


def living(edition: int) -> EditionCard:
    """As it is called today; Absent, catalogue.edition-gone."""
    try:
        return catalogue.edition(id=edition)
    except catalogue.Moved as moved:
        return living(moved.to)


def place_hold(desk: Desk, reader: ReaderCard, edition: int) -> int:
    """desk.place: where they fetch it. Refusals loans.no-right, loans.held-already, loans.has-it,
    loans.nothing-to-hold (no member's copy can be lent there).
    """
    card = living(edition)
    right = cards.right(reader=reader.key, library=desk.place.library, service="request", at=desk.at)
    if not right.allowed:
        raise no_right(right, desk.place.library)
    title = card.facts.title
    facts: dict[str, Fact] = {"edition": card.id, "title": title[:80]}
    if Hold.objects.filter(reader=reader.id, edition=card.id, closed_at=None).exists():
        raise Refusal("loans.held-already", facts, CONFLICT)
    if Loan.objects.filter(reader=reader.id, thing__edition=card.id, closed_at=None).exists():
        raise Refusal("loans.has-it", facts, CONFLICT)
    if not _can_come(card, desk.place):
        raise Refusal("loans.nothing-to-hold", {**facts, "library": desk.place.library}, CONFLICT)
    row = Hold.objects.create(
        reader_id=reader.id,
        edition=card.id,
        library_id=desk.library_id,
        branch=desk.place.branch,
        title_zh=title[:300],
        placed_at=desk.at,
    )
    catalogue.touch_editions(ids=[card.id])
    return row.pk


def _can_come(card: EditionCard, to: Place) -> bool:
    """Whether a copy is there that has a barcode, can be lent, and may travel to where it is wanted."""
    for copy in card.copies:
        lendable = copy.barcode and copy.status in _LENDABLE
        if lendable and (copy.library == to.library or tariffs.travels(copy.library)):
            return True
    return False


def withdraw(desk: Desk, row: Hold) -> int:
    """The reader, or a desk in their name, gives it up. What lies ready is scanned as a return then: it
    serves the next one, or goes home; till then it stays where it is.
    """
    row.state = life.hold_after(row.state, "withdraw")
    row.closed_at = desk.at
    row.save(update_fields=["state", "closed_at"])
    Transit.objects.filter(hold=row, arrived_at=None).update(hold=None)
    if row.edition is not None:
        catalogue.touch_editions(ids=[row.edition])
    return row.pk


def follow(old: int, new: int) -> int:
    """Editions were joined: things and holds go along; of two holds of one reader the older stays."""
    moved = Thing.objects.filter(edition=old).update(edition=new)
    for hold in Hold.objects.filter(edition=old, closed_at=None).order_by("placed_at", "pk"):
        twin = Hold.objects.filter(reader=hold.reader_id, edition=new, closed_at=None).first()
        if twin is None:
            hold.edition = new
            hold.save(update_fields=["edition"])
            moved += 1
    return moved


def stray() -> int:
    """By night: what is still known by the number of an edition that was joined with another."""
    of_things = Thing.objects.exclude(edition=None).values_list("edition", flat=True).distinct()
    of_holds = Hold.objects.filter(closed_at=None).values_list("edition", flat=True).distinct()
    known = {edition for edition in (*of_things, *of_holds) if edition is not None}
    there = catalogue.living(ids=known)
    moved = 0
    for old in sorted(known - there):
        try:
            new = living(old).id
        except Refusal:
            continue
        moved += follow(old, new)
    return moved
