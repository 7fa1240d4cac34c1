"""Cards: given, lost, replaced, taken out of use. A number is never used twice."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Final

from django.utils import timezone

from commonshelf.cards.cards import CardCard
from commonshelf.cards.domain import numbers
from commonshelf.cards.models import Card, Reader
from commonshelf.cards.readers import about, card_card, row
from commonshelf.kernel.actor import Actor
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api as members
from commonshelf.members.api import Done

CONFLICT: Final = 409


def give(reader: Reader, library: int, by: str, now: datetime, printed: str = "") -> Card:
    """A new card in use. printed: a number printed before. The reader must have none in use."""
    number = checked(printed) if printed.strip() else fresh()
    return Card.objects.create(
        reader=reader, number=number, library_id=library, issued_at=now, issued_by=by, state="active"
    )


def fresh() -> str:
    """One nobody has: of a hundred thousand millions, so that a second try is rare and a third never seen."""
    while True:
        number = numbers.new(secrets.randbelow)
        if not Card.objects.filter(number=number).exists():
            return number


def checked(printed: str) -> str:
    """As it is kept. Refusals cards.bad-printed-number, cards.bad-number, cards.number-taken."""
    number = numbers.clean(printed)
    facts = {"number": numbers.shown(number)[:50], "field": "card_number"}
    if not numbers.could_be(number):
        raise Refusal("cards.bad-printed-number", facts)
    if numbers.is_ours(number) and not numbers.adds_up(number):
        raise Refusal("cards.bad-number", facts)
    if Card.objects.filter(number=number).exists():
        raise Refusal("cards.number-taken", facts, CONFLICT)
    return number


def issue_card(
    *, actor: Actor, reader: str, library: str, card_number: str = "", replace: bool = False, key: str = ""
) -> CardCard:
    """At any member, for whoever shows who they are. replace: the one in use ends as replaced.

    Refusals cards.has-card, cards.reader-closed, and those of `checked`.
    """

    def do() -> Done[CardCard]:
        now, found = timezone.now(), row(reader)
        place = members.library_id(symbol=members.library(symbol=library).symbol)
        if found.state != "active":
            raise Refusal("cards.reader-closed", status=CONFLICT)
        in_use = Card.objects.filter(reader=found, state="active")
        if replace:
            in_use.update(state="replaced", ended_at=now)
        elif in_use.exists():
            raise Refusal("cards.has-card", status=CONFLICT)
        made = give(found, place, actor.key, now, card_number)
        return Done(card_card(made), {"replaced": replace, "card": made.pk}, stored=made.pk)

    return members.act(
        actor=actor,
        action="cards.issue-card",
        object=about(reader, library),
        do=do,
        key=key,
        again=lambda stored: card_card(Card.objects.get(pk=int(str(stored)))),
    )


def replace_card(
    *, actor: Actor, reader: str, library: str, card_number: str = "", key: str = ""
) -> CardCard:
    """A new one in place of what they had, lost or not."""
    return issue_card(
        actor=actor, reader=reader, library=library, card_number=card_number, replace=True, key=key
    )


def report_lost(*, actor: Actor, reader: str, library: str = "", key: str = "") -> None:
    """By the reader (library "") or at any member's desk; from this moment it opens nothing.

    Refusal cards.no-card-in-use.
    """
    _end(actor, "cards.report-lost", reader, library, key)


def end_card(*, actor: Actor, reader: str, library: str, key: str = "") -> None:
    """Taken out of use without a new one. Refusal cards.no-card-in-use."""
    _end(actor, "cards.end-card", reader, library, key)


ENDS: Final = {"cards.report-lost": "lost", "cards.end-card": "ended"}


def _end(actor: Actor, action: str, reader: str, library: str, key: str) -> None:
    def do() -> Done[None]:
        in_use = Card.objects.filter(reader__person__key=reader, state="active")
        if not in_use.update(state=ENDS[action], ended_at=timezone.now()):
            raise Refusal("cards.no-card-in-use", status=CONFLICT)
        return Done(None)

    members.act(actor=actor, action=action, object=about(reader, library), do=do, key=key)
