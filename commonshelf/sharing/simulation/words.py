"""What rankings and worlds are called, and what each ranking looks at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

NAMES: Final[Mapping[str, str | _StrPromise]] = {
    "ours": pgettext_lazy("ranking", "Ours"),
    "random": pgettext_lazy("ranking", "At random"),
    "rota": pgettext_lazy("ranking", "In turn"),
    "lending-ratio": pgettext_lazy("ranking", "By lending ratio"),
    "cost-first": pgettext_lazy("ranking", "Cheapest first"),
    "availability-distance": pgettext_lazy("ranking", "Nearest first"),
}
LOOKS_AT: Final[Mapping[str, str | _StrPromise]] = {
    "ours": _(
        "Expected time to this reader: the pace of each library as seen so far, its calendar, its queue, the"
        " couriers' timetable, how often it says no; moved a bounded step by fairness."
    ),
    "random": _("Nothing: any library with a copy in."),
    "rota": _("One list for all; every request begins one place further down."),
    "lending-ratio": _(
        "Who has borrowed more than lent at this moment is asked first; the order is written down when the"
        " request is placed. After a sharing system in use."
    ),
    "cost-first": _(
        "The cheapest first, then who lent least for what it borrowed in its whole life; libraries on"
        " vacation are passed over. After a sharing system in use."
    ),
    "availability-distance": _(
        "The nearest library with a copy in, as the crow flies. After a sharing system in use."
    ),
}
WEIGHTS: Final[Mapping[str, str | _StrPromise]] = {
    "fairness_hours": _("fairness, at most so many hours"),
    "p80": _("weight of the 80 % time"),
    "cost_hour": _("fen that weigh as much as an hour"),
}
