"""A system nobody can reach from here: a work item asks the library's people to write it down there.

What the desk did counts at once; the item is finished when somebody has typed it over.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext, override

from commonshelf.kernel.actor import MACHINE, Ref, Role
from commonshelf.loans.ils.contract import Copy, DoneReply, ItemReply, User, UserReply
from commonshelf.loans.ils.here import Here
from commonshelf.members.cards import Said
from commonshelf.work import api as work

KIND: Final = "own-system"
WITHIN: Final = 8 * 60
"""Working minutes: one day."""


class Manual:
    """Told within the act that does it here, so that neither is without the other."""

    name = "manual"
    far = False

    def __init__(self, library: str) -> None:
        self._library = library
        self._here = Here(library)

    def look_up_item(self, *, copy: Copy) -> ItemReply:
        return self._here.look_up_item(copy=copy)

    def look_up_user(self, *, user: User) -> UserReply:
        return self._here.look_up_user(user=user)

    def check_out_item(self, *, copy: Copy, user: User, due_date: date, at: datetime) -> DoneReply:
        return self._ask("out", copy, at, user=user, due_date=due_date)

    def undo_check_out_item(self, *, copy: Copy, user: User, at: datetime) -> DoneReply:
        return self._ask("undo", copy, at, user=user)

    def check_in_item(self, *, copy: Copy, at: datetime) -> DoneReply:
        return self._ask("in", copy, at)

    def renew_item(self, *, copy: Copy, user: User, due_date: date, at: datetime) -> DoneReply:
        return self._ask("renew", copy, at, user=user, due_date=due_date)

    def recall_item(self, *, copy: Copy, user: User, due_date: date, at: datetime) -> DoneReply:
        return self._ask("recall", copy, at, user=user, due_date=due_date)

    def _ask(
        self, verb: str, copy: Copy, at: datetime, *, user: User | None = None, due_date: date | None = None
    ) -> DoneReply:
        told = {"barcode": copy.barcode, "reader": user.alias if user else "", "day": due_date or ""}
        item = work.open_item(
            actor=MACHINE,
            kind=KIND,
            about=Ref("own-system", f"{verb} {copy.barcode} {at:%Y%m%d%H%M%S}"[:80], self._library),
            title=Said(*(self._title(verb, copy, told, language) for language in ("zh-hans", "en"))),
            url="",
            library=self._library,
            to_role=Role.LIBRARIAN,
            due_minutes=WITHIN,
            at=at,
        )
        return DoneReply(due_date, work=item.id)

    def _title(self, verb: str, copy: Copy, told: Mapping[str, object], language: str) -> str:
        with override(language):
            said = {
                "out": gettext("In your own system: lend {barcode} “{title}” to {reader} until {day}"),
                "undo": gettext("In your own system: take back the loan of {barcode} “{title}” to {reader}"),
                "in": gettext("In your own system: return {barcode} “{title}”"),
                "renew": gettext("In your own system: renew {barcode} “{title}” for {reader} until {day}"),
                "recall": gettext(
                    "In your own system: recall {barcode} “{title}” from {reader}; it is due on {day} now"
                ),
            }[verb]
        title = copy.title_en if language == "en" and copy.title_en else copy.title_zh
        return said.format(title=title[:80], **told)
