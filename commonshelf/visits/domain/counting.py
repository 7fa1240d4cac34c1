"""How visits are counted."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

SAME_VISIT: Final = timedelta(minutes=10)
"""A card that passes the same gate again within this time has not come twice."""
MOST_PEOPLE: Final = 500
LONGEST_DAYS: Final = 400
