"""What a load tells of itself: its report, gathered batch by batch, and its card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from commonshelf.catalogue.cards import LoadCard
from commonshelf.catalogue.models import Load
from commonshelf.catalogue.rows import Tray
from commonshelf.catalogue.storing import Outcome
from commonshelf.members import api as members

CUT: Final = frozenset({"truncated", "damaged-gzip"})
"""Reasons of rejects that tell of a file without its end."""
MOST: Final = 20
"""Samples of a kind that the report keeps; the rest is counted."""


class Report:
    """The JSON a load keeps of what it met.

    files: [{name, syntax, charset, read, code, facts, cut}] (code: why it, or its rest, was not read;
    cut: it breaks off in the middle of a record);
    tally: charset, flavour, format, mended -> value -> records; rejects: reason -> count;
    samples, mended, repeated: a few each; dry: new, changed, editions, joined, gone (dry runs);
    full: unseen, held (a full load: how many were not in it; held back from being deleted).
    """

    def __init__(self, stored: Mapping[str, Any]) -> None:
        self.data: dict[str, Any] = {
            "files": [],
            "tally": {},
            "rejects": {},
            "samples": [],
            "mended": [],
            "repeated": [],
            **stored,
        }

    def file(self, place: int, **said: object) -> None:
        files = self.data["files"]
        while len(files) <= place:
            files.append({})
        files[place].update(said)

    def add(self, place: int, tray: Tray, outcome: Outcome) -> None:
        data = self.data
        for name, counts in tray.tally.items():
            there = data["tally"].setdefault(name, {})
            for value, count in counts.items():
                there[value] = there.get(value, 0) + count
        for refused in outcome.refused:
            data["rejects"][refused.reason] = data["rejects"].get(refused.reason, 0) + 1
            if refused.reason in CUT:
                self.file(place, cut=True)
        for name, more in (
            ("samples", tray.samples),
            ("mended", tray.mended),
            ("repeated", outcome.repeated),
        ):
            kept = data[name]
            kept.extend(more[: MOST - len(kept)])
        self.file(place, read=data["files"][place].get("read", 0) + outcome.read)

    @property
    def broken(self) -> list[dict[str, Any]]:
        return [file for file in self.data["files"] if file.get("code")]

    @property
    def wholly(self) -> bool:
        """Whether every file was read to its end, as far as anybody can tell."""
        return not any(file.get("code") or file.get("cut") for file in self.data["files"])


def card(row: Load, symbol: str = "") -> LoadCard:
    """symbol: of its library, where the caller knows it already."""
    refusal = row.refusal or None
    sizes = [entry.get("bytes", 0) for entry in row.files]
    return LoadCard(
        id=row.pk,
        library=symbol or members.symbols_by_id()[row.library_id],
        source=row.source.code,
        state=row.state,
        dry_run=row.dry_run,
        full=row.full,
        files=tuple(entry["name"] for entry in row.files),
        read=row.read,
        loaded=row.loaded,
        unchanged=row.unchanged,
        rejected=row.rejected,
        deleted=row.deleted,
        done_bytes=sum(sizes[: row.done_file]) + row.report.get("done", 0),
        total_bytes=row.total_bytes,
        seconds=row.seconds,
        report=row.report,
        created_at=row.created_at,
        finished_at=row.finished_at,
        refusal=(refusal["code"], refusal["facts"]) if refusal else None,
        person=row.person,
        stop_asked=row.stop_asked,
    )
