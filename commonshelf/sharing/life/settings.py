"""What may be chosen about requests: hours and days by the rules in force and by libraries' settings."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from commonshelf.members import api as members
from commonshelf.sharing.domain.clock import Hours
from commonshelf.sharing.ruling.policies import policy_now

SHELF_DAYS: Final = "sharing.shelf-days"
MOST_OPEN: Final = "sharing.most-open"
MOST_OPEN_HERE: Final = "sharing.most-open-here"
TWICE_DAYS: Final = "sharing.twice-days"
UNDO_MINUTES: Final = "sharing.undo-minutes"
REVIEW_ALL: Final = "sharing.review-all"


def register() -> None:
    members.register_setting(
        name=MOST_OPEN,
        kind="number",
        default=10,
        least=1,
        most=500,
        label=_("Requests a reader may have open at a time"),
        unit=_("requests"),
        help=_("Of this library's own readers; the next ones wait in line."),
        shown=True,
    )
    members.register_setting(
        name=MOST_OPEN_HERE,
        kind="number",
        default=0,
        least=0,
        most=100000,
        label=_("Requests this library sends out at a time"),
        unit=_("requests"),
        help=_("0: no limit; else the next ones wait in line."),
    )
    members.register_setting(
        name=TWICE_DAYS,
        kind="number",
        default=14,
        least=0,
        most=365,
        label=_("Days within which the same request again is looked at by a librarian"),
        unit=_("days"),
        help=_("0: never."),
    )
    members.register_setting(
        name=SHELF_DAYS,
        kind="number",
        default=7,
        least=1,
        most=60,
        label=_("Days a requested book without a barcode is kept for its reader"),
        unit=_("days"),
    )
    members.register_setting(
        name=UNDO_MINUTES,
        kind="number",
        default=10,
        least=0,
        most=120,
        label=_("Minutes in which the interlibrary desk can take back its last step"),
        unit=_("minutes"),
    )
    members.register_setting(
        name=REVIEW_ALL,
        kind="flag",
        default=False,
        label=_("A librarian looks at every request before it is sent"),
    )


def whole(library: str, name: str) -> int:
    return int(members.setting(library=library, name=name))


def flag(library: str, name: str) -> bool:
    return bool(members.setting(library=library, name=name))


def hours(level: str, library: str) -> Hours:
    """library: whose people have to do something; "": nobody's."""
    rules = policy_now().rules
    by_level = rules.clock(level)
    shelf = whole(library, SHELF_DAYS) if library else Hours().shelf_days
    return Hours(
        answer=by_level.answer,
        ship=by_level.ship,
        shelf_days=shelf,
        appeal_days=rules.limits.appeal_days,
    )
