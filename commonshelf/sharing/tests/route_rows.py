"""Ready-made rows for tests: a courier, a partner outside."""

from __future__ import annotations

from datetime import time

from django.utils import timezone

from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.sharing.domain.couriers import Given
from commonshelf.sharing.partners import register
from commonshelf.sharing.planning import couriers


def a_line(start: str = "EAST", end: str = "WEST") -> int:
    """On working days at 14:30, three hours: its number."""
    given = Given((start, ""), (end, ""), "12345", time(14, 30), 3.0, timezone.localdate())
    return couriers.set_route(actor=members.operator(), given=given).id


def a_partner(keeper: str = "") -> int:
    """Lends and copies; kept by that library, "": by the agency for all."""
    given = register.Given(
        Said("国家图书馆", "National Library"),
        {"Loan": register.Terms(10, 3000, 500), "Copy": register.Terms(4, 1500)},
        "北京",
        mail="ill@library.example",
        web="https://library.example/ill",
    )
    return register.set_partner(actor=members.operator(), keeper=keeper, given=given).id
