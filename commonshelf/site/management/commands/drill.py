"""`drill [DIR]`: tries a backup out: restored elsewhere, looked over, compared, and taken away again."""

from __future__ import annotations

import os
import time
from argparse import SUPPRESS
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonshelf.kernel.refusal import Refusal
from commonshelf.site import drill, keeping
from commonshelf.ui.command import REFUSED
from commonshelf.ui.command import Command as Base
from commonshelf.ui.templatetags.shelf import moment


class Command(Base):
    help = (
        "Restore a backup beside itself, migrate it, build its index, run fsck, compare rows and log, and "
        "take it away again; exit 1 when anything is missing. Without DIR: the latest in COMMONSHELF_BACKUPS."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path, nargs="?", help="a folder that `backup` made")
        parser.add_argument("--by-itself", action="store_true", help=SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        self.found = 0
        super().handle(*args, **options)
        if self.found:
            raise SystemExit(REFUSED)

    def run(self, **options: Any) -> dict[str, Any]:
        os.nice(10)
        began = time.monotonic()
        given: Path | None = options["folder"]
        folder = given.absolute() if given else self.latest(by_itself=options["by_itself"])
        try:
            answer = drill.drill(folder)
        except Refusal as refusal:
            keeping.write_down("site.drill", folder, keeping.failed(refusal), by_itself=options["by_itself"])
            raise
        answer["seconds"] = round(time.monotonic() - began, 1)
        self.found = len(answer["problems"])
        facts = {**answer, "problems": self.found, "found": answer["problems"][:20]}
        keeping.write_down("site.drill", folder, facts, by_itself=options["by_itself"])
        return answer

    def latest(self, *, by_itself: bool) -> Path:
        """That there is none to try out yet is told on the office's first page, not only here."""
        try:
            return keeping.latest()
        except Refusal as refusal:
            if refusal.code == keeping.NONE_YET:
                keeping.write_down("site.drill", Path(), keeping.failed(refusal), by_itself=by_itself)
            raise

    def tell(self, answer: dict[str, Any]) -> None:
        for one in answer["problems"]:
            self.stdout.write(one)
        said = _("Restored the backup of {made_at} as a test: {rows} rows, {events} events, {seconds} s.")
        made_at = moment(parse_datetime(answer["made_at"])) or answer["made_at"]
        self.stdout.write(said.format(**{**answer, "made_at": made_at}))
        if not self.found:
            self.stdout.write(_("Everything came back, and no problem was found."))
            return
        said = ngettext("{number} problem.", "{number} problems.", self.found)
        self.stdout.write(said.format(number=self.found))
