"""`invite`: a letter that lets somebody in with a role, or a library apply; prints its link."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from commonshelf.members import api as members
from commonshelf.ui.command import Command as Base

LANGUAGES: Final = {"zh": "zh-hans", "en": "en"}


class Command(Base):
    help = "Invite a person to a role, or with --apply a library to apply; the letter stands in the outbox."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--library", default="", metavar="SYMBOL", help="where the role is held")
        parser.add_argument(
            "--role",
            default="",
            help="reader, librarian, cataloguer, manager; of the alliance: office, auditor",
        )
        parser.add_argument("--apply", action="store_true", help="invite a library instead of a person")
        parser.add_argument("--email", default="", metavar="ADDRESS", help="without one: a letter on paper")
        parser.add_argument("--name-zh", default="", metavar="NAME", help="whom to address, in Chinese")
        parser.add_argument("--name-en", default="", metavar="NAME", help="whom to address, in English")
        parser.add_argument("--language", choices=sorted(LANGUAGES), help="of the letter")
        parser.add_argument("--first", type=date.fromisoformat, metavar="DAY", help="first day of the role")
        parser.add_argument("--last", type=date.fromisoformat, metavar="DAY", help="last day of the role")
        parser.add_argument("--days", type=int, metavar="N", help="how long the invitation holds")

    def run(self, **options: Any) -> dict[str, Any]:
        if not options["apply"] and not options["role"]:
            self.misused(_("Say with --role which role, or with --apply that a library is invited."))
        card = members.invite(
            actor=members.operator(),
            kind="library" if options["apply"] else "person",
            email=options["email"],
            name_zh=options["name_zh"],
            name_en=options["name_en"],
            library=options["library"],
            role=options["role"],
            active_from=options["first"],
            active_to=options["last"] + timedelta(days=1) if options["last"] else None,
            language=LANGUAGES.get(options["language"] or "", ""),
            days=options["days"],
        )
        return {
            "invitation": card.id,
            "kind": card.kind,
            "library": card.library,
            "role": card.role,
            "email": card.email,
            "expires_at": timezone.localtime(card.expires_at).isoformat(timespec="minutes"),
            "link": card.link,
        }

    def tell(self, answer: dict[str, Any]) -> None:
        said = (
            _("A letter to {email} is on its way; its link, until {until}:")
            if answer["email"]
            else _("A letter on paper stands in the outbox; its link, until {until}:")
        )
        self.stdout.write(said.format(email=answer["email"], until=answer["expires_at"][:10]))
        self.stdout.write(answer["link"])
