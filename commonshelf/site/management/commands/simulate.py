"""`simulate`: one made-up alliance under our ranking and under others, from the same past."""

from __future__ import annotations

import json
import os
import unicodedata
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from commonshelf.sharing import api as sharing
from commonshelf.ui.command import Command as Base

HEAD = "{ranking:<22} {mean:>8} {median:>8} {p80:>8} {p90:>8} {fill:>8} {gini:>8}"
WIDE = frozenset("WF")
"""Of Unicode's East Asian widths, those that take two columns of a terminal."""


class Command(Base):
    """The planner that is compared is the one that plans for readers; worlds are files to be read."""

    help = (
        "Simulate requests between libraries and compare rankings: mean, median, 80 % and 90 % time to the "
        "reader, fill rate, and how unequally the lending was shared."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--world", default="wrlc-like", help="even, wrlc-like or skewed")
        libraries, requests = sharing.SIMULATED_LIBRARIES, sharing.SIMULATED_REQUESTS
        parser.add_argument(
            "--libraries", type=int, default=libraries, metavar="N", help=f"how many ({libraries})"
        )
        parser.add_argument(
            "--requests", type=int, default=requests, metavar="R", help=f"how many in a year ({requests})"
        )
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same figures")
        parser.add_argument("--ranking", default="all", metavar="NAME", help="one of them, or all")
        parser.add_argument(
            "--rules", type=Path, metavar="FILE",
            help="rules to try: a JSON object with “weights”, as the rules of scheduling are exported",
        )  # fmt: skip
        parser.add_argument("--report", type=Path, metavar="FILE.html", help="write a report with charts")
        parser.add_argument("--processes", type=int, default=1, help="rankings side by side")

    def run(self, **options: Any) -> dict[str, Any]:
        self._writable(options["report"])
        found = sharing.simulate(
            world=options["world"],
            libraries=options["libraries"],
            requests=options["requests"],
            seed=options["seed"],
            ranking=options["ranking"],
            weights=self.weights(options["rules"]),
            processes=options["processes"],
        )
        if options["report"] is not None:
            options["report"].write_text(sharing.simulation_report(found), encoding="utf-8")
        self.found = found
        return {name: one.figures.as_json() for name, one in found.outcomes.items()}

    def _writable(self, file: Path | None) -> None:
        """Told before minutes of work, not after them."""
        if file is not None and (
            file.is_dir() or not os.access(file if file.exists() else file.parent, os.W_OK)
        ):
            words = _("{file} cannot be written. Name a file in a folder that is there.")
            self.misused(words.format(file=file))

    def weights(self, file: Path | None) -> dict[str, float]:
        if file is None:
            return {}
        try:
            told = json.loads(file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            self.misused(_("There is no file {file}.").format(file=file))
        except (OSError, ValueError):
            self.misused(_("{file} cannot be read as JSON.").format(file=file))
        weights = told.get("weights") if isinstance(told, dict) else None
        if not isinstance(weights, dict):
            self.misused(_("{file} has no object “weights”.").format(file=file))
        return weights

    def tell(self, answer: dict[str, Any]) -> None:
        titles = {
            "ranking": _("ranking"),
            "mean": _("mean h"),
            "median": _("median h"),
            "p80": _("80 % h"),
            "p90": _("90 % h"),
            "fill": _("filled"),
            "gini": _("Gini"),
        }
        self.stdout.write(titled(titles))
        for name, one in answer.items():
            hours = {part: f"{one[f'{part}_hours']:.1f}" for part in ("mean", "median", "p80", "p90")}
            fill = f"{100 * one['fill_rate']:.1f} %"
            self.stdout.write(HEAD.format(ranking=name, **hours, fill=fill, gini=f"{one['gini']:.3f}"))
        self.stdout.write("")
        self.stdout.write(_("Supplied by each library (asked for it):"))
        outcomes = self.found.outcomes
        self.stdout.write(f"{'':<18}" + "".join(f"{name[:14]:>15}" for name in outcomes))
        for rows in zip(*(one.libraries for one in outcomes.values()), strict=True):
            told = "".join(f"{f'{lent:,} ({asked:,})':>15}" for _name, asked, _no, lent, _took in rows)
            self.stdout.write(f"{rows[0][0][:17]:<18}{told}")


def titled(titles: dict[str, str]) -> str:
    """The head of the table, whose Han characters are twice as wide as figures."""
    first, *others = titles.values()
    widths = [8 - wide(one) for one in others]
    return " ".join([f"{first:<{22 - wide(first)}}", *map("{:>{}}".format, others, widths)])


def wide(text: str) -> int:
    """How many more columns than characters it takes."""
    return sum(unicodedata.east_asian_width(char) in WIDE for char in text)
