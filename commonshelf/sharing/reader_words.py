"""When, where and at what cost, as a reader would say it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING, Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from commonshelf.members.cards import Said
from commonshelf.sharing.planning import words as planned
from commonshelf.ui.templatetags.shelf import day

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_AT_ONCE: Final = 0.1
"""Hours; what takes less is there now."""
_FAR: Final = 7 * 24
"""Hours from which nobody can tell the time of day."""
PLACE: Final[Mapping[str, _StrPromise]] = {
    "online": _("Read it online"),
    "shelf": _("Take it off the shelf at {place}"),
    "shelf-elsewhere": _("Borrow it at {place}"),
    "read-there": _("Read it there, at {place}"),
    "courier": _("Have it brought to {pickup}"),
    "scan": _("Have a part of it copied and sent as a file"),
    "licensed-copy": _("Get a copy once the licence is granted"),
    "partner": _("Have it fetched from outside the alliance"),
    "buy": _("Ask your library to buy it"),
    "wait": _("Wait until a copy comes back"),
    "keep": _("Have it kept at {place}"),
}
BUTTON: Final[Mapping[str, _StrPromise]] = {
    "online": _("Read it now"),
    "shelf": _("Show me where"),
    "shelf-elsewhere": _("Show me where"),
    "read-there": _("Show me where"),
    "courier": _("Have it brought"),
    "scan": _("Choose the pages"),
    "licensed-copy": _("Ask for a copy"),
    "partner": _("Ask for it"),
    "buy": _("Suggest it"),
    "wait": _("Put me in the queue"),
}
CONFIRM: Final[Mapping[str, _StrPromise]] = {
    "courier": _("Yes, have it brought"),
    "scan": _("Yes, have it copied"),
    "licensed-copy": _("Yes, ask for the copy"),
    "partner": _("Yes, ask for it"),
    "buy": _("Yes, suggest it"),
    "wait": _("Yes, put me in the queue"),
    "keep": _("Yes, keep it for me"),
}


def cost(fen: int) -> str:
    return gettext("{yuan} yuan").format(yuan=planned.yuan(fen)) if fen else gettext("free of charge")


def said(words: Said) -> str:
    return words.in_language(get_language() or "")


def library(symbol: str) -> str:
    """Its short name, "" for none."""
    return planned.library(symbol) if symbol else ""


def giver(symbol: str, partner: Said | None) -> str:
    """Whoever was asked: a member, or a partner outside; "" for nobody."""
    return library(symbol) or (said(partner) if partner else "")


def place(symbol: str, branch: str) -> str:
    return planned.place(symbol, branch) if symbol else ""


def when(at: datetime, hours: float) -> str:
    """The day on which the reader has it: "Now", "Today", "Tomorrow", "Friday", "3 December"."""
    if hours < _AT_ONCE:
        return gettext("Now")
    then = timezone.localtime(at + timedelta(hours=hours))
    away = (then.date() - timezone.localdate(at)).days
    if away == 0:
        return capfirst(gettext("today"))
    if away == 1:
        return capfirst(gettext("tomorrow"))
    return date_format(then, "l") if away < 7 else day(then)


def about(at: datetime, hours: float) -> str:
    """How long that is from now: minutes, hours, or the time of day; of weeks ahead the day says enough."""
    if not _AT_ONCE <= hours < _FAR:
        return ""
    if hours < 0.9:
        return ngettext("in about {n} minute", "in about {n} minutes", ceil(hours * 12) * 5).format(
            n=ceil(hours * 12) * 5
        )
    then = timezone.localtime(at + timedelta(hours=hours))
    if hours < 6 and then.date() == timezone.localdate(at):
        return ngettext("in about {n} hour", "in about {n} hours", round(hours)).format(n=round(hours))
    return gettext("about {time}").format(time=_to_the_half_hour(then).strftime("%H:%M"))


def surely(at: datetime, hours: float, p80: float) -> str:
    """Until when it is there four times in five; "" where that says nothing new."""
    if p80 - hours < 0.5 or p80 < 1:
        return ""
    then = _to_the_half_hour(timezone.localtime(at + timedelta(hours=p80)))
    if then.date() == timezone.localtime(at + timedelta(hours=hours)).date():
        return gettext("four times in five by {time}").format(time=then.strftime("%H:%M"))
    return gettext("four times in five by {day}").format(day=_weekday(at, then))


def _weekday(at: datetime, then: datetime) -> str:
    away = (then.date() - timezone.localdate(at)).days
    if away <= 1:
        return gettext("tomorrow") if away else gettext("today")
    return date_format(then, "l") if away < 7 else day(then)


def _to_the_half_hour(then: datetime) -> datetime:
    """Up: nobody is promised 15:47."""
    over = timedelta(minutes=then.minute % 30, seconds=then.second, microseconds=then.microsecond)
    return then if not over else then - over + timedelta(minutes=30)


def closing(closes: str, opens: str) -> str:
    """Until when it is open on the day one comes; from when, where it is shut before."""
    until = timezone.localtime(datetime.fromisoformat(closes)).strftime("%H:%M")
    if not opens:
        return gettext("open until {time}").format(time=until)
    begins = timezone.localtime(datetime.fromisoformat(opens))
    return gettext("opens {day} {time}").format(
        day=_weekday(timezone.now(), begins), time=begins.strftime("%H:%M")
    )


def fully(at: datetime, hours: float) -> str:
    """Within a sentence: "tomorrow, about 16:00"."""
    then = timezone.localtime(at + timedelta(hours=hours))
    if hours >= _FAR:
        return _weekday(at, then)
    return gettext("{day} about {time}").format(
        day=_weekday(at, then), time=_to_the_half_hour(then).strftime("%H:%M")
    )


def title(zh: str, en: str, language: str) -> str:
    """Of a request, in a language that is not the page's: for letters."""
    return Said(zh, en).in_language(language)
