"""`members`: one step in the life of a membership, as the office takes it on its page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from commonshelf.members import api as members
from commonshelf.ui.command import Command as Base

TOLD: Final = (
    *("name_zh", "name_en", "kind", "region_zh", "region_en"),
    *("website", "contact", "email", "phone", "words"),
)


class Command(Base):
    """Each is one act with its event; what the table of memberships does not allow is refused."""

    help = "Take one step in the life of a membership: apply, admit, suspend, leave and what lies between."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("step", choices=sorted(STEPS), help="what is done")
        parser.add_argument("symbol", help="the library")
        parser.add_argument("--reason", default="", help="why; suspend, refuse and leave need one")
        parser.add_argument(
            "--to", choices=("trial", "active"), default="trial", help="admit: how far (default: trial)"
        )
        parser.add_argument(
            "--to-library", default="", metavar="SYMBOL", help="leave: who takes its open work over"
        )
        parser.add_argument(
            "--on", type=date.fromisoformat, metavar="DAY", help="notice, leave: first day without it"
        )
        parser.add_argument("--invitation", default="", metavar="SECRET", help="apply: of the letter")
        for name in TOLD:
            parser.add_argument(f"--{name.replace('_', '-')}", default="", help=f"apply: {name}")

    def run(self, **options: Any) -> dict[str, Any]:
        if options["step"] == "notice" and options["on"] is None:
            self.misused("notice needs --on DAY")
        return STEPS[options["step"]](options)

    def tell(self, answer: dict[str, Any]) -> None:
        self.stdout.write(_("{symbol} is {status} now.").format_map(answer))
        if answer.get("parcel"):
            self.stdout.write(_("Its data lie in {parcel}.").format_map(answer))


def _base(options: dict[str, Any]) -> dict[str, Any]:
    return {"actor": members.operator(), "symbol": options["symbol"]}


def _why(options: dict[str, Any]) -> dict[str, Any]:
    return {**_base(options), "reason": options["reason"]}


def _stands(options: dict[str, Any], **more: Any) -> dict[str, Any]:
    card = members.membership_of(**_base(options))
    return {
        "symbol": card.symbol,
        "status": card.status,
        "active_to": card.active_to.isoformat() if card.active_to else None,
        **more,
    }


def _apply(options: dict[str, Any]) -> dict[str, Any]:
    told = {name: options[name] for name in TOLD if options[name]}
    members.apply(**_base(options), invitation=options["invitation"], **told)
    return _stands(options)


def _admit(options: dict[str, Any]) -> dict[str, Any]:
    members.admit(**_why(options), to=options["to"])
    return _stands(options)


def _notice(options: dict[str, Any]) -> dict[str, Any]:
    members.give_notice(**_why(options), on=options["on"])
    return _stands(options)


def _leave(options: dict[str, Any]) -> dict[str, Any]:
    done = members.leave(**_why(options), on=options["on"], to_library=options["to_library"])
    path = ""
    if done.parcel:
        _card, where = members.parcel_file(actor=members.operator(), parcel=done.parcel.id)
        path = str(where)
    return _stands(options, handed_over=done.handed_over, parcel=path)


def _plain(act: Callable[..., object]) -> Callable[[dict[str, Any]], dict[str, Any]]:
    def step(options: dict[str, Any]) -> dict[str, Any]:
        act(**_why(options))
        return _stands(options)

    return step


STEPS: Final[dict[str, Callable[[dict[str, Any]], dict[str, Any]]]] = {
    "apply": _apply,
    "admit": _admit,
    "refuse": _plain(members.refuse_application),
    "suspend": _plain(members.suspend),
    "resume": _plain(members.resume),
    "notice": _notice,
    "withdraw-notice": _plain(members.withdraw_notice),
    "leave": _leave,
}
