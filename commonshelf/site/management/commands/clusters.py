"""`clusters`: writes which records are one edition and one work, for checking and for other systems."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from commonshelf.catalogue import api as catalogue
from commonshelf.kernel.refusal import Refusal
from commonshelf.ui.command import Command as Base

HEADING = ("library", "local_id", "edition", "work")


class Command(Base):
    """Tab-separated, one line a record, in UTF-8; local ids cannot hold tabs or line ends."""

    help = "Write the edition and work of every record as tab-separated values."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", type=Path, required=True, metavar="FILE.tsv", help="where to write")

    def run(self, **options: Any) -> dict[str, Any]:
        out: Path = options["out"]
        records = 0
        try:
            with out.open("w", encoding="utf-8", newline="\n") as file:
                file.write("\t".join(HEADING) + "\n")
                for row in catalogue.clusters():
                    file.write("\t".join(map(str, row)) + "\n")
                    records += 1
        except OSError as trouble:
            facts = {"file": str(out), "problem": trouble.strerror or ""}
            raise Refusal("catalogue.cannot-write", facts) from trouble
        return {"records": records, "editions": catalogue.edition_count(), "file": str(out)}

    def tell(self, answer: dict[str, Any]) -> None:
        self.stdout.write(_("{records} records in {editions} editions: {file}").format(**answer))
