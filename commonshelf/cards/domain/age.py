"""How old a reader is, and whether somebody must answer for them (PIPL 28, 31: under 14)."""

from __future__ import annotations

from datetime import date
from typing import Final

ANSWERS_FOR_THEMSELVES: Final = 14
GROWN_UP: Final = 18


def age(birth_date: date, today: date) -> int:
    """Whole years. Born on 29 February, one is a year older on 1 March where there is no such day."""
    before = (today.month, today.day) < (birth_date.month, birth_date.day)
    return today.year - birth_date.year - before


def is_child(birth_date: date | None, today: date) -> bool:
    """Unknown: not one; who registers a citizen, a child or a guest asks for the birth date."""
    return birth_date is not None and age(birth_date, today) < ANSWERS_FOR_THEMSELVES


def may_answer_for_others(birth_date: date | None, today: date) -> bool:
    return birth_date is None or age(birth_date, today) >= GROWN_UP
