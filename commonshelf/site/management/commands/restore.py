"""`restore DIR`: puts a backup back, makes the index anew and looks everything over."""

from __future__ import annotations

import time
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from commonshelf.kernel.refusal import Refusal
from commonshelf.privacy import api as privacy
from commonshelf.search.api import reindex
from commonshelf.site import backup, care, cli, home
from commonshelf.ui.command import REFUSED
from commonshelf.ui.command import Command as Base


class Command(Base):
    help = "Put the backup in DIR back into the data folder, rebuild the index, run fsck."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path, help="a folder that `backup` made")
        parser.add_argument(
            "--replace", action="store_true", help="put what the data folder holds now aside, and restore"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.found = 0
        super().handle(*args, **options)
        if self.found:
            raise SystemExit(REFUSED)

    def run(self, **options: Any) -> dict[str, Any]:
        began = time.monotonic()
        folder: Path = options["folder"].absolute()
        manifest = backup.check(folder)
        with closing(home.Use(settings.HOME, alone=True)):
            if not backup.is_empty(settings.HOME) and not options["replace"]:
                raise Refusal("site.home-not-empty", {"home": str(settings.HOME)}, status=409)
            connection.close()
            now = timezone.localtime()
            ousted = backup.put_back(folder=folder, target=settings.HOME, manifest=manifest, now=now)
            cli.migrate()
            if ousted:
                privacy.carry_erased(Path(ousted))
            erased_again = privacy.erase_again(now=timezone.now())
            reindex()
            problems = [{"room": one.room, "problem": one.problem} for one in care.problems()]
        self.found = len(problems)
        return {
            "home": str(settings.HOME),
            "made_at": manifest["made_at"],
            "rows": sum(manifest["rows"].values()),
            "put_aside": ousted,
            "erased_again": erased_again,
            "problems": problems,
            "seconds": round(time.monotonic() - began, 2),
        }

    def tell(self, answer: dict[str, Any]) -> None:
        for one in answer["problems"]:
            self.stdout.write(f"{one['room']}: {one['problem']}")
        said = _("Restored the backup of {made_at} to {home}: {rows} rows, {seconds} s.")
        self.stdout.write(said.format(**answer))
        if answer["put_aside"]:
            self.stdout.write(_("What was there before is now in {put_aside}.").format(**answer))
        if answer["erased_again"]:
            said = _("Erased again, whom the backup still held: {erased_again}.")
            self.stdout.write(said.format(**answer))
        self.stdout.write(_("No problem found.") if not self.found else _("The problems above were found."))
