"""The real works the demo is made from: title, makers, language, time, class, read from works/*.tsv."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).with_name("works")
_MAKER: Final = re.compile(r"(?:\((?P<origin>[^)]+)\))?(?P<name>[^@()]+)(?:@(?P<role>.+))?")
_BODIES: Final = re.compile(r"(?:组|系|室|大学|会|社|所|局|编委会|学会|协会|中心|出版社|集团|Machinery)$")
_LANGUAGE_OF_FILE: Final = {"english": "eng", "other_languages": ""}


@dataclass(frozen=True, slots=True)
class Maker:
    """Somebody who made the work. name: as the language writes it ("鲁迅", "Austen, Jane").

    origin: dynasty or country as Chinese cataloguers put before the name ("清", "英"). role: "著",
    "主编", "译", ... in Chinese; "" in other languages means the author.
    """

    name: str
    origin: str = ""
    role: str = ""
    body: bool = False


@dataclass(frozen=True, slots=True)
class Work:
    """A work. year: first or typical time (negative: before our era, None: unknown). fame: 1 to 5.

    volumes: () or the designations of a set ("上", "下"). original: title in the original language.
    invented: a teaching title of our own, marked as such.
    """

    title: str
    subtitle: str
    makers: tuple[Maker, ...]
    language: str
    year: int | None
    clc: str
    kind: str
    fame: int
    volumes: tuple[str, ...]
    original: str
    original_language: str
    translators: tuple[Maker, ...]
    ddc: str
    issn: str
    """Of a serial that exists."""
    invented: bool


@cache
def works() -> tuple[Work, ...]:
    """All works, in the order of the files' names and lines."""
    found: list[Work] = []
    for path in sorted(FOLDER.glob("*.tsv")):
        language = _LANGUAGE_OF_FILE.get(path.stem, "chi")
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True)
            found.extend(_work({name: cell or "" for name, cell in row.items()}, language) for row in rows)
    return tuple(found)


def _work(row: dict[str, str], language: str) -> Work:
    title, _, subtitle = re.sub(r"\s*(?:：| : )\s*", "：", row["title"]).partition("：")
    original_language, _, original = row.get("original", "").rpartition(":")
    return Work(
        title=title,
        subtitle=subtitle,
        makers=makers_of(row["author"]),
        language=row.get("language") or language,
        year=int(row["year"]) if row["year"] else None,
        clc=row["clc"],
        kind=row.get("kind") or "book",
        fame=int(row["fame"]),
        volumes=_volumes(row.get("volumes", "")),
        original=original,
        original_language=original_language,
        translators=tuple(Maker(name, role="译") for name in row.get("translator", "").split(";") if name),
        ddc=row.get("ddc", ""),
        issn=row.get("issn", ""),
        invented=row.get("invented") == "yes",
    )


def makers_of(text: str) -> tuple[Maker, ...]:
    """ "(清)曹雪芹;(清)高鹗@续" → two makers."""
    return tuple(_maker(part.strip()) for part in text.split(";") if part.strip())


def _maker(text: str) -> Maker:
    found = _MAKER.fullmatch(text)
    if found is None:
        raise ValueError(f"not a maker: {text!r}")
    name, role = found["name"], found["role"] or ""
    return Maker(name, found["origin"] or "", role, body=bool(_BODIES.search(name)))


def _volumes(text: str) -> tuple[str, ...]:
    """ "上/中/下" or "1-4"."""
    if "-" in text:
        first, last = text.split("-")
        return tuple(str(number) for number in range(int(first), int(last) + 1))
    return tuple(text.split("/")) if text else ()
