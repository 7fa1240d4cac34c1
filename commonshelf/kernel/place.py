"""Places on the earth: degrees in, kilometres out."""

from __future__ import annotations

import math
from typing import Final

Place = tuple[float, float]
"""(latitude, longitude) in degrees."""
EARTH: Final = 6371.0088
"""Mean radius in kilometres (IUGG)."""


def kilometres(a: Place, b: Place) -> float:
    """Great-circle distance by the haversine formula."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*a, *b))
    half = (
        math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * EARTH * math.asin(min(1.0, math.sqrt(half)))


def is_place(place: Place) -> bool:
    latitude, longitude = place
    return -90 <= latitude <= 90 and -180 <= longitude <= 180


def read_place(text: str) -> Place | None:
    """ "30.837,106.11" rounded to three decimals (about 100 m: no more than distances need), or None."""
    try:
        latitude, longitude = (round(float(part), 3) for part in text.replace("，", ",").split(","))
    except ValueError:
        return None
    place = (latitude, longitude)
    return place if is_place(place) else None
