"""The lines of a KBART file as titles: several lines of one title are its several spans. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from commonshelf.kernel.text import bare, fold
from commonshelf.wire.kbart import Entry, Fault, Outcome

LONGEST: Final = {"title_id": 120, "title": 400, "author": 200, "url": 500}
_SPAN: Final = {
    "from": "date_first_issue_online",
    "from_volume": "num_first_vol_online",
    "from_issue": "num_first_issue_online",
    "to": "date_last_issue_online",
    "to_volume": "num_last_vol_online",
    "to_issue": "num_last_issue_online",
    "depth": "coverage_depth",
}
_OTHERS: Final = (
    "notes", "publisher_name", "date_monograph_published_print", "date_monograph_published_online",
    "monograph_volume", "monograph_edition", "first_editor", "parent_publication_title_id",
    "preceding_publication_title_id",
)  # fmt: skip


@dataclass(slots=True)
class Named:
    """One title: its first line, and the spans of all of its lines."""

    entry: Entry
    spans: list[dict[str, str]] = field(default_factory=list)


def key_of(entry: Entry) -> str:
    """The provider's own id, else a number of it, else its title with volume and edition."""
    if entry.title_id:
        return entry.title_id[: LONGEST["title_id"]]
    if number := entry.online_identifier or entry.print_identifier:
        return number
    words = bare(f"{entry.publication_title}{entry.monograph_volume}{entry.monograph_edition}")
    return "=" + hashlib.blake2b(words.encode(), digest_size=12).hexdigest()


def span_of(entry: Entry) -> dict[str, str]:
    """What it says of coverage; {}: nothing."""
    told = {name: text for name, column in _SPAN.items() if (text := getattr(entry, column))}
    return told if told.keys() - {"depth"} else {}


class Merging:
    """Takes outcomes one by one. titles: by key, in the order of the file."""

    def __init__(self) -> None:
        self.titles: dict[str, Named] = {}

    def add(self, outcome: Outcome) -> Iterator[Fault]:
        """Puts it in; gives back what is wrong with it, what only the whole file tells included."""
        yield from outcome.faults
        entry = outcome.entry
        if entry is None:
            return
        key = key_of(entry)
        there = self.titles.setdefault(key, Named(entry))
        if there.entry is not entry and bare(there.entry.publication_title) != bare(entry.publication_title):
            yield Fault("title_id", "double", key[:200])
            return
        span = span_of(entry)
        if span and span not in there.spans:
            there.spans.append(span)


def row_of(named: Named) -> dict[str, Any]:
    """Columns of `models.Title`, without what was found out of it here."""
    entry = named.entry
    row: dict[str, Any] = {
        "title": entry.publication_title[: LONGEST["title"]],
        "print_id": entry.print_identifier,
        "online_id": entry.online_identifier,
        "coverage": named.spans,
        "embargo": entry.embargo_info,
        "url": entry.title_url if len(entry.title_url) <= LONGEST["url"] else "",
        "author": (entry.first_author or entry.first_editor)[: LONGEST["author"]],
        "kind": entry.publication_type,
        "access": entry.access_type,
        "line": {name: text for name in _OTHERS if (text := getattr(entry, name))},
    }
    told = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.blake2b(told.encode("utf-8", "replace"), digest_size=8).hexdigest()
    return {**row, "folded": fold(row["title"])[: LONGEST["title"]], "digest": digest}


def entries(title: str, key: str, row: Mapping[str, Any]) -> Iterable[Entry]:
    """The lines of one title as a file would have them: one for each span."""
    line = row["line"]
    first = Entry(
        publication_title=title,
        print_identifier=row["print_id"],
        online_identifier=row["online_id"],
        title_url=row["url"],
        first_author="" if line.get("first_editor") == row["author"] else row["author"],
        title_id="" if key.startswith("=") else key,
        embargo_info=row["embargo"],
        publication_type=row["kind"],
        access_type=row["access"],
        **line,
    )
    told = {name: getattr(first, name) for name in Entry.__dataclass_fields__}
    for span in row["coverage"] or [{}]:
        yield Entry(**told | {column: span.get(name, "") for name, column in _SPAN.items()})


def line_for_matching(row: Mapping[str, Any]) -> dict[str, Any]:
    """What the catalogue is asked by (`catalogue.api.TitleLine`)."""
    line = row["line"]
    printed = line.get("date_monograph_published_print") or line.get("date_monograph_published_online", "")
    return {
        "title": row["title"],
        "numbers": tuple(number for number in (row["online_id"], row["print_id"]) if number),
        "volume": line.get("monograph_volume", ""),
        "year": int(printed[:4]) if printed[:4].isdecimal() else None,
        "publisher": line.get("publisher_name", ""),
        "maker": row["author"],
        "kind": row["kind"],
    }
