"""What goes on in the demo alliance, as life.toml plans it, and its days as dates."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.utils.translation import get_language

FILE: Final = Path(__file__).with_name("life.toml")


@cache
def plan() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def day_of(year: int, day: str) -> date:
    """day: "MM-DD"."""
    month, number = map(int, day.split("-"))
    return date(year, month, number)


def written(said: list[str]) -> str:
    """Of [zh, en], what somebody of the active language would write."""
    zh, en = said
    return zh if (get_language() or "zh").startswith("zh") else en
