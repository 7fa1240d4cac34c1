"""Ready-made rows for tests: a courier."""

from __future__ import annotations

from datetime import time

from django.utils import timezone

from commonshelf.members import api as members
from commonshelf.sharing.domain.couriers import Given
from commonshelf.sharing.planning import couriers


def a_line(start: str = "EAST", end: str = "WEST") -> int:
    """On working days at 14:30, three hours: its number."""
    given = Given((start, ""), (end, ""), "12345", time(14, 30), 3.0, timezone.localdate())
    return couriers.set_route(actor=members.operator(), given=given).id
