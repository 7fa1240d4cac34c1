"""What a record says, freed from its tags: the one object everything downstream reads."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import MISSING, dataclass, field, fields
from typing import Any, Final

RULES = 2
"""Version of the rules that read facts; raise it and `renew` recomputes from the originals."""


@dataclass(frozen=True, slots=True)
class Name:
    """A person or body. name: as a reader would say it, without country and role; main: first-named maker."""

    name: str
    role: str = ""
    """author, editor, translator, compiler, illustrator, ..., or "" where the record does not say."""
    body: bool = False
    other: str = ""
    """The same name in another script (880, pinyin): for search only, never for matching."""


@dataclass(frozen=True, slots=True)
class Class:
    """scheme: clc, ddc, lcc, las, udc or local."""

    scheme: str
    number: str
    origin: str = field(default="", compare=False)
    """The number of its own scheme from which the library's table says so; "" where the record says it."""


@dataclass(frozen=True, slots=True)
class Link:
    url: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """One record's facts. Every text is NFC, trimmed of ISBD punctuation; "" and () mean not said."""

    flavour: str
    title: str
    subtitle: str = ""
    other_titles: tuple[str, ...] = ()
    """Parallel, original, uniform, variant and romanised titles: for search."""
    volume: str = ""
    """As printed, for the eye: "上册", "Volume 2"."""
    volume_number: str = ""
    """Normalised, for joining: "1", "2-3"; find.md 6.3 rule 2."""
    statement: str = ""
    names: tuple[Name, ...] = ()
    edition: str = ""
    edition_number: str = ""
    place: str = ""
    publisher: str = ""
    year: int | None = None
    date: str = ""
    extent: str = ""
    series: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    """MARC codes: chi, eng ..."""
    format: str = "book"
    """book, ebook, serial, eserial, map, score, music, audio, video, image, file, kit, other."""
    isbns: tuple[str, ...] = ()
    """Valid, as 13 digits."""
    issns: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    """Other identifiers with their prefix: "oclc:123", "lccn:…", "calis:…", "nlc:…", "unified:…"."""
    bad_numbers: tuple[str, ...] = ()
    """Cancelled or invalid: evidence at most."""
    classes: tuple[Class, ...] = ()
    subjects: tuple[str, ...] = ()
    summary: str = ""
    contents: str = ""
    notes: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    original_title: str = ""
    """Uniform title or title of the original: the work-level key prefers it."""
    component: bool = False
    """An article or chapter inside a host; never joined with whole books."""


FORM: Final = 1
"""Version of the stored form; an older row is recomputed from its original, never guessed at."""

NAMES: Final = frozenset(f.name for f in fields(Facts))
_DEFAULTS: Final = tuple((f.name, () if f.default is MISSING else f.default) for f in fields(Facts))
_encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

_FROM_JSON: Final[dict[str, Callable[[list[Any]], Any]]] = {
    "names": lambda rows: tuple([Name(*row) for row in rows]),
    "classes": lambda rows: tuple([Class(*row) for row in rows]),
    "links": lambda rows: tuple([Link(*row) for row in rows]),
}


def _name_row(name: Name) -> list[Any]:
    if name.other:
        return [name.name, name.role, name.body, name.other]
    if name.body:
        return [name.name, name.role, True]
    return [name.name, name.role] if name.role else [name.name]


def dump(facts: Facts) -> str:
    """The stored form: one JSON object of what is said; what is not said is left out."""
    row: dict[str, Any] = {"_": FORM}
    for name, default in _DEFAULTS:
        value = getattr(facts, name)
        if value != default:
            row[name] = value
    if facts.names:
        row["names"] = [_name_row(name) for name in facts.names]
    if facts.classes:
        row["classes"] = [
            (c.scheme, c.number, c.origin) if c.origin else (c.scheme, c.number) for c in facts.classes
        ]
    if facts.links:
        row["links"] = [(link.url, link.label) for link in facts.links]
    return _encode(row)


def load(text: str) -> Facts:
    """Facts as `dump` wrote them; raises ValueError for a form of another version."""
    row = json.loads(text)
    if row.pop("_", None) != FORM:
        message = "facts stored in another form; `renew` recomputes them"
        raise ValueError(message)
    for name, value in row.items():
        if type(value) is list:
            make = _FROM_JSON.get(name)
            row[name] = make(value) if make else tuple(value)
    return Facts(**row)
