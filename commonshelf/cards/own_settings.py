"""The settings this room names."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from commonshelf.members import api as members


def register() -> None:
    members.register_settings(
        members.Number(
            "cards.overdue-blocks",
            7,
            (0, 365),
            _("Nothing more is lent when something is overdue by"),
            _("days"),
            help=_("0: what is overdue never keeps readers from borrowing."),
            shown=True,
        ),
        members.Number(
            "cards.owed-blocks",
            50,
            (0, 10_000),
            _("Nothing more is lent to whoever owes"),
            _("yuan"),
            help=_("At all members together. 0: debts never keep readers from borrowing."),
            shown=True,
        ),
        members.Number(
            "cards.loans-everywhere",
            0,
            (0, 1_000),
            _("Loans a reader may have at all members together"),
            _("items"),
            help=_("0: only the limits of the single libraries count."),
        ),
    )
