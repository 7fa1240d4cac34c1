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
    _register_days()
    _register_money()
    _register_ways()


def _register_days() -> None:
    members.register_setting(
        name=DAYS,
        kind="number",
        default=30,
        least=1,
        most=366,
        label=_("Days of a loan"),
        unit=_("days"),
        help=_("Where the rule that lets a reader borrow names no days."),
        shown=True,
    )
    members.register_setting(
        name=HOLD_DAYS,
        kind="number",
        default=5,
        least=1,
        most=30,
        label=_("Days a book is kept for whoever asked for it"),
        unit=_("days"),
        shown=True,
    )
    members.register_setting(
        name=LOST_AFTER,
        kind="number",
        default=0,
        least=0,
        most=730,
        label=_("Days after which an overdue book counts as lost"),
        unit=_("days"),
        help=_("0: never by itself; a librarian decides."),
        shown=True,
    )
    members.register_setting(
        name=UNDO_MINUTES,
        kind="number",
        default=10,
        least=0,
        most=120,
        label=_("Minutes in which a desk can take back its last step"),
        unit=_("minutes"),
    )


def _register_money() -> None:
    members.register_setting(
        name=FREE_DAYS,
        kind="number",
        default=0,
        least=0,
        most=60,
        label=_("Days of grace before being late costs anything"),
        unit=_("days"),
        shown=True,
    )
    members.register_setting(
        name=DAY_FEE,
        kind="number",
        default=0,
        least=0,
        most=1000,
        label=_("Fee for each open day a book is late"),
        unit=_("fen"),
        help=_("A hundred fen are one yuan; 0: being late costs nothing."),
        shown=True,
    )
    members.register_setting(
        name=MOST_FEE,
        kind="number",
        default=0,
        least=0,
        most=10000,
        label=_("Most that one late book costs"),
        unit=_("yuan"),
        help=_("0: no limit."),
        shown=True,
    )
    members.register_setting(
        name=LOST_PRICE,
        kind="number",
        default=0,
        least=0,
        most=10000,
        label=_("Price of a lost book whose own price is not known"),
        unit=_("yuan"),
        shown=True,
    )


def _register_ways() -> None:
    members.register_setting(
        name=TRAVELS,
        kind="flag",
        default=True,
        label=_("Our books may be sent to and lent at other members"),
    )


def whole(library: str, name: str) -> int:
    return int(members.setting(library=library, name=name))


def travels(library: str) -> bool:
    return bool(members.setting(library=library, name=TRAVELS))


def tariff(library: str) -> Tariff:
    return Tariff(
        day=whole(library, DAY_FEE),
        most=whole(library, MOST_FEE) * FEN,
        free=whole(library, FREE_DAYS),
        lost=whole(library, LOST_PRICE) * FEN,
    )
