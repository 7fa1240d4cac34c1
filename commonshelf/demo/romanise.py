"""Pinyin and traditional characters, as cataloguers add them; readings.txt is built by make_readings.py."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from opencc import OpenCC

FILE: Final = Path(__file__).with_name("readings.txt")


@cache
def _readings() -> tuple[dict[str, str], dict[str, str]]:
    """(by character, by whole text where the characters alone would read wrongly)."""
    single: dict[str, str] = {}
    whole: dict[str, str] = {}
    for line in FILE.read_text(encoding="utf-8").splitlines():
        text, _, reading = line.partition("\t")
        (single if len(text) == 1 else whole)[text] = reading
    return single, whole


@lru_cache(maxsize=200_000)
def pinyin(text: str) -> str:
    """ "红楼梦" → "hong lou meng"; everything that is not Han stays as it is, set off by blanks."""
    single, whole = _readings()
    if any("\u3400" <= char <= "\u9fff" and char not in single for char in text):
        text = _to_simplified().convert(text)  # readings.txt knows the works as they are listed
    if text in whole:
        return whole[text]
    parts: list[str] = []
    other = ""
    for char in text:
        reading = single.get(char)
        if reading is None:
            other += char
            continue
        if other.strip():
            parts.append(other.strip())
        other = ""
        parts.append(reading)
    if other.strip():
        parts.append(other.strip())
    return " ".join(parts)


@cache
def _to_simplified() -> OpenCC:
    return OpenCC("t2s")


@cache
def _converter() -> OpenCC:
    return OpenCC("s2t")


@lru_cache(maxsize=200_000)
def traditional(text: str) -> str:
    converted: str = _converter().convert(text)
    return converted
