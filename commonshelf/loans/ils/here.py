"""A library without a system of its own: our rows are the truth, and the doors of loans write them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.utils import timezone

from commonshelf.cards import api as cards
from commonshelf.kernel.refusal import Refusal
from commonshelf.loans import things
from commonshelf.loans.domain.life import State
from commonshelf.loans.ils.contract import Copy, DoneReply, ItemReply, Status, User, UserReply
from commonshelf.loans.models import Loan

_STATUS: Final[dict[str, Status]] = {
    State.HOME: "on-shelf",
    State.ON_LOAN: "on-loan",
    State.HELD: "held",
    State.IN_TRANSIT: "in-transit",
    State.LOST: "lost",
    State.MISSING: "missing",
}


class Here:
    """Answers from our own rows; what is done needs no telling."""

    name = "here"
    far = False

    def __init__(self, library: str) -> None:
        self._library = library

    def look_up_item(self, *, copy: Copy) -> ItemReply:
        try:
            found = things.look(copy.barcode, copy.library, timezone.now())
        except Refusal:
            return ItemReply(known=False)
        loan = Loan.objects.filter(thing=found.row, closed_at=None).first() if found.row.pk else None
        return ItemReply(
            known=True,
            status=_STATUS.get(found.row.state, "unknown"),
            title=found.row.title_zh or found.row.title_en,
            due_date=loan.due_date if loan else None,
        )

    def look_up_user(self, *, user: User) -> UserReply:
        right = cards.right(
            reader=user.key or None,
            number=user.number,
            library=self._library,
            service="borrow",
            at=timezone.now(),
        )
        return UserReply(known=right.reason not in {"card-unknown", "no-card"}, may_borrow=right.allowed)

    def check_out_item(self, *, copy: Copy, user: User, due_date: date, at: datetime) -> DoneReply:  # noqa: ARG002  # the contract's
        return DoneReply(due_date)

    def undo_check_out_item(self, *, copy: Copy, user: User, at: datetime) -> DoneReply:  # noqa: ARG002  # the contract's
        return DoneReply()

    def check_in_item(self, *, copy: Copy, at: datetime) -> DoneReply:  # noqa: ARG002  # the contract's
        return DoneReply()

    def renew_item(self, *, copy: Copy, user: User, due_date: date, at: datetime) -> DoneReply:  # noqa: ARG002  # the contract's
        return DoneReply(due_date)

    def recall_item(self, *, copy: Copy, user: User, due_date: date, at: datetime) -> DoneReply:  # noqa: ARG002  # the contract's
        return DoneReply(due_date)
