"""What goes on in the demo alliance, as its files plan it, and its days as dates."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils import timezone

FOLDER: Final = Path(__file__).parent
HOUR: Final = 10
"""At which hour of a past day a thing happened that names none."""


@cache
def plan(name: str = "life") -> dict[str, Any]:
    """name: life, readers or desks."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def day_of(year: int, day: str) -> date:
    """day: "MM-DD"."""
    month, number = map(int, day.split("-"))
    return date(year, month, number)


def moment(now: datetime, days: int, hour: int = HOUR) -> datetime:
    """So many days ago at that hour; of today: now."""
    if not days:
        return now
    day = timezone.localdate(now) - timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time(hour)))


def written(said: list[str]) -> str:
    """Of [zh, en], what people here would write: in the house's first language, whoever loads the demo."""
    zh, en = said
    return zh if settings.LANGUAGE_CODE.startswith("zh") else en
