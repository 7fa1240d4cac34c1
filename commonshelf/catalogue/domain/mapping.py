"""A library's own class numbers beside the alliance's (A61): its table from the one to the other.

A line stands for one number, or with a star at its end for all that begin so; the longest wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from commonshelf.catalogue.domain.classes import clc_main_class
from commonshelf.catalogue.domain.facts import Class, Facts
from commonshelf.catalogue.domain.words import clean
from commonshelf.kernel.text import bare, fold

LONGEST_LOCAL: Final = 60
LONGEST_CLC: Final = 40
LONGEST_NOTE: Final = 200
MOST: Final = 5000
STAR: Final = "*"
_HEADS: Final = {
    "local": "本馆分类号|本馆类号|本馆类号（自编）|馆内分类号|自编分类号|自编类号|原分类号"
    "|local|local class|own class|ours|from",
    "clc": "中图法分类号|中图分类号|中图法类号|中图法|联盟分类号|联盟类号|联盟类号（中图法）"
    "|clc|clc class|alliance class|alliance class (clc)|to",
    "note": "备注|附注|说明|类名|名称|note|notes|name",
}
_CELLS: Final = re.compile(r"\s*(?:\t|=>|→|＝|=|,|，)\s*")


class Line(NamedTuple):
    """One line of a table. local: a number, or its beginning with a star; note: what the class is about."""

    local: str
    clc: str
    note: str = ""


class Wrong(NamedTuple):
    """A line that cannot stand. row: as people count them, from 1; said: whole, as `cells_of` reads it again;
    code: see `cataloguing.refusals`.
    """

    row: int
    said: str
    code: str
    facts: dict[str, str | int]

    @property
    def told(self) -> str:
        """Short, its cells kept apart for the eye."""
        return " | ".join(self.said.rstrip("\t").split("\t"))[:80]


Table = Mapping[str, str]
"""Folded local number (or beginning with a star) -> CLC number."""


def table_of(lines: Iterable[tuple[str, str]]) -> dict[str, str]:
    """As `alliance_class` asks it. lines: (local, clc)."""
    return {key(local): clc for local, clc in lines}


def key(local: str) -> str:
    """One form of a local number: case, width and blanks say nothing."""
    return re.sub(r"\s+", "", fold(local).replace("＊", STAR))


def alliance_class(table: Table, number: str) -> str:
    """The CLC number that stands for this local one, or ""."""
    said = key(number)
    if not said:
        return ""
    if exact := table.get(said):
        return exact
    for end in range(len(said), 0, -1):
        if found := table.get(said[:end] + STAR):
            return found
    return ""


def mapped(facts: Facts, call_numbers: Iterable[str], table: Table) -> Facts:
    """The facts with the alliance's class by the library's table, where the record itself gives none.

    Asked are the record's numbers of other schemes, then the head of its call numbers. A head that
    was taken for a CLC number, but stands in the table, is the library's own after all.
    """
    own = tuple(found for found in facts.classes if not found.origin)
    if table:
        heads = [re.split(r"[/\s]", clean(number), maxsplit=1)[0] for number in call_numbers]
        own = tuple(_told_apart(found, heads, table) for found in own)
        if not any(found.scheme == "clc" for found in own):
            for asked in (*(found.number for found in own), *heads):
                if clc := alliance_class(table, asked):
                    own = (*own, Class("clc", clc, asked))
                    break
    return (
        facts
        if own == facts.classes and _origins(own) == _origins(facts.classes)
        else replace(facts, classes=own)
    )


def _told_apart(found: Class, heads: Sequence[str], table: Table) -> Class:
    guessed = found.scheme == "clc" and found.number in heads
    return Class("local", found.number) if guessed and alliance_class(table, found.number) else found


def _origins(classes: Iterable[Class]) -> list[str]:
    """Equality of classes does not look at them."""
    return [found.origin for found in classes]


def read(rows: Iterable[Sequence[str]]) -> tuple[list[Line], list[Wrong]]:
    """Lines of a table somebody sent or pasted, and those that cannot stand; a row of headings is known."""
    lines: list[Line] = []
    wrong: list[Wrong] = []
    seen: dict[str, int] = {}
    order: tuple[int, int, int] = (0, 1, 2)
    for number, cells in enumerate(rows, 1):
        said = [clean(cell) for cell in cells]
        if not any(said):
            continue
        if number == 1 and (told := _heading(said)):
            order = told
            continue
        line = Line(*(said[at] if 0 <= at < len(said) else "" for at in order))
        if fault := _fault(line, seen):
            wrong.append(Wrong(number, "\t".join(line), fault[0], fault[1]))
        else:
            seen[key(line.local)] = number
            lines.append(line)
    return lines, wrong


def cells_of(text: str) -> Iterator[list[str]]:
    """Pasted lines as cells: parted by tabs as a spreadsheet pastes them, or by =, → or a comma."""
    for line in text.splitlines():
        if "\t" in line:
            yield line.split("\t")
        else:
            yield _CELLS.split(line.strip(), maxsplit=2)


def pasted(lines: Iterable[Line]) -> str:
    """Lines as `cells_of` reads them."""
    return "\n".join("\t".join(line) for line in lines)


def _heading(cells: Sequence[str]) -> tuple[int, int, int] | None:
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        for name, words in _HEADS.items():
            if bare(cell) and bare(cell) in {bare(word) for word in words.split("|")}:
                found.setdefault(name, at)
    if "local" not in found or "clc" not in found:
        return None
    return found["local"], found["clc"], found.get("note", -1)


def _fault(line: Line, seen: Mapping[str, int]) -> tuple[str, dict[str, str | int]] | None:
    if not key(line.local).strip(STAR):
        return "no-local-class", {}
    if not line.clc:
        return "no-alliance-class", {"local": line.local[:40]}
    if STAR in key(line.local)[:-1]:
        return "star-inside", {"local": line.local[:40]}
    if not clc_main_class(line.clc):
        return "bad-class", {"said": line.clc[:40]}
    for name, text, limit in (
        ("local", line.local, LONGEST_LOCAL),
        ("clc", line.clc, LONGEST_CLC),
        ("note", line.note, LONGEST_NOTE),
    ):
        if len(text) > limit:
            return "too-long", {"limit": limit, "length": len(text), "field": name}
    if earlier := seen.get(key(line.local)):
        return "twice", {"local": line.local[:40], "row": earlier}
    return None
