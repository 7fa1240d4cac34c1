"""Cards: given, lost, replaced, taken out of use. A number is never used twice."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Final

from commonshelf.cards.domain import numbers
from commonshelf.cards.models import Card, Reader
from commonshelf.kernel.refusal import Refusal

CONFLICT: Final = 409


def give(reader: Reader, library: int, by: str, now: datetime, printed: str = "") -> Card:
    """A new card in use. printed: a number printed before. The reader must have none in use."""
    number = checked(printed) if printed.strip() else fresh()
    return Card.objects.create(
        reader=reader, number=number, library_id=library, issued_at=now, issued_by=by, state="active"
    )


def fresh() -> str:
    """One nobody has: of ten thousand millions, so that a second try is rare and a third never seen."""
    while True:
        number = numbers.new(secrets.randbelow)
        if not Card.objects.filter(number=number).exists():
            return number


def checked(printed: str) -> str:
    """As it is kept. Refusals cards.bad-printed-number, cards.number-taken."""
    number = numbers.clean(printed)
    if not numbers.could_be(number):
        raise Refusal("cards.bad-printed-number", {"number": printed.strip()[:50]})
    if Card.objects.filter(number=number).exists():
        raise Refusal("cards.number-taken", {"number": numbers.shown(number)}, CONFLICT)
    return number
