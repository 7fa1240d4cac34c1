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

from commonshelf.catalogue import files, loading, progress
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
        if not members.takes_part(symbol=card.symbol):
            continue  # suspended: what it lays down waits until it has its rights back
        folder = folder_of(card.symbol)
        try:
            if not folder.is_dir():
                folder.mkdir(parents=True)
            _no_links(folder)
            _settle(card.symbol, folder)
            _take(card.symbol, folder)
        except OSError:  # one library's folder must not keep the others waiting
            log.exception("The watched folder %s cannot be worked in.", folder)


def _no_links(folder: Path) -> None:
    """Whoever may write here may not lead us elsewhere: to another library's folder, say."""
    for path in (folder, folder / LOADING, folder / DONE, folder / REFUSED):
        if path.is_symlink():
            raise NotADirectoryError(path)


def _take(library: str, folder: Path) -> None:
    notes = folder / NOTES
    before = _noted(notes)
    now = {path.name: _shape(path) for path in folder.iterdir() if _is_ours(path)}
    ripe = sorted(name for name, shape in now.items() if before.get(name) == shape)
    notes.unlink(missing_ok=True)  # never through a link
    notes.write_text(json.dumps({name: shape for name, shape in now.items() if name not in ripe}))
    for name in ripe:
        _start(library, folder, name)


def _noted(notes: Path) -> dict[str, list[int]]:
    """What the last look saw; nothing when it died while writing that down."""
    try:
        return dict(json.loads(notes.read_text()))
    except (OSError, ValueError, TypeError):
        return {}


def _is_ours(path: Path) -> bool:
    """A file that lies here itself: a link may lead to anything this process can read."""
    return path.is_file() and not path.is_symlink() and path.name[0] != "."


def _shape(path: Path) -> list[int]:
    stat = path.stat()
    return [stat.st_size, stat.st_mtime_ns]


def _start(library: str, folder: Path, name: str) -> None:
    place = folder / LOADING / _free(folder, files.readable(name))
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
    for place in sorted(filter(_is_ours, loading_.iterdir())) if loading_.is_dir() else ():
        origin = f"{library}/{place.name}"
        row = Load.objects.filter(origin=origin).select_related("source").order_by("-id").first()
        if row is None or _another_day(row, place):
            _begin(library, folder, place)
            continue
        card = progress.card(row)
        if card.over:
            kind = DONE if card.state == "done" else REFUSED
            _put_away(folder, place, kind, _both(partial(report_lines, card)))


def _another_day(row: Load, place: Path) -> bool:
    """Whether the ended load of this name was of another file: somebody had cleared `done` since."""
    return row.finished_at is not None and row.files[0].get("sha256") != files.digest(place)


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
