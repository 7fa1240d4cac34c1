"""What a library asks and grants, as its settings stand: days, grace, fees in fen."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from commonshelf.loans.domain.fees import Tariff
from commonshelf.members import api as members

DAYS: Final = "loans.days"
HOLD_DAYS: Final = "loans.hold-days"
FREE_DAYS: Final = "loans.free-days"
DAY_FEE: Final = "loans.day-fee"
MOST_FEE: Final = "loans.most-fee"
LOST_PRICE: Final = "loans.lost-price"
LOST_AFTER: Final = "loans.lost-after-days"
TRAVELS: Final = "loans.travels"
UNDO_MINUTES: Final = "loans.undo-minutes"
FEN: Final = 100
"""To a yuan. Small fees are chosen in fen, prices in yuan."""


def register() -> None:
    members.register_settings(
        members.Number(
            DAYS,
            30,
            (1, 366),
            _("Days of a loan"),
            _("days"),
            help=_("Where the rule that lets a reader borrow names no days."),
            shown=True,
        ),
        members.Number(
            HOLD_DAYS, 5, (1, 30), _("Days a book is kept for whoever asked for it"), _("days"), shown=True
        ),
        members.Number(
            LOST_AFTER,
            0,
            (0, 730),
            _("Days after which an overdue book counts as lost"),
            _("days"),
            help=_("0: never by itself; a librarian decides."),
            shown=True,
        ),
        members.Number(
            UNDO_MINUTES, 10, (0, 120), _("Minutes in which a desk can take back its last step"), _("minutes")
        ),
        members.Number(
            FREE_DAYS, 0, (0, 60), _("Days of grace before being late costs anything"), _("days"), shown=True
        ),
        members.Number(
            DAY_FEE,
            0,
            (0, 1000),
            _("Fee for each open day a book is late"),
            _("fen"),
            help=_("A hundred fen are one yuan; 0: being late costs nothing."),
            shown=True,
        ),
        members.Number(
            MOST_FEE,
            0,
            (0, 10000),
            _("Most that one late book costs"),
            _("yuan"),
            help=_("0: no limit."),
            shown=True,
        ),
        members.Number(
            LOST_PRICE,
            0,
            (0, 10000),
            _("Price of a lost book whose own price is not known"),
            _("yuan"),
            shown=True,
        ),
        members.Flag(TRAVELS, True, _("Our books may be sent to and lent at other members")),
    )


def travels(library: str) -> bool:
    return members.flag(library=library, name=TRAVELS)


def tariff(library: str) -> Tariff:
    return Tariff(
        day=members.number(library=library, name=DAY_FEE),
        most=members.number(library=library, name=MOST_FEE) * FEN,
        free=members.number(library=library, name=FREE_DAYS),
        lost=members.number(library=library, name=LOST_PRICE) * FEN,
    )
