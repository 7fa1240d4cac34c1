"""`readers import`: a spreadsheet of readers taken over, or only looked at."""

from __future__ import annotations

from argparse import SUPPRESS
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from commonshelf.cards import api as cards
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api as members
from commonshelf.ui import api as ui
from commonshelf.ui.command import Command as Base

TOLD: Final = 50
"""Faults printed for people; programs get all of them."""
_CHUNK: Final = 1 << 20


class Command(Base):
    help = "Take over a spreadsheet of readers (XLSX or CSV): new ones get a card, others are put right."

    def add_arguments(self, parser: CommandParser) -> None:
        doing = parser.add_subparsers(dest="doing", required=True, metavar="import")
        bring = doing.add_parser("import", help="take over a file of readers; its good lines in one act")
        bring.add_argument("file", metavar="FILE", type=Path, help="XLSX or CSV with headings")
        bring.add_argument("--library", required=True, metavar="SYMBOL", help="the home library")
        bring.add_argument("--group", default="", metavar="CODE", help="reader group of lines that name none")
        what = bring.add_mutually_exclusive_group()
        what.add_argument("--renew", action="store_true", help="everybody in the file is renewed, too")
        what.add_argument("--full", action="store_true", help="likewise, and who is not in the file leaves")
        what.add_argument("--leave", action="store_true", help="the file names those who leave")
        bring.add_argument("--last", type=date.fromisoformat, metavar="DAY", help="last day of registrations")
        bring.add_argument("--leaving", type=date.fromisoformat, metavar="DAY", help="last day of leavers")
        bring.add_argument(
            "--with-open", action="store_true", help="also those leave of whom something is still open"
        )
        bring.add_argument("--dry-run", action="store_true", help="only say what would come of it")
        bring.add_argument("--json", action="store_true", default=SUPPRESS, help="print one JSON object")

    def run(self, **options: Any) -> dict[str, Any]:
        actor, library = members.operator(), options["library"]
        path: Path = options["file"]
        if not path.is_file():
            raise Refusal("catalogue.file-missing", {"file": path.name})
        card = cards.bring_sheet(
            actor=actor, library=library, name=path.name, chunks=_chunks(path), choices=_choices(options)
        )
        try:
            if not card.matched.enough:
                raise Refusal("cards.sheet-columns-short")
            answer = _answer(card)
            if not options["dry_run"] and card.acts:
                answer = _answer(cards.take_sheet(actor=actor, library=library, id=card.id, seen=card.counts))
            return {**answer, "taken": bool(card.acts) and not options["dry_run"]}
        finally:  # whoever has the command line has the file; nothing of it stays behind
            cards.drop_sheet(actor=actor, library=library, id=card.id)

    def tell(self, answer: dict[str, Any]) -> None:
        counts = answer["counts"]
        line = _(
            "{new} new, {back} back, {change} put right, {renew} renewed, {leave} leaving, {same} unchanged; "
            "{elsewhere} at another member, {open} kept back, {broken} lines to mend."
        )
        self.stdout.write(line.format(**counts))
        for one in answer["faults"][:TOLD]:
            said = _("row {row}, {column}: {sentence}")
            self.stdout.write(said.format(**one))
        if len(answer["faults"]) > TOLD:
            self.stdout.write(_("… and {n} more; --json lists all.").format(n=len(answer["faults"]) - TOLD))
        if not answer["taken"]:
            self.stdout.write(_("Nothing has been written."))


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _choices(options: dict[str, Any]) -> cards.SheetChoices:
    mode = next((name for name in ("renew", "full", "leave") if options[name]), "take")
    return cards.SheetChoices(
        mode=mode,
        group=_group(options["library"], options["group"]) if options["group"] else None,
        last_date=options["last"],
        leave_date=options["leaving"],
        with_open=options["with_open"],
    )


def _group(library: str, code: str) -> int:
    for one in cards.groups(library=library):
        if one.code == code:
            return one.id
    raise Refusal("cards.no-such-group", {"group": code[:40]})


def _answer(card: cards.SheetCard) -> dict[str, Any]:
    return {
        "library": card.library,
        "file": card.name,
        "mode": card.choices.mode,
        "counts": dict(card.counts),
        "faults": [_fault(one) for one in card.faults],
    }


def _fault(one: cards.SheetFault) -> dict[str, Any]:
    """Without what the cell says: the file is at hand, and answers are kept in logs."""
    facts = {"said": "…", "number": "…", "address": "…", "home": one.facts.get("symbol", ""), **one.facts}
    sentence = ui.sentence(Refusal(one.code, facts))
    return {"row": one.row, "column": one.column, "code": one.code, "sentence": sentence}
