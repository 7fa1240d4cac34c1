"""The settings this room names."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from commonshelf.members import api as members


def register() -> None:
    members.register_setting(
        name="cards.overdue-blocks",
        kind="number",
        default=7,
        least=0,
        most=365,
        label=_("Nothing more is lent when something is overdue by"),
        unit=_("days"),
        help=_("0: what is overdue never keeps readers from borrowing."),
        shown=True,
    )
    members.register_setting(
        name="cards.owed-blocks",
        kind="number",
        default=50,
        least=0,
        most=10_000,
        label=_("Nothing more is lent to whoever owes"),
        unit=_("yuan"),
        help=_("At all members together. 0: debts never keep readers from borrowing."),
        shown=True,
    )
    members.register_setting(
        name="cards.loans-everywhere",
        kind="number",
        default=0,
        least=0,
        most=1_000,
        label=_("Loans a reader may have at all members together"),
        unit=_("items"),
        help=_("0: only the limits of the single libraries count."),
    )
