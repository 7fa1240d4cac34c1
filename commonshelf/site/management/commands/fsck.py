"""`fsck`: looks over the whole data folder and names whatever is not as it must be."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonshelf.site import care
from commonshelf.ui.command import REFUSED
from commonshelf.ui.command import Command as Base


class Command(Base):
    help = "Check the database and every room's own rules; exit 1 when anything is wrong."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--without-index", action="store_true", help="leave out the search index (it is only a copy)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.found = 0
        super().handle(*args, **options)
        if self.found:
            raise SystemExit(REFUSED)

    def run(self, **options: Any) -> dict[str, Any]:
        found = list(care.problems(without_index=options["without_index"]))
        self.found = len(found)
        rooms = [room for room in care.ROOMS if not (options["without_index"] and room == care.INDEX)]
        return {"checked": rooms, "problems": [{"room": one.room, "problem": one.problem} for one in found]}

    def tell(self, answer: dict[str, Any]) -> None:
        for one in answer["problems"]:
            self.stdout.write(f"{one['room']}: {one['problem']}")
        if not self.found:
            self.stdout.write(_("No problem found."))
            return
        said = ngettext("{number} problem.", "{number} problems.", self.found)
        self.stdout.write(said.format(number=self.found))
