"""Subjects by Chinese Library Classification, and the invented publishers, read from tables/*.tsv."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).with_name("tables")
OWN_HOUSES: Final = frozenset({"map", "audio", "music", "video", "score"})
"""Kinds that have publishers of their own."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a class number is about. appetite: how much each kind of library buys of it, 0 to 5."""

    clc: str
    zh: str
    en: str
    ddc: str
    appetite: dict[str, int]


@dataclass(frozen=True, slots=True)
class Publisher:
    """An invented publisher. suits: CLC prefixes it is known for, () = any; kinds: if not books."""

    language: str
    place: str
    name: str
    suits: tuple[str, ...]
    kinds: tuple[str, ...]

    def brings_out(self, clc: str, kind: str) -> bool:
        if self.kinds or kind in OWN_HOUSES:
            return kind in self.kinds
        return not self.suits or clc.startswith(self.suits)


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True))


@cache
def _subjects() -> dict[str, Subject]:
    buyers = ("city", "normal", "medical", "petroleum", "vocational")
    return {
        row["prefix"]: Subject(
            row["prefix"], row["zh"], row["en"], row["ddc"], {buyer: int(row[buyer]) for buyer in buyers}
        )
        for row in rows("classes")
    }


@cache
def subject_of(clc: str) -> Subject:
    """The longest prefix of the number that the table knows."""
    known = _subjects()
    for length in range(len(clc), 0, -1):
        if clc[:length] in known:
            return known[clc[:length]]
    raise KeyError(clc)


@cache
def publishers(language: str) -> tuple[Publisher, ...]:
    found = tuple(
        Publisher(
            row["language"],
            row["place"],
            row["name"],
            tuple(row["suits"].split()),
            tuple(row["kinds"].split()),
        )
        for row in rows("publishers")
        if row["language"] == language
    )
    if not found:
        raise KeyError(language)
    return found


@cache
def summaries() -> dict[tuple[str, str], str]:
    """(title, language) -> what it is about, in a sentence of our own."""
    return {(row["title"], row["language"]): row["summary"] for row in rows("summaries")}
