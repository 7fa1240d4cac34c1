"""`may`: whether somebody may do something, and why or why not."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from commonshelf.members import api as members
from commonshelf.ui.command import Command as Base


class Command(Base):
    """Answers {allowed, reason}; a no is an answer too and ends with 0."""

    help = "Say whether a person may do something to something, and why or why not."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--person", required=True, metavar="NAME", help="user name or key")
        parser.add_argument(
            "--act", required=True, metavar="ACTION", help="as in docs/reference/permissions.md"
        )
        parser.add_argument(
            "--object",
            required=True,
            metavar="KIND:ID[@SYMBOL]",
            help="what it is done to, and the library that owns it: library:CN-1, load:7@CN-1",
        )

    def run(self, **options: Any) -> dict[str, Any]:
        found = members.may(person=options["person"], action=options["act"], object=options["object"])
        return {"allowed": found.allowed, "reason": found.reason}

    def tell(self, answer: dict[str, Any]) -> None:
        self.stdout.write(answer["reason"])
