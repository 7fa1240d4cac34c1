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
    members.register_settings(
        members.Number(
            MOST_OPEN,
            10,
            (1, 500),
            _("Requests a reader may have open at a time"),
            _("requests"),
            help=_("Of this library's own readers; the next ones wait in line."),
            shown=True,
        ),
        members.Number(
            MOST_OPEN_HERE,
            0,
            (0, 100000),
            _("Requests this library sends out at a time"),
            _("requests"),
            help=_("0: no limit; else the next ones wait in line."),
        ),
        members.Number(
            TWICE_DAYS,
            14,
            (0, 365),
            _("Days within which the same request again is looked at by a librarian"),
            _("days"),
            help=_("0: never."),
        ),
        members.Number(
            SHELF_DAYS,
            7,
            (1, 60),
            _("Days a requested book without a barcode is kept for its reader"),
            _("days"),
        ),
        members.Number(
            UNDO_MINUTES,
            10,
            (0, 120),
            _("Minutes in which the interlibrary desk can take back its last step"),
            _("minutes"),
        ),
        members.Flag(REVIEW_ALL, False, _("A librarian looks at every request before it is sent")),
    )


def hours(level: str, library: str) -> Hours:
    """library: whose people have to do something; "": nobody's."""
    rules = policy_now().rules
    by_level = rules.clock(level)
    shelf = members.number(library=library, name=SHELF_DAYS) if library else Hours().shelf_days
    return Hours(
        answer=by_level.answer, ship=by_level.ship, shelf_days=shelf, appeal_days=rules.limits.appeal_days
    )
