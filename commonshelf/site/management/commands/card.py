"""`card`: register a reader, block one, show whose card it is."""

from __future__ import annotations

import sys
from argparse import SUPPRESS
from datetime import date, timedelta
from typing import Any, Final

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from commonshelf.cards import api as cards
from commonshelf.members import api as members
from commonshelf.ui.command import Command as Base

LANGUAGES: Final = {"zh": "zh-hans", "en": "en"}


class Command(Base):
    """What it shows of a reader is written down as a look of the operator, at their home library."""

    help = "Register a reader and give a card, block a reader, or show whose card a number is."

    def add_arguments(self, parser: CommandParser) -> None:
        doing = parser.add_subparsers(dest="doing", required=True, metavar="create|block|show")
        self._create(doing.add_parser("create", help="register a reader; prints the card and the code"))
        block = doing.add_parser("block", help="block a reader at a library, or everywhere")
        block.add_argument("number", help="of the card")
        block.add_argument("--library", required=True, metavar="SYMBOL", help="where, or who says it")
        block.add_argument(
            "--reason", required=True, help="overdue, fees, lost, damage, conduct, address, proof or other"
        )
        block.add_argument("--words", default="", help="what the reader is told besides")
        block.add_argument("--service", action="append", default=[], help="only this one; more than once")
        block.add_argument("--last", type=date.fromisoformat, metavar="DAY", help="last day of the block")
        block.add_argument("--everywhere", action="store_true", help="said by the home library")
        show = doing.add_parser("show", help="whose card it is, and how it stands")
        show.add_argument("number", help="of the card")
        for one in doing.choices.values():  # said before or after what is to be done
            one.add_argument("--json", action="store_true", default=SUPPRESS, help="print one JSON object")

    @staticmethod
    def _create(create: CommandParser) -> None:
        create.add_argument("--library", required=True, metavar="SYMBOL", help="the home library")
        create.add_argument("--group", required=True, metavar="CODE", help="one of its reader groups")
        create.add_argument("--name-zh", default="", metavar="NAME")
        create.add_argument("--name-en", default="", metavar="NAME")
        create.add_argument("--proof", default="id-card", help="kind of document; an ID card unless said")
        create.add_argument("--number", default="-", help="of the document; - reads it from standard input")
        create.add_argument("--issuer", default="", help="of a passport: its country in two letters")
        create.add_argument("--birth-date", type=date.fromisoformat, metavar="DAY")
        create.add_argument("--local-number", default="", metavar="NUMBER", help="student or staff number")
        create.add_argument("--phone", default="")
        create.add_argument("--email", default="", metavar="ADDRESS")
        create.add_argument("--language", choices=sorted(LANGUAGES))
        create.add_argument("--card", default="", metavar="NUMBER", help="of a card printed before")
        create.add_argument("--guardian", default="", metavar="NUMBER", help="their card, for a child")
        create.add_argument("--guardian-name", default="", metavar="NAME")
        create.add_argument("--guardian-phone", default="", metavar="NUMBER")
        create.add_argument("--guardian-agreed", action="store_true", help="they said so, at a desk")

    def run(self, **options: Any) -> dict[str, Any]:
        doing = {"create": self._register, "block": self._block, "show": self._show}
        return doing[options["doing"]](options)

    def _register(self, told: dict[str, Any]) -> dict[str, Any]:
        members.library_said(symbol=told["library"])
        number = told["number"]
        if number == "-":
            number = sys.stdin.readline().strip()
        done = cards.register(
            actor=members.operator(),
            library=told["library"],
            given=cards.ReaderGiven(
                group=told["group"],
                name_zh=told["name_zh"],
                name_en=told["name_en"],
                birth_date=told["birth_date"],
                phone=told["phone"],
                email=told["email"],
                language=LANGUAGES.get(told["language"] or "", ""),
                local_number=told["local_number"],
                guardian=cards.Guardian(
                    told["guardian"],
                    told["guardian_name"],
                    told["guardian_phone"],
                    told["guardian_agreed"],
                ),
            ),
            proof=cards.ProofGiven(told["proof"], number, told["issuer"]),
            card_number=told["card"],
        )
        return {**_as_told(done.reader), "card": done.card.number, "code": done.code}

    @staticmethod
    def _block(told: dict[str, Any]) -> dict[str, Any]:
        members.library_said(symbol=told["library"])
        reader = cards.find_reader(number=told["number"])
        made = cards.block(
            actor=members.operator(),
            reader=reader.key,
            library=told["library"],
            reason=told["reason"],
            words=told["words"],
            services=told["service"],
            active_to=told["last"] + timedelta(days=1) if told["last"] else None,
            everywhere=told["everywhere"],
        )
        return {"block": made.id, "alias": reader.alias, **_block_told(made)}

    @staticmethod
    def _show(told: dict[str, Any]) -> dict[str, Any]:
        reader = cards.find_reader(number=told["number"])
        cards.seen_by(actor=members.operator(), reader_key=reader.key, library=reader.home, why="card")
        return _as_told(reader)

    def tell(self, answer: dict[str, Any]) -> None:
        if "block" in answer:
            said = _("Blocked: {alias}, block {id}.").format(alias=answer["alias"], id=answer["block"])
            self.stdout.write(said)
            return
        super().tell(answer)


def _as_told(reader: cards.ReaderCard) -> dict[str, Any]:
    return {
        "card": reader.card.number if reader.card else "",
        "card_state": reader.card.state if reader.card else "",
        "alias": reader.alias,
        "name_zh": reader.name.zh,
        "name_en": reader.name.en,
        "home": reader.home,
        "group": reader.group.code,
        "kind": reader.group.kind,
        "state": reader.state,
        "active_from": str(reader.active_from),
        "last_date": str(reader.last_date or ""),
        "child": reader.child,
        "blocks": [{"block": one.id, **_block_told(one)} for one in reader.blocks],
    }


def _block_told(block: cards.BlockCard) -> dict[str, Any]:
    return {
        "library": block.library,
        "reason": block.reason,
        "services": list(block.services),
        "last_date": str(block.last_date or ""),
    }
