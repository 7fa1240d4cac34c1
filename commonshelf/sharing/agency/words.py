"""What the agency's desk calls things."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from commonshelf.sharing.domain.policy import Bounds

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words = dict[str, "str | _StrPromise"]

STATES: Final[dict[str, tuple[str | _StrPromise, str]]] = {
    # code -> (words, tone of the pill)
    "asked": (_("to be decided"), "wait"),
    "approved": (_("approved"), "ok"),
    "limited": (_("approved with limits"), "ok"),
    "refused": (pgettext_lazy("decision", "refused"), "no"),
    "withdrawn": (_("no longer needed"), "unknown"),
    "lapsed": (_("not decided in time"), "late"),
}
LEVELS: Final[Words] = {
    "owner": _("the owner decides"),
    "agency": _("the alliance agency decides"),
}
SERVICES: Final[Words] = {"Loan": _("Loan"), "Copy": _("Copy of a part")}
GROUPS: Final[Words] = {
    "child": _("children"),
    "student": _("students"),
    "graduate": _("graduate students"),
    "teacher": _("teachers"),
    "staff": _("other staff"),
    "citizen": _("citizens"),
    "guest": _("guests"),
}
SPEED: Final[Words] = {
    "Express": pgettext_lazy("level", "express"),
    "Rush": pgettext_lazy("level", "urgent"),
    "Normal": _("normal"),
}
POLICY_STATES: Final[dict[str, tuple[str | _StrPromise, str]]] = {
    "usual": (_("in force"), "ok"),
    "draft": (_("draft"), "wait"),
    "adopted": (_("adopted, takes effect later"), "wait"),
    "in-force": (_("in force"), "ok"),
    "past": (_("in force before"), "unknown"),
}
CHARGES: Final[Words] = {
    "supply": _("supply"),
    "courier": _("courier"),
    "lost": pgettext_lazy("charge", "lost"),
    "damaged": _("damaged"),
    "taken-for": _("reader's fee taken in for the other library"),
    "paid-for": _("credit paid out for the other library"),
}
SETTLED: Final[dict[str, tuple[str | _StrPromise, str]]] = {
    "open": (_("not settled"), "unknown"),
    "paid": (_("said to be paid"), "wait"),
    "doubted": (_("has not arrived"), "no"),
    "confirmed": (_("settled"), "ok"),
}


def limits(bounds: Bounds) -> list[str]:
    """Each limit within which a licence was granted."""
    told = []
    if bounds.pages:
        told.append(ngettext("{n} page at most", "{n} pages at most", bounds.pages).format(n=bounds.pages))
    if bounds.days:
        told.append(ngettext("for {n} day", "for {n} days", bounds.days).format(n=bounds.days))
    if bounds.on_site:
        told.append(gettext("only on site"))
    return told
