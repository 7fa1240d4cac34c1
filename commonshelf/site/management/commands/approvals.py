"""`approvals`: licence decisions that wait or were taken, and taking one at the machine."""

from __future__ import annotations

from argparse import SUPPRESS
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext

from commonshelf.kernel.refusal import ABSENT, Absent, Refusal
from commonshelf.members import api as members
from commonshelf.sharing import api as sharing
from commonshelf.ui.command import Command as Base


class Command(Base):
    """list, or nothing, answers {approvals: [...], total}; decide answers the decision as it then stands."""

    help = "List licence decisions, or decide one: approve, limit or refuse, as the operator of this machine."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.set_defaults(decided=False, page=1)
        steps = parser.add_subparsers(dest="step", metavar="list|decide")
        listed = steps.add_parser("list", help="those that wait, the soonest due first")
        listed.add_argument("--decided", action="store_true", help="those that were taken, the latest first")
        listed.add_argument("--page", type=int, default=1, help="30 on each page")
        decided = steps.add_parser("decide", help="take one that waits")
        decided.add_argument("id", type=int, help="as the list has it")
        decided.add_argument("verdict", choices=["approve", "limit", "refuse"])
        decided.add_argument("--reason", default="", help="needed for a refusal; the reader reads it")
        decided.add_argument("--pages", type=int, help="of limit: so many at most")
        decided.add_argument("--days", type=int, help="of limit: so many at most")
        decided.add_argument("--on-site", action="store_true", help="of limit: only at the pick-up library")
        for one in (listed, decided):
            one.add_argument("--json", action="store_true", default=SUPPRESS, help="print one JSON object")

    def run(self, **options: Any) -> dict[str, Any]:
        actor = members.operator()
        if options["step"] == "decide":
            card = self._known(options["id"])
            limits = sharing.Bounds(options["pages"], options["days"], options["on_site"])
            made = sharing.decide(
                actor=actor,
                approval=card.id,
                verdict=options["verdict"],
                reason=options["reason"],
                limits=limits,
                version=card.version,
                key="",
            )
            return sharing.approval_as_json(made)
        page = options["page"]
        if page < 1:
            self.misused(gettext("Pages are counted from 1."))
        found, total = (
            sharing.decided(actor=actor, page=page)
            if options["decided"]
            else sharing.approvals(actor=actor, page=page)
        )
        return {"approvals": [sharing.approval_as_json(one) for one in found], "total": total}

    @staticmethod
    def _known(id: int) -> sharing.ApprovalCard:
        try:
            return sharing.approval(actor=members.operator(), id=id)
        except Absent:
            raise Refusal("sharing.no-such-decision", {"id": id}, ABSENT) from None

    def tell(self, answer: dict[str, Any]) -> None:
        if "approvals" not in answer:
            self.stdout.write(self._line(answer))
            return
        if not answer["approvals"]:
            self.stdout.write(gettext("No licence decision is there."))
        for one in answer["approvals"]:
            self.stdout.write(self._line(one))

    @staticmethod
    def _line(one: dict[str, Any]) -> str:
        at = timezone.localtime(one["decided_at"] or one["decide_by"]).strftime("%Y-%m-%d %H:%M")
        told = [str(one["id"]), one["request"], one["state"], at, one["agency"], one["service"], one["title"]]
        return "  ".join(part for part in [*told, one["rule"], one["reason"]] if part)
