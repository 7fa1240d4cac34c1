"""`world`: writes a made-up alliance of any size as files, for benchmarks, tests and trying things out."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from commonshelf.demo import api as demo
from commonshelf.ui.command import Command as Base


class Command(Base):
    """Libraries, catalogues in mixed habits and character sets, and the truth about who holds what."""

    help = "Write an invented alliance of any size as files: libraries.json, one catalogue each, truth.tsv."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--libraries", type=int, required=True, help="how many libraries")
        parser.add_argument(
            "--editions", type=int, required=True, help="how many editions; records are about 3 times"
        )
        parser.add_argument("--seed", type=int, default=1, help="the same seed writes the same bytes")
        parser.add_argument("--out", type=Path, required=True, help="folder to write into")

    def run(self, **options: Any) -> dict[str, Any]:
        made = demo.world(
            libraries=options["libraries"],
            editions=options["editions"],
            seed=options["seed"],
            out=options["out"],
        )
        return asdict(made)

    def tell(self, answer: dict[str, Any]) -> None:
        told = _("{libraries} libraries, {editions} editions, {records} records in {seconds} s: {folder}")
        self.stdout.write(told.format(**answer))
