"""The watched folder of each library: COMMONSHELF_HOME/inbox/SYMBOL. What is put there is loaded.

A file is taken when it has kept its size and time from one look to the next (a minute), so that
nothing half copied is read. While it is loaded it lies in `loading`, then in `done` or
`refused`, with a report beside it. Each step can be repeated after a death at any moment.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils import translation

from commonshelf.catalogue import loading, progress
from commonshelf.catalogue.models import Load
from commonshelf.catalogue.telling import report_lines
from commonshelf.kernel.actor import Agent
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api as members
from commonshelf.ui import api as ui

log = logging.getLogger(__name__)

LOADING: Final = "loading"
DONE: Final = "done"
REFUSED: Final = "refused"
NOTES: Final = ".seen.json"
REPORT: Final = ".report.txt"


def folder_of(library: str) -> Path:
    return Path(settings.COMMONSHELF_HOME) / "inbox" / library


def look(_now: datetime) -> None:
    for card in members.libraries():
        folder = folder_of(card.symbol)
        if not folder.is_dir():
            folder.mkdir(parents=True)
        _settle(card.symbol, folder)
        _take(card.symbol, folder)


def _take(library: str, folder: Path) -> None:
    notes = folder / NOTES
    before: dict[str, list[int]] = json.loads(notes.read_text()) if notes.is_file() else {}
    now = {path.name: _shape(path) for path in folder.iterdir() if path.is_file() and path.name[0] != "."}
    ripe = sorted(name for name, shape in now.items() if before.get(name) == shape)
    notes.write_text(json.dumps({name: shape for name, shape in now.items() if name not in ripe}))
    for name in ripe:
        _start(library, folder, name)


def _shape(path: Path) -> list[int]:
    stat = path.stat()
    return [stat.st_size, stat.st_mtime_ns]


def _start(library: str, folder: Path, name: str) -> None:
    place = folder / LOADING / _free(folder, name)
    place.parent.mkdir(exist_ok=True)
    (folder / name).rename(place)
    _begin(library, folder, place)


def _begin(library: str, folder: Path, place: Path) -> None:
    try:
        loading.start(
            actor=members.operator(agent=Agent.WORKER),
            library=library,
            paths=[place],
            source="main",
            asked=loading.Asked(origin=f"{library}/{place.name}"),
            keep_files=True,
            run_here=False,
            names=[place.name],
            key="",
        )
    except Refusal as refusal:
        log.warning("%s was refused: %s", place, refusal)
        _put_away(folder, place, REFUSED, _both(partial(_sentence, refusal)))


def _settle(library: str, folder: Path) -> None:
    """Put away what has been loaded; begin again what was moved but never begun."""
    loading_ = folder / LOADING
    for place in sorted(loading_.iterdir()) if loading_.is_dir() else ():
        origin = f"{library}/{place.name}"
        row = Load.objects.filter(origin=origin).select_related("source").order_by("-id").first()
        if row is None:
            _begin(library, folder, place)
            continue
        card = progress.card(row)
        if card.over:
            kind = DONE if card.state == "done" else REFUSED
            _put_away(folder, place, kind, _both(partial(report_lines, card)))


def _put_away(folder: Path, place: Path, kind: str, told: str) -> None:
    target = folder / kind
    target.mkdir(exist_ok=True)
    (target / f"{place.name}{REPORT}").write_text(told, encoding="utf-8")
    place.rename(target / place.name)


def _sentence(refusal: Refusal) -> list[str]:
    return [ui.sentence(refusal)]


def _free(folder: Path, name: str) -> str:
    """The name, with a number when a file of that name has been here before."""
    taken, number, stem, suffix = name, 1, Path(name).stem, Path(name).suffix
    while any((folder / kind / taken).exists() for kind in (LOADING, DONE, REFUSED)):
        number += 1
        taken = f"{stem}-{number}{suffix}"
    return taken


def _both(lines: Callable[[], Iterable[str]]) -> str:
    """In Chinese and in English: nobody knows who will open it."""
    told = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            told.append("\n".join(lines()))
    return "\n\n".join(told) + "\n"
