"""MARC 21 field 880: the same field in its own script. The own script is read first (find.md 6.3, rule 7)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from commonshelf.wire.marc.record import Field

_LINK: Final = re.compile(r"\s*(\d{3}|880)-(\d{2,3})")
_OWN_SCRIPT: Final = re.compile(r"[\u0370-\u1fff\u2c00-\ud7ff\uf900-\uffdc\U00010000-\U0003ffff]")


def _link(field: Field) -> tuple[str, str] | None:
    for code, value in field.subfields:
        if code == "6":
            match = _LINK.match(value)
            return (match[1], match[2]) if match else None
    return None


class Paired:
    """Fields of a record by tag, each as (field to read, its romanised or other twin or None)."""

    __slots__ = ("_linked", "_loose", "_tags")

    def __init__(self, tags: Mapping[str, list[Field]]) -> None:
        self._tags = tags
        self._linked: dict[tuple[str, str], Field] = {}
        self._loose: dict[str, list[Field]] = {}
        for field in tags.get("880", ()):
            link = _link(field)
            if link is None:
                continue
            if link[1].strip("0") and link not in self._linked:
                self._linked[link] = field
            else:
                self._loose.setdefault(link[0], []).append(field)

    def get(self, *wanted: str) -> Iterable[tuple[Field, Field | None]]:
        """In the order of `wanted`, own script first; then 880 fields whose twin is missing."""
        if self._linked or self._loose:
            return self._with_twins(wanted)
        return [(field, None) for tag in wanted if tag in self._tags for field in self._tags[tag]]

    def fields(self, *wanted: str) -> Iterable[Field]:
        if self._linked or self._loose:
            return [field for field, _ in self._with_twins(wanted)]
        return [field for tag in wanted if tag in self._tags for field in self._tags[tag]]

    def _with_twins(self, wanted: tuple[str, ...]) -> Iterator[tuple[Field, Field | None]]:
        for tag in wanted:
            for field in self._tags.get(tag, ()):
                yield self._pair(tag, field) if self._linked else (field, None)
            for field in self._loose.get(tag, ()):
                yield field, None
            if self._linked and tag not in self._tags:
                yield from ((field, None) for (linked, _), field in self._linked.items() if linked == tag)

    def _pair(self, tag: str, field: Field) -> tuple[Field, Field | None]:
        link = _link(field)
        twin = self._linked.get((tag, link[1])) if link and link[0] == "880" else None
        if twin is None:
            return field, None
        own = any(_OWN_SCRIPT.search(value) for code, value in twin.subfields if code not in "68")
        return (twin, field) if own else (field, twin)
