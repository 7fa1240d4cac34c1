"""Loading the demo alliance once: founded, written, loaded, marked; an interruption is taken up again."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commonshelf.catalogue import api as catalogue
from commonshelf.demo import alliance, getting, lending, life, reading, visiting
from commonshelf.demo.render import Made, write_files
from commonshelf.members import api as members
from commonshelf.search import api as search

MARK: Final = "loaded.json"
BEGUN: Final = "begun"
INDEXING_SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True)
class Loaded:
    """done: True when this call did it; False: was there already, or another alliance is. records: loaded."""

    done: bool
    records: int = 0
    editions: int = 0


def folder() -> Path:
    return Path(settings.COMMONSHELF_HOME) / "files" / "demo"


def load(report: Callable[[str], None]) -> Loaded:
    place = folder()
    if (place / MARK).exists():
        return Loaded(done=False)
    if members.alliance() is not None and not (place / BEGUN).exists():
        report(_("This data folder already serves an alliance, so the demo is not added to it."))
        return Loaded(done=False)
    place.mkdir(parents=True, exist_ok=True)
    (place / BEGUN).touch()
    report(_("Founding the demo alliance of five Nanchong libraries."))
    with _at_home():
        alliance.found(actor=members.operator(), today=timezone.localdate())
        life.begin(now=timezone.now())
        reading.begin(now=timezone.now())
    made = write_files(place)
    records = sum(_load_library(symbol, list(files), report) for symbol, files in groupby(made, _library))
    with _at_home():
        lending.begin(now=timezone.now())
        visiting.begin(now=timezone.now())
        getting.begin(now=timezone.now())
    search.drain(patience=INDEXING_SECONDS)  # the first page a newcomer opens already finds everything
    (place / MARK).write_text(json.dumps({"records": records}), encoding="utf-8")
    return Loaded(done=True, records=records, editions=catalogue.edition_count())


def _at_home() -> AbstractContextManager[None]:
    """What is kept of what happens there is said in the house's first language, whoever loads it."""
    return translation.override(settings.LANGUAGE_CODE)


def _library(file: Made) -> str:
    return file.library


def _load_library(symbol: str, files: Sequence[Made], report: Callable[[str], None]) -> int:
    """Each file through its own source, as the library itself would do it. Records read well."""
    name = members.library(symbol=symbol).name.in_language(get_language() or "")
    report(_("Loading the records of %(library)s.") % {"library": name})
    loaded = 0
    for file in files:
        if file.holdings:
            catalogue.set_source(
                actor=members.operator(),
                library=symbol,
                code=file.source,
                holdings=file.holdings,
                key=f"demo:{symbol}:{file.source}",
            )
        started = catalogue.start_load(
            actor=members.operator(),
            library=symbol,
            files=[folder() / file.name],
            source=file.source,
            run_here=True,
            key=f"demo:{file.name}",
        )
        done = catalogue.run_load(load=started.id)
        loaded += done.loaded + done.unchanged
    return loaded
