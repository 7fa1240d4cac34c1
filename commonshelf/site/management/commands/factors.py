"""`factors`: a person's second factors; a lost one removed where nobody else can, at the machine itself."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from commonshelf.members import api as members
from commonshelf.ui.command import Command as Base


class Command(Base):
    """Answers {person, factors: [{id, kind, name, added_at, used_at}]}, as they are afterwards."""

    help = "List a person's second factors, or remove a lost one (their sessions end)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--person", required=True, metavar="NAME", help="user name or key")
        parser.add_argument("--remove", type=int, metavar="ID", help="the factor to remove, as listed")
        parser.add_argument("--reason", default="", help="why it is removed; it stands in the log")

    def run(self, **options: Any) -> dict[str, Any]:
        person = options["person"]
        if options["remove"] is not None:
            members.remove_factor(
                actor=members.operator(), person=person, factor=options["remove"], reason=options["reason"]
            )
        found = [
            {
                "id": one.id,
                "kind": one.kind,
                "name": one.name,
                "added_at": localtime(one.added_at).isoformat(timespec="seconds"),
                "used_at": localtime(one.used_at).isoformat(timespec="seconds") if one.used_at else None,
            }
            for one in members.factors_of(person=person)
        ]
        return {"person": person, "factors": found}

    def tell(self, answer: dict[str, Any]) -> None:
        for one in answer["factors"]:
            words = (str(one["id"]), one["kind"], one["name"], one["added_at"])
            self.stdout.write("  ".join(word for word in words if word))
        if not answer["factors"]:
            self.stdout.write(_("No second factor: the password alone signs them in."))
