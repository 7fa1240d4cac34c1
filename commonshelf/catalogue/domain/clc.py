"""The tree of the Chinese Library Classification: which number stands below which, and what it is called."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

_NUMBER: Final = re.compile(
    r"[\s{\[(]*((?:T[BDEFGHJKLMNPQSUV]|[A-KN-VXZ])(?:[0-9]+(?:\.[0-9]+)*|(?![A-Z0-9])))"
)
_BARE: Final = re.compile(r"(T[BDEFGHJKLMNPQSUV]|[A-KN-VXZ])([0-9]*)")
_WIDE: Final = 3
"""A point stands behind so many digits."""


@cache
def names() -> dict[str, tuple[str, str]]:
    """Code -> (Chinese, English), in the order of the scheme: what we have names for."""
    lines = Path(__file__).with_name("clc.txt").read_text(encoding="utf-8").splitlines()
    parts = (line.split("|") for line in lines if line and not line.startswith("#"))
    return {code: (chinese, english) for code, chinese, english in parts}


def name(code: str, language: str) -> str:
    """What a class is called in this language; "" where we have no name for it."""
    chinese, english = names().get(code, ("", ""))
    return chinese if language.startswith("zh") else english


@lru_cache(maxsize=50_000)
def code_of(number: str) -> str:
    """The place in the tree of a class number as written: "I242.4", "{TP312}PY", "I247.5-51" -> "I247.5".

    Auxiliary signs (form, period, place) and book numbers behind it are left out; "" when it is none.
    """
    found = _NUMBER.match(number.strip().upper())
    return pointed(bare(found[1])) if found else ""


def bare(code: str) -> str:
    """The code without its points, as it is sorted and counted: "I242.4" -> "I2424"."""
    return code.replace(".", "")


@lru_cache(maxsize=20_000)
def pointed(plain: str) -> str:
    """The code as it is written: "I2424" -> "I242.4"; "" when it is none."""
    found = _BARE.fullmatch(plain)
    if not found:
        return ""
    letters, digits = found.groups()
    return letters + digits[:_WIDE] + ("." + digits[_WIDE:] if len(digits) > _WIDE else "")


def above(code: str) -> tuple[str, ...]:
    """The classes it stands below, widest first, and itself: "TP31" -> T, TP, TP3, TP31."""
    found = _BARE.fullmatch(bare(code))
    if not found:
        return ()
    letters, digits = found.groups()
    steps = [letters[: n + 1] for n in range(len(letters))]
    steps += [letters + digits[: n + 1] for n in range(len(digits))]
    return tuple([pointed(step) for step in steps])
