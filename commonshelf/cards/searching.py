"""The readers of one library, found by what people say of themselves, in an order that stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from commonshelf.cards import proofs
from commonshelf.cards.cards import ReaderCard, masked
from commonshelf.cards.domain import numbers
from commonshelf.cards.domain.proofs import ProofGiven, read
from commonshelf.cards.models import Block, Card, Reader, Share
from commonshelf.cards.readers import cards_of, row, rows
from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import ABSENT, Refusal
from commonshelf.members import api as members

ROWS: Final = 50
SHOWS: Final = ("active", "ending", "over", "blocked", "closed")
"""What the list can be narrowed to; ending: within 30 days."""
SOON_DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class ReaderPage:
    """after: what to ask with for those that follow; 0: these were the last."""

    readers: tuple[ReaderCard, ...]
    total: int
    after: int


def readers(
    *,
    actor: Actor,
    library: str,
    words: str = "",
    group: int = 0,
    show: str = "",
    after: int = 0,
    page: int = ROWS,
) -> ReaderPage:
    """Registered last first: that library's own, and those who share their name with it.

    words: of the name, a student or staff number, a telephone, an alias, a card's number. Absent: no staff.
    """
    members.demand(actor=actor, action="cards.find", object=Ref("reader", "", library))
    place = members.library_id(symbol=library)
    found = _narrowed(_seen_at(place, words), place, group, show)
    for word in words.split():
        found = found.filter(_meant(word, place))
    total = found.count()
    if after:
        found = found.filter(pk__lt=after)
    some = list(found.order_by("-pk")[: page + 1])
    further = some[page - 1].pk if len(some) > page else 0
    shown = cards_of(some[:page], timezone.localdate())
    return ReaderPage(tuple(_as_seen(one, library) for one in shown), total, further)


def _seen_at(place: int, words: str) -> QuerySet[Reader]:
    """Guests stand in the list only when they are looked for by name: it is the library's own roll."""
    own = Q(home_id=place)
    if words.strip():
        here = Share.objects.filter(reader=OuterRef("pk"), library_id=place, withdrawn_at=None)
        shared = here.annotate(said=Cast("what", TextField())).filter(said__contains='"name"')
        own |= Exists(shared) & Q(state="active")
    return rows().filter(own)


def _as_seen(one: ReaderCard, library: str) -> ReaderCard:
    return one if one.home == library else masked(one, library, frozenset({"name"}))


def _narrowed(found: QuerySet[Reader], place: int, group: int, show: str) -> QuerySet[Reader]:
    today = timezone.localdate()
    if group:
        found = found.filter(group_id=group, home_id=place)
    if show == "closed":
        return found.filter(state="closed")
    found = found.exclude(state="merged")
    over = Q(active_to__lte=today)
    if show == "over":
        return found.filter(over, state="active")
    if show == "ending":
        soon = today + timedelta(days=SOON_DAYS)
        return found.filter(active_to__gt=today, active_to__lte=soon, state="active")
    if show == "blocked":
        open_now = Block.objects.filter(
            Q(active_to=None) | Q(active_to__gt=today), reader=OuterRef("pk"), lifted_at=None
        ).filter(Q(library=None) | Q(library_id=place))
        return found.filter(Exists(open_now))
    return found.filter(state="active").exclude(over) if show == "active" else found


def _meant(word: str, place: int) -> Q:
    number = numbers.clean(word)
    by_name = Q(person__name_zh__icontains=word) | Q(person__name_en__icontains=word)
    at_home = Q(home_id=place) & (Q(local_number__iexact=word) | Q(phone=word))
    by_card = Q(Exists(Card.objects.filter(reader=OuterRef("pk"), number=number)))
    return by_name | at_home | Q(alias__iexact=word) | by_card


def find_by_proof(*, actor: Actor, library: str, proof: ProofGiven) -> str:
    """The key of whoever registered with the document that lies on this desk.

    Refusals cards.no-such-document and those of reading it.
    """
    members.demand(actor=actor, action="cards.find", object=Ref("reader", "", library))
    found = proofs.known(read(proof, timezone.localdate()))
    if found is None:
        raise Refusal("cards.no-such-document", {"field": "number"}, ABSENT)
    return found.reader.person.key


def find_by_local_number(*, library: str, number: str) -> ReaderCard | None:
    """At their home library, for its spreadsheets; None: nobody who still reads."""
    place = members.library_id(symbol=library)
    found = Reader.objects.filter(home_id=place, local_number=number.strip(), state="active").first()
    return cards_of([row(found.person.key)], timezone.localdate())[0] if found else None
