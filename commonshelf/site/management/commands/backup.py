"""`backup DIR`: an exact copy of the data folder while everything goes on, judged by fsck."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonshelf.site import backup
from commonshelf.ui.command import REFUSED
from commonshelf.ui.command import Command as Base


class Command(Base):
    help = "Copy the data folder into the new folder DIR; exit 1 when fsck finds a problem in the copy."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path, help="a new folder outside the data folder")

    def handle(self, *args: Any, **options: Any) -> None:
        self.found = 0
        super().handle(*args, **options)
        if self.found:
            raise SystemExit(REFUSED)

    def run(self, **options: Any) -> dict[str, Any]:
        began = time.monotonic()
        target: Path = options["folder"].absolute()
        manifest = backup.make(source=settings.HOME, target=target, now=timezone.localtime())
        self.found = len(manifest["problems"])
        return {
            "folder": str(target),
            "files": len(manifest["files"]),
            "bytes": sum(one["bytes"] for one in manifest["files"]),
            "rows": sum(manifest["rows"].values()),
            "problems": manifest["problems"],
            "seconds": round(time.monotonic() - began, 2),
        }

    def tell(self, answer: dict[str, Any]) -> None:
        for one in answer["problems"]:
            self.stdout.write(f"{one['room']}: {one['problem']}")
        said = _("Backed up to {folder}: {rows} rows, {megabytes} MB, {seconds} s.")
        self.stdout.write(said.format(megabytes=round(answer["bytes"] / 1e6, 1), **answer))
        if self.found:
            said = ngettext(
                "fsck found {number} problem in the copy, as in the data folder itself.",
                "fsck found {number} problems in the copy, as in the data folder itself.",
                self.found,
            )
            self.stdout.write(said.format(number=self.found))
