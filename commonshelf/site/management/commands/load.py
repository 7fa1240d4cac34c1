"""`load`: reads a library's files into the catalogue and returns when they can be found."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from django.conf import settings
from django.core.management.base import CommandParser
from django.db import connection
from django.utils.translation import gettext as _

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.cards import LoadCard
from commonshelf.kernel.actor import Actor
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.search import api as search
from commonshelf.site import backup, home
from commonshelf.ui import api as ui
from commonshelf.ui.command import Command as Base

RARELY: Final = (100_000, 50, 100)
"""A load makes millions of objects and hardly a cycle: looking for cycles less often saves a tenth."""
BAR: Final = 24
OFTEN: Final = 0.2
"""Seconds between two drawings of the progress line."""


class Command(Base):
    """Loading is an act of a source, written down like one from the page; here it runs at once."""

    help = "Load files of records (ISO 2709, MARCXML, marcxchange, MARC in JSON, CSV, XLSX) of one library."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--library", required=True, metavar="SYMBOL", help="whose records these are")
        parser.add_argument("--create", action="store_true", help="make the library a member if it is not")
        parser.add_argument(
            "--source", default="main", metavar="CODE", help="which of its sources (default: main)"
        )
        parser.add_argument("--format", default="", metavar="F", help=", ".join(catalogue.SYNTAXES))
        parser.add_argument("--charset", default="", metavar="C", help=", ".join(catalogue.CHARSETS))
        parser.add_argument(
            "--profile", default="", metavar="P", help="where its copies stand, e.g. koha, cnmarc"
        )
        parser.add_argument("--dry-run", action="store_true", help="read, compare and report; change nothing")
        parser.add_argument("--full", action="store_true", help="what these files do not name is deleted")

    def run(self, **options: Any) -> dict[str, Any]:
        gc.freeze()
        gc.set_threshold(*RARELY)
        if options["dry_run"] and options["create"] and not _is_member(options["library"]):
            with _on_a_copy():
                return self._load(**options) | {"load": None}
        return self._load(**options)

    def _load(self, **options: Any) -> dict[str, Any]:
        began = time.monotonic()
        actor = members.operator()
        _member(actor, options["library"], create=options["create"])
        card = catalogue.start_load(
            actor=actor,
            library=options["library"],
            files=options["files"],
            source=options["source"],
            syntax=options["format"],
            charset=options["charset"],
            profile=options["profile"],
            full=options["full"],
            sure=options["full"],  # whoever runs commands and says --full means it
            dry_run=options["dry_run"],
            keep_files=False,
            run_here=True,
        )
        show, done = _progress()
        card = self._run(card, show)
        done()
        if self.as_json:  # for people `tell` says it
            for sentence in _left_out(card):
                self.stderr.write(sentence)
        if card.refusal:
            raise Refusal(*card.refusal)
        if card.state == "stopped":
            raise Refusal("catalogue.load-stopped", {"load": card.id, "read": card.read})
        return self._answer(card, actor, time.monotonic() - began)

    def _run(self, card: LoadCard, show: Callable[[LoadCard], None]) -> LoadCard:
        """Index while it loads, or wait for the running writer."""
        if card.dry_run:
            return catalogue.run_load(load=card.id, on_progress=show)
        with search.following() as index:

            def after_batch(now: LoadCard) -> None:
                show(now)
                index()

            card = catalogue.run_load(load=card.id, on_progress=after_batch)
        search.wait_until_searchable(stamp=catalogue.latest_stamp())
        return card

    def _answer(self, card: LoadCard, actor: Actor, seconds: float) -> dict[str, Any]:
        self.card = card
        answer = {
            "read": card.read,
            "loaded": card.loaded,
            "unchanged": card.unchanged,
            "rejected": card.rejected,
            "deleted": card.deleted,
            "editions": catalogue.edition_count(),
            "seconds": round(seconds, 3),
            "rejects": [
                {"file": one.file, "offset": one.offset, "reason": one.reason}
                for one in _rejects(card, actor)
            ],
            "refused": [
                {"file": file["name"], "code": file["code"]}
                for file in card.report["files"]
                if file.get("code")
            ],
            "load": card.id,
            "dry_run": card.dry_run,
        }
        if card.full:
            answer["full"] = card.report.get("full")
        return answer | ({"report": card.report} if card.dry_run else {})

    def tell(self, answer: dict[str, Any]) -> None:
        for line in catalogue.report_lines(card=self.card):
            self.stdout.write(line)
        told = _("Now {editions} editions; {seconds:.1f} s.")
        self.stdout.write(told.format(editions=answer["editions"], seconds=answer["seconds"]))


@contextmanager
def _on_a_copy() -> Iterator[None]:
    """A library is not made a member by trying what it would bring: that is tried on a copy of the
    database, which is thrown away.
    """
    with TemporaryDirectory(prefix=backup.REHEARSED, dir=settings.HOME) as folder:
        copy = Path(folder) / home.DATABASE
        backup.copy_database(settings.HOME / home.DATABASE, copy)
        connection.close()
        connection.settings_dict["NAME"] = copy
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = settings.HOME / home.DATABASE


def _member(actor: Actor, symbol: str, *, create: bool) -> None:
    if _is_member(symbol):
        return
    if not create:
        raise Refusal("catalogue.no-library", {"library": symbol[:40]})
    try:
        members.add_library(actor=actor, symbol=symbol, name_zh=symbol, name_en=symbol)
    except Refusal:
        if not _is_member(symbol):  # else another command has just made it
            raise


def _is_member(symbol: str) -> bool:
    try:
        members.library_id(symbol=symbol)
    except Absent:
        return False
    return True


def _left_out(card: LoadCard) -> Iterator[str]:
    """Files that were not read, or not to their end, when there are others that were; deletions held back."""
    for file in card.report["files"]:
        if file.get("code") and not card.refusal:
            yield ui.sentence(Refusal(file["code"], file.get("facts")))
    if held := catalogue.held_back(card=card):
        yield held


def _rejects(card: LoadCard, actor: Actor) -> Iterator[Any]:
    start = 0
    while found := catalogue.rejects(load=card.id, actor=actor, start=start):
        yield from found
        start += len(found)


def _progress() -> tuple[Callable[[LoadCard], None], Callable[[], None]]:
    """A line on the terminal that is drawn over and over; nothing where there is no terminal."""
    if not sys.stderr.isatty():
        return lambda _card: None, lambda: None
    last = 0.0

    def show(card: LoadCard) -> None:
        nonlocal last
        if time.monotonic() - last < OFTEN and not card.over:
            return
        last = time.monotonic()
        sys.stderr.write(f"\r\x1b[K{_line(card)}")
        sys.stderr.flush()

    def done() -> None:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()

    return show, done


def _line(card: LoadCard) -> str:
    filled = BAR * card.share // 100
    bar = "█" * filled + "░" * (BAR - filled)
    told = _("{read} read, {loaded} new or changed, {rejected} rejected").format(
        read=f"{card.read:,}", loaded=f"{card.loaded:,}", rejected=f"{card.rejected:,}"
    )
    if card.over:
        return f"{bar} {told} · {_('making them searchable')}"
    left = card.seconds_left
    rest = "" if left is None else " · " + _("about {time} left").format(time=_clock(left))
    return f"{bar} {card.share} % · {told}{rest}"


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
