"""What couriers' lines and their tables say to people: days, columns, what is wrong with a cell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from commonshelf.sharing.domain.couriers import Misread

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words = Mapping[str, "str | _StrPromise"]
COLUMNS: Final[Words] = {
    "from": _("From"),
    "to": _("To"),
    "weekdays": _("Days of the week"),
    "leaves": _("Leaves at"),
    "hours": _("Hours until it arrives"),
    "cost": _("Cost of a parcel, yuan"),
    "name": _("Name of the line"),
    "begins": _("Runs from"),
    "ends": _("Last day"),
}
SHORT: Final[Words] = {
    "1": pgettext_lazy("day of a courier", "Mon"),
    "2": pgettext_lazy("day of a courier", "Tue"),
    "3": pgettext_lazy("day of a courier", "Wed"),
    "4": pgettext_lazy("day of a courier", "Thu"),
    "5": pgettext_lazy("day of a courier", "Fri"),
    "6": pgettext_lazy("day of a courier", "Sat"),
    "7": pgettext_lazy("day of a courier", "Sun"),
}
FAULTS: Final[Words] = {
    "empty": _("This cell is empty."),
    "no-library": _("No member has the symbol “{said}”. The list of libraries has them all."),
    "no-branch": _("{library} has no branch with the code “{said}”."),
    "weekdays": _("“{said}” names no days. Write them as 1,3,5 or Mon-Fri; every day is daily."),
    "time": _("“{said}” is no time of day. Write it as 14:30."),
    "hours": _("“{said}” is no number of hours from 0.1 to {most}."),
    "yuan": _("“{said}” is no amount. Write it as 3.50."),
    "day": _("“{said}” is no day. Write it as 2026-12-01."),
    "same-ends": _("It begins and ends at the same place."),
    "ends-first": _("It ends before it begins."),
}


def days(digits: str) -> str:
    """ "Mon, Wed, Fri"; "every day", "Monday to Friday"."""
    if digits == "1234567":
        return gettext("every day")
    if digits == "12345":
        return gettext("Monday to Friday")
    return gettext(", ").join(str(SHORT[one]) for one in digits)


def fault(one: Misread) -> str:
    return str(FAULTS[one.code]).format_map(one.facts)
