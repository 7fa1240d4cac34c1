"""A list of titles beside what is kept of its resource: what is new, changed, gone, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from commonshelf.kernel.refusal import Refusal
from commonshelf.resources.domain.merging import Merging, row_of
from commonshelf.resources.models import Fault, Title
from commonshelf.wire import kbart
from commonshelf.wire.source import Unreadable

MOST_FAULTS: Final = 20_000
"""Kept one by one; of a file with more the first ones tell what is the matter."""
MOST_LINES: Final = 500_000
_EXAMPLES: Final = 5
_OWN_CODES: Final = frozenset({"not-kbart"})


@dataclass(slots=True)
class Compared:
    """What a file would do. rows: by title id, of what is new or changed. gone: row ids."""

    lines: int = 0
    titles: int = 0
    rejected: int = 0
    told: int = 0
    faults: list[Fault] = field(default_factory=list)
    added: dict[str, dict[str, Any]] = field(default_factory=dict)
    changed: dict[str, dict[str, Any]] = field(default_factory=dict)
    gone: list[int] = field(default_factory=list)
    there: int = 0
    """Titles of the resource as they are now."""
    examples: list[dict[str, str]] = field(default_factory=list)

    @property
    def most_gone(self) -> bool:
        """So many that it is likelier to be another file than another year."""
        return len(self.gone) * 2 > self.there >= 20


def refusal_of(trouble: Unreadable, name: str) -> Refusal:
    room = "resources" if trouble.code in _OWN_CODES else "catalogue"
    code = f"{room}.{trouble.code}" if room == "resources" else f"{room}.file-{trouble.code}"
    return Refusal(code, {**trouble.facts, "file": name})


def check(path: Path, name: str) -> None:
    """That it is a list of titles at all. Refusals catalogue.file-…, resources.not-kbart."""
    try:
        next(kbart.read(path), None)
    except Unreadable as trouble:
        raise refusal_of(trouble, name) from None


def compare(path: Path, name: str, resource: int, *, whole: bool) -> Compared:
    """whole: what the file does not name is gone. Refuses as `check`, and a list of too many lines."""
    found = Compared()
    merging = Merging()
    try:
        for outcome in kbart.read(path):
            found.lines += 1
            if found.lines > MOST_LINES:
                raise Refusal("resources.list-long", {"file": name, "most": MOST_LINES})
            _note(found, outcome, merging)
    except Unreadable as trouble:
        raise refusal_of(trouble, name) from None
    found.titles = len(merging.titles)
    _against(found, merging, resource, whole=whole)
    return found


def _note(found: Compared, outcome: kbart.Outcome, merging: Merging) -> None:
    found.rejected += outcome.entry is None
    raw: bytes | None = outcome.raw if outcome.entry is None else None
    for fault in merging.add(outcome):
        found.told += not fault.fatal
        if len(found.faults) < MOST_FAULTS:
            found.faults.append(
                Fault(
                    number=outcome.number,
                    column=fault.column,
                    code=fault.code,
                    value=fault.value[:200],
                    raw=raw,
                )
            )
            raw = None


def _against(found: Compared, merging: Merging, resource: int, *, whole: bool) -> None:
    kept = {
        title_id: (id, digest, gone_at is None)
        for id, title_id, digest, gone_at in Title.objects.filter(resource=resource).values_list(
            "pk", "title_id", "digest", "gone_at"
        )
    }
    found.there = sum(alive for _, _, alive in kept.values())
    for key in list(merging.titles):
        row = row_of(merging.titles.pop(key))
        _, digest, alive = kept.pop(key, (0, "", False))
        if digest == row["digest"] and alive:
            continue
        what = "changed" if alive else "added"
        (found.changed if alive else found.added)[key] = row
        _example(found, what, row["title"])
    if whole:
        found.gone = [id for id, _, alive in kept.values() if alive]
        for title in Title.objects.filter(pk__in=found.gone[:_EXAMPLES]).values_list("title", flat=True):
            _example(found, "gone", title)


def _example(found: Compared, what: str, title: str) -> None:
    if sum(one["what"] == what for one in found.examples) < _EXAMPLES:
        found.examples.append({"what": what, "title": title})


def batches(rows: dict[str, dict[str, Any]], size: int) -> Iterator[list[tuple[str, dict[str, Any]]]]:
    every = list(rows.items())
    for start in range(0, len(every), size):
        yield every[start : start + size]
