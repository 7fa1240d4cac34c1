"""`backup [DIR]`: an exact copy of the data folder while everything goes on, judged by fsck."""

from __future__ import annotations

import os
import time
from argparse import SUPPRESS
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonshelf.kernel.refusal import Refusal
from commonshelf.site import backup, keeping
from commonshelf.ui.command import REFUSED
from commonshelf.ui.command import Command as Base


class Command(Base):
    help = (
        "Copy the data folder into the new folder DIR; exit 1 when fsck finds a problem in the copy. Without "
        "DIR: into COMMONSHELF_BACKUPS, where old ones are deleted."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folder", metavar="DIR", type=Path, nargs="?", help="a new folder outside the data folder"
        )
        parser.add_argument("--by-itself", action="store_true", help=SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        self.found = 0
        super().handle(*args, **options)
        if self.found:
            raise SystemExit(REFUSED)

    def run(self, **options: Any) -> dict[str, Any]:
        os.nice(5)
        began, now = time.monotonic(), timezone.localtime()
        given: Path | None = options["folder"]
        target = given.absolute() if given else keeping.target(now)
        try:
            keeping.enough_room(settings.HOME, target)
            manifest = backup.make(source=settings.HOME, target=target, now=now)
        except Refusal as refusal:
            keeping.write_down("site.backup", target, keeping.failed(refusal), by_itself=options["by_itself"])
            raise
        self.found = len(manifest["problems"])
        answer = {
            "folder": str(target),
            "files": len(manifest["files"]),
            "bytes": sum(one["bytes"] for one in manifest["files"]),
            "rows": sum(manifest["rows"].values()),
            "problems": manifest["problems"],
            "seconds": round(time.monotonic() - began, 2),
            "deleted": [] if given else keeping.drop_old(),
        }
        facts = {**answer, "problems": self.found, "deleted": len(answer["deleted"])}
        keeping.write_down("site.backup", target, facts, by_itself=options["by_itself"])
        return answer

    def tell(self, answer: dict[str, Any]) -> None:
        for one in answer["problems"]:
            self.stdout.write(f"{one['room']}: {one['problem']}")
        said = _("Backed up to {folder}: {rows} rows, {megabytes} MB, {seconds} s.")
        self.stdout.write(said.format(megabytes=round(answer["bytes"] / 1e6, 1), **answer))
        if answer["deleted"]:
            self.stdout.write(
                _("Deleted, being older than those to keep: {names}.").format(
                    names=", ".join(answer["deleted"])
                )
            )
        if self.found:
            said = ngettext(
                "fsck found {number} problem in the copy, as in the data folder itself.",
                "fsck found {number} problems in the copy, as in the data folder itself.",
                self.found,
            )
            self.stdout.write(said.format(number=self.found))
