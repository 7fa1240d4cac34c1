"""`kbart`: loads a list of titles (KBART) into an electronic resource, or writes one out."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from commonshelf.members import api as members
from commonshelf.resources import api as resources
from commonshelf.ui.command import Command as Base


class Command(Base):
    help = "Load a KBART file into an electronic resource (kbart load FILE --resource ID), or write one out."

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True, metavar="load|export")
        load = acts.add_parser("load", help="compare a file with the resource and take it over")
        load.add_argument("file", type=Path, metavar="FILE")
        load.add_argument("--resource", type=int, required=True, metavar="ID")
        load.add_argument("--dry-run", action="store_true", help="say what it would do; change nothing")
        load.add_argument("--part", action="store_true", help="what the file does not name stays")
        load.add_argument("--sure", action="store_true", help="even when more than half would be gone")
        out = acts.add_parser("export", help="write the resource's titles to a file, or to the terminal")
        out.add_argument("--resource", type=int, required=True, metavar="ID")
        out.add_argument("--to", type=Path, default=None, metavar="FILE")

    def run(self, **options: Any) -> dict[str, Any] | None:
        return self._load(options) if options["act"] == "load" else self._export(options)

    def _load(self, options: dict[str, Any]) -> dict[str, Any]:
        self.done = resources.load(
            actor=members.operator(),
            resource=options["resource"],
            path=options["file"],
            whole=not options["part"],
            sure=options["sure"],
            dry_run=options["dry_run"],
        )
        told = asdict(self.done)
        told["faults"] = [
            {"line": one.number, "column": one.column, "code": one.code, "value": one.value}
            for one in self.done.faults
        ]
        return told | {"dry_run": options["dry_run"]}

    def _export(self, options: dict[str, Any]) -> dict[str, Any] | None:
        card = resources.resource(id=options["resource"])
        pieces = resources.kbart_of(card.id)
        if options["to"] is None:
            for piece in pieces:
                sys.stdout.buffer.write(piece)
            sys.stdout.buffer.flush()
            return None
        with options["to"].open("wb") as file:
            for piece in pieces:
                file.write(piece)
        return {"titles": card.titles, "file": str(options["to"])}

    def tell(self, answer: dict[str, Any]) -> None:
        if "file" in answer:
            told = _("{titles} titles written to {file}.")
            self.stdout.write(told.format(**answer))
            return
        counts = _("{lines} lines, {titles} titles: {added} new, {changed} changed, {gone} gone.")
        self.stdout.write(counts.format(**answer))
        if answer["rejected"] or answer["told"]:
            wrong = _("{rejected} lines were rejected, {told} cells left out:")
            self.stdout.write(wrong.format(**answer))
        for one in answer["faults"]:
            line = _("line {line}, {column}: {code} {value}")
            self.stdout.write("  " + line.format(**one).rstrip())
        if answer["dry_run"]:
            self.stdout.write(_("Nothing was changed (dry run)."))
        elif answer["matched"] is not None:
            matched = _("{matched} titles are matched with editions.")
            self.stdout.write(matched.format(**answer))
