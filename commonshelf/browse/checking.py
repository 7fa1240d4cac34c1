"""Where the ordered tables, as far as they have come, tell otherwise than the catalogue and themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from commonshelf.browse import feeding
from commonshelf.browse.domain import entries
from commonshelf.browse.store import writing
from commonshelf.browse.store.writing import Kept
from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.cards import EditionChange


def problems() -> Iterator[str]:
    """What fsck must never find here; `reindex` mends it."""
    cursor = feeding.cursor()
    counted: Counter[int] = Counter()
    seen = stamp = 0
    while changes := catalogue.editions_changed_since(stamp=stamp, limit=feeding.BATCH):
        stamp = changes[-1].stamp
        kept = writing.kept(change.id for change in changes)
        for change in changes:
            told = kept.get(change.id)
            seen += told is not None
            if told is not None:
                counted.update([*told.ids.carried, *told.ids.above])
            if change.stamp <= cursor and (problem := _compared(change, told)):
                yield problem
    if (shown := writing.shown_count()) != seen:
        yield f"{shown - seen} editions stand in the lists for browsing that the catalogue never had."
    for id, text, editions in writing.counts():
        if counted[id] != editions:
            yield f"“{text}” is said to be on {editions} editions and is on {counted[id]}."


def _compared(change: EditionChange, kept: Kept | None) -> str:
    if change.entry is None:
        return "" if kept is None else f"Edition {change.id} is gone but still in the lists for browsing."
    if kept is None:
        return f"Edition {change.id} is not in the lists for browsing."
    same = kept.digest == entries.digest(change.entry.said) and kept.shelves == entries.shelves(change.entry)
    return "" if same else f"Edition {change.id} stands in the lists for browsing as of an earlier change."
