"""`rights`: what a card may do at a library now, and why or why not."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from commonshelf.cards import api as cards
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api as members
from commonshelf.ui.command import Command as Base


class Command(Base):
    """Answers {service: {allowed, reason, …}}; a no is an answer too and ends with 0.

    Its reader can see that somebody at the machine looked.
    """

    help = "Say what a reader's card may do at a library now, service by service, and why or why not."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--card", required=True, metavar="NUMBER", help="as printed on the card")
        parser.add_argument("--library", required=True, metavar="SYMBOL", help="where")
        parser.add_argument("--branch", default="", metavar="CODE", help="only this branch's doors count")

    def run(self, **options: Any) -> dict[str, Any]:
        number, library = options["card"], options["library"]
        members.library_said(symbol=library)
        found = cards.rights(
            reader=None, number=number, library=library, at=timezone.now(), branch=options["branch"]
        )
        try:
            home = cards.find_reader(number=number)
        except Refusal:
            return cards.rights_as_json(found)
        cards.seen_by(actor=members.operator(), reader_key=home.key, library=library, why="rights")
        return cards.rights_as_json(found, home.home)

    def tell(self, answer: dict[str, Any]) -> None:
        for service, one in answer.items():
            self.stdout.write(f"{cards.SERVICE_WORDS[service]}: {one['sentence']}")
