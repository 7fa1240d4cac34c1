"""`request`: place a request for a reader, show how one stands, take a step of its life."""

from __future__ import annotations

from argparse import SUPPRESS
from collections.abc import Collection
from datetime import date, datetime
from typing import Any, Final

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from commonshelf.cards import api as cards
from commonshelf.catalogue import api as catalogue
from commonshelf.kernel.actor import Actor
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import ABSENT, Absent, Fact, Refusal
from commonshelf.members import api as members
from commonshelf.sharing import api as sharing
from commonshelf.ui.command import Command as Base

DAYS: Final = ("due_date", "retry_date")
NUMBERS: Final = ("edition", "document", "cost", "fee", "attempt", "partner", "reader_fee")
"""Facts of a step that are no words."""
NOT_NOW: Final = frozenset(
    f"sharing.{code}" for code in ("step", "not-yours", "no-such-action", "changed", "late-answer")
)
"""Refusals of a step that are answered with those there are."""


class Command(Base):
    """By the operator, at the desk of the library that has to do it."""

    help = "Place a request, show how one stands, or take a step of its life."

    def add_arguments(self, parser: CommandParser) -> None:
        doing = parser.add_subparsers(dest="doing", required=True, metavar="place|show|act")
        self._place(doing.add_parser("place", help="ask for something in a reader's name"))
        show = doing.add_parser("show", help="how it stands, who is next, what happened")
        show.add_argument("number", help="of the request")
        act = doing.add_parser("act", help="take a step, as a button of a desk would")
        act.add_argument("number", help="of the request")
        act.add_argument("action", help="ship, receive, cancel …; `show` lists those that can be taken now")
        act.add_argument(
            "--fact",
            action="append",
            default=[],
            metavar="NAME=VALUE",
            help="what the form says; again for more",
        )
        act.add_argument("--version", type=int, metavar="N", dest="seen", help="as `show` told it")
        act.add_argument("--key", default="", help="the same key again has no second effect")
        for one in doing.choices.values():  # said before or after what is to be done
            one.add_argument("--json", action="store_true", default=SUPPRESS, help="print one JSON object")

    @staticmethod
    def _place(place: CommandParser) -> None:
        place.add_argument("--card", required=True, metavar="NUMBER", help="as printed on the card")
        place.add_argument("--edition", type=int, metavar="ID", help="as in its page's address")
        place.add_argument("--service", default="Loan", choices=("Loan", "Copy", "CopyOrLoan"))
        place.add_argument("--kind", default="Book", help="Book, Article, Chapter, Thesis …")
        place.add_argument(
            "--pickup", default="", metavar="SYMBOL/BRANCH", help="where the reader fetches it"
        )
        place.add_argument("--needed", type=date.fromisoformat, metavar="DATE", help="last day it is of use")
        place.add_argument("--most", type=int, default=0, metavar="FEN", help="the most the reader pays")
        place.add_argument("--supplier", default="", metavar="SYMBOL", help="asked first")
        place.add_argument("--any-edition", action="store_true", help="any edition of the work will do")
        place.add_argument("--agreed", action="store_true", help="the reader agreed to the notice on copies")
        place.add_argument("--note", default="", help="words for the libraries")
        place.add_argument(
            "--cite",
            action="append",
            default=[],
            metavar="NAME=VALUE",
            help="title, isbn, pages …; again for more",
        )
        place.add_argument("--key", default="", help="the same key again has no second effect")

    def run(self, **options: Any) -> dict[str, Any]:
        actor, doing = members.operator(), options["doing"]
        if doing == "place":
            return told(self._placed(options))
        if doing == "show":
            return told(self._known(options["number"]))
        return told(self._stepped(actor, options))

    @staticmethod
    def _known(number: str) -> sharing.RequestCard:
        try:
            return sharing.request(actor=members.operator(), number=number)
        except Absent:
            raise Refusal("sharing.no-such-request", {"number": number[:40]}, ABSENT) from None

    def _stepped(self, actor: Actor, options: dict[str, Any]) -> sharing.RequestCard:
        facts, before = self._facts(options["fact"]), self._known(options["number"])
        try:
            return sharing.act(
                actor=actor,
                request=before.number,
                action=options["action"],
                facts=facts,
                version=options["seen"],
                key=options["key"],
            )
        except Refusal as no:
            if no.code not in NOT_NOW:
                raise
            instead: dict[str, Fact] = {"possible": " ".join(possible(before)), "version": before.version}
            raise Refusal(no.code, {**no.facts, **instead}, no.status) from no

    def sentence(self, refusal: Refusal) -> str:
        """With the steps that can be taken instead."""
        said = super().sentence(refusal)
        if "possible" not in refusal.facts:
            return said
        steps = refusal.facts["possible"] or _("none any more, it has ended")
        more = _("Steps that can be taken now: {steps}.").format(steps=steps)
        return _("{one} {other}").format(one=said, other=more)

    def _placed(self, options: dict[str, Any]) -> sharing.RequestCard:
        citation = self._pairs(options["cite"], sharing.CITED)
        if options["edition"] is None and not citation:
            self.misused(_("Say what is asked for: --edition ID, or --cite title=…"))
        reader = cards.find_reader(number=options["card"])
        library, _slash, branch = options["pickup"].partition("/")
        self._there_are(options["edition"], options["supplier"])
        return sharing.place(
            actor=members.operator(),
            reader=reader.key,
            edition=options["edition"],
            citation=citation,
            service=options["service"],
            kind=options["kind"],
            pickup=(library, branch),
            needed_date=options["needed"],
            most_cost=options["most"],
            any_edition=options["any_edition"],
            way=(options["supplier"], "") if options["supplier"] else None,
            note=options["note"],
            agreed_copyright=options["agreed"],
            library=library or reader.home,
            key=options["key"],
        )

    @staticmethod
    def _there_are(edition: int | None, supplier: str) -> None:
        try:
            if edition is not None:
                catalogue.edition(id=edition)
        except catalogue.Moved:
            pass  # it is followed to where it is now
        except Absent:
            raise Refusal("sharing.no-such-edition", {"edition": edition}, ABSENT) from None
        known = [one.symbol for one in members.libraries()]
        if supplier and supplier not in known:
            facts = {"field": "supplier", "value": supplier[:40], "known": ", ".join(known)}
            raise Refusal("sharing.bad-choice", facts)

    def _pairs(self, said: list[str], known: Collection[str]) -> dict[str, str]:
        pairs = [one.partition("=") for one in said]
        for name, equals, _value in pairs:
            if not name or not equals:
                self.misused(_("Write NAME=VALUE, as in pages=12-20."))
            if name not in known:
                words = _("There is no “{name}”; choose one of these: {names}.")
                self.misused(words.format(name=name, names=", ".join(known)))
        return {name: value for name, _equals, value in pairs}

    def _facts(self, said: list[str]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, value in self._pairs(said, (*sharing.FACTS, "attempt")).items():
            if name in DAYS:
                found[name] = self._day(value)
            elif name in NUMBERS:
                if (number := whole(value, otherwise=-1)) < 0:
                    self.misused(_("{name} is a whole number.").format(name=name))
                found[name] = number
            else:
                found[name] = value
        return found

    def _day(self, value: str) -> date:
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.misused(_("Write a day as 2026-11-22."))

    def tell(self, answer: dict[str, Any]) -> None:
        why = f" ({answer['why']})" if answer["why"] else ""
        self.stdout.write(f"{answer['number']}  {answer['state']}{why}  {answer['title']}")
        asked = answer["supplier"] or answer["partner"] or "-"
        self.stdout.write(f"{answer['requester']} <- {asked}  {answer['service']}  v{answer['version']}")
        if turn := answer["next"]:
            by = local(turn["by_when"]) if turn["by_when"] else ""
            self.stdout.write(f"-> {turn['who']} {turn['library']} {turn['what']}  {by}".rstrip())
        if answer["steps"]:
            words = _("Steps that can be taken now: {steps}.")
            self.stdout.write(words.format(steps=" ".join(answer["steps"])))
        for moment in answer["history"]:
            at, action = local(moment["at"]), moment["action"]
            self.stdout.write(
                f"  {at}  {action:<14} {moment['after']:<14} {moment['library']} {moment['reason']}".rstrip()
            )


def local(instant: str) -> str:
    """As the clock on the wall shows it."""
    return timezone.localtime(datetime.fromisoformat(instant)).strftime("%Y-%m-%d %H:%M")


def told(card: sharing.RequestCard) -> dict[str, Any]:
    return sharing.request_as_json(card, possible(card))


def possible(card: sharing.RequestCard) -> list[str]:
    """Every step that the operator can take now, at the requester's desk and at the supplier's."""
    found = [one.action for one in card.steps]
    if card.supply is not None and card.supply.supplier:
        theirs = sharing.request(actor=members.operator(), number=card.number, library=card.supplier)
        found += [one.action for one in theirs.steps]
    return list(dict.fromkeys(found))
