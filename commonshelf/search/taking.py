"""Editions into the index: their words kept or cut anew, their documents written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from commonshelf.catalogue.cards import Entry
from commonshelf.engine.contract import SearchEngine
from commonshelf.search.feed import Texts, Whereabouts, document_of, texts_of
from commonshelf.search.texts import KeptTexts


def take(
    writer: SearchEngine,
    folder: Path,
    living: Sequence[tuple[Entry, int]],
    gone: Iterable[int],
    known: Whereabouts,
) -> None:
    """living: editions with the stamps of their changes; gone: ids; folder: where texts are kept."""
    with closing(KeptTexts(folder, _made)) as kept:
        texts = kept.of([entry for entry, _ in living])
    writer.write(document_of(entry, stamp, known, texts[entry.id]) for entry, stamp in living)
    writer.delete(gone)


def _made(entries: Sequence[Entry]) -> list[Texts]:
    return list(map(texts_of, entries))
