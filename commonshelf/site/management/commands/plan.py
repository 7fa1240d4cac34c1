"""`plan`: every way to an edition for a reader, the soonest first, and every way that is none."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import CommandParser
from django.utils import translation
from django.utils.translation import gettext

from commonshelf.cards import api as cards
from commonshelf.catalogue import api as catalogue
from commonshelf.kernel.place import read_place
from commonshelf.kernel.refusal import ABSENT, Absent, Refusal
from commonshelf.members import api as members
from commonshelf.sharing import api as sharing
from commonshelf.ui.command import Command as Base


class Command(Base):
    """Answers {ways, ruled_out}; that there is no way is an answer too and ends with 0.

    Speaks the reader's language where they chose one. They can see that somebody at the machine looked.
    """

    help = "List every way in which a reader can get an edition, soonest first, and why other ways are none."

    language = ""
    found: sharing.Plan | None = None

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--card", required=True, metavar="NUMBER", help="as printed on the card")
        parser.add_argument(
            "--edition", required=True, type=int, metavar="ID", help="as in its page's address"
        )
        parser.add_argument("--place", default="", metavar="LAT,LON", help="where the reader is, in degrees")
        parser.add_argument(
            "--needed", type=date.fromisoformat, metavar="DATE", help="last day on which it is still of use"
        )

    def run(self, **options: Any) -> dict[str, Any]:
        place = read_place(options["place"]) if options["place"] else None
        if options["place"] and place is None:
            self.misused(
                gettext(
                    "A place is two numbers in degrees, north from -90 to 90 and east from -180 to 180: "
                    "--place=30.837,106.11"
                )
            )
        reader = cards.find_reader(number=options["card"])
        situation = sharing.Asked(place=place, needed_date=options["needed"])
        found = self._planned(reader.key, options["edition"], situation)
        cards.seen_by(actor=members.operator(), reader_key=reader.key, library=reader.home, why="plan")
        self.language = reader.language
        self.found = found
        return sharing.plan_as_json(found)

    def _planned(self, reader: str, edition: int, situation: sharing.Asked) -> sharing.Plan:
        """Of the edition as it is called now: numbers that were joined into another are followed."""
        try:
            return sharing.plan(reader=reader, edition=edition, situation=situation)
        except catalogue.Moved as moved:
            return self._planned(reader, moved.to, situation)
        except Absent:
            raise Refusal("sharing.no-such-edition", {"edition": edition}, ABSENT) from None

    def tell(self, answer: dict[str, Any]) -> None:
        del answer  # codes; people get the plan's own sentences
        with translation.override(self.language or translation.get_language() or "en"):
            for line in sharing.plan_lines(self.found) if self.found else ():
                self.stdout.write(line)
