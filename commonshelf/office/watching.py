"""What stands still becomes a thing to do for the office: loads that failed, deliveries given up."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import datetime, timedelta
from typing import Final

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, override

from commonshelf.catalogue import api as catalogue
from commonshelf.kernel.actor import MACHINE, Ref, Role
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.news import api as news
from commonshelf.work import api as work

LOAD: Final = "load"
DELIVERY: Final = "delivery"
LATEST: Final = 200
"""So many deliveries are looked at; what was given up before them has been looked at before."""
PATIENCE: Final = {"waiting": timedelta(hours=1), "stopped": timedelta(days=7)}
LONGEST: Final = timedelta(hours=12)
"""How long a load may wait, lie stopped, or run before somebody has to look."""
DUE_MINUTES: Final = 8 * 60
"""One working day of the office."""


def look(now: datetime) -> int:
    """Open what newly stands still, settle what runs again; how many moved. Stands being run twice."""
    return _loads(now) + _deliveries(now)


def _loads(now: datetime) -> int:
    still = {str(load): library for load, library in _standing(now)}
    open_already = work.open_about(kind=LOAD)
    for id, library in still.items():
        if id not in open_already:
            _open(Ref(LOAD, id), _said(lambda: gettext("A load of {name} stands still"), _name(library)), now)
    return len(still.keys() - open_already) + _settle(LOAD, open_already - still.keys(), now)


def _standing(now: datetime) -> Iterator[tuple[int, str]]:
    """(load, library) of each source whose newest load failed, or whose open one does not come to its end."""
    for feed in catalogue.feeds(now=now):
        if feed.last_state == "failed":
            yield feed.last_load, feed.library
        since = feed.open_since
        if feed.open_load and since and now - since > PATIENCE.get(feed.open_state, LONGEST):
            yield feed.open_load, feed.library


def _deliveries(now: datetime) -> int:
    given_up = {str(one.id): one for one in news.given_up(rows=LATEST)}
    open_already = work.open_about(kind=DELIVERY)
    for id, stuck in given_up.items():
        if id not in open_already:
            named = Said(stuck.kind, stuck.kind)
            title = _said(lambda: gettext("Something could not be passed on: {name}"), named)
            _open(Ref(DELIVERY, id), title, now, stuck.problem)
    if len(given_up) == LATEST:
        return len(given_up.keys() - open_already)  # what is beyond them may be given up still
    return len(given_up.keys() - open_already) + _settle(DELIVERY, open_already - given_up.keys(), now)


def _open(about: Ref, title: Said, now: datetime, note: str = "") -> None:
    with members.together():
        work.open_item(
            actor=MACHINE,
            kind=about.kind,
            about=about,
            title=title,
            url=_url(about),
            library="",
            to_role=Role.OFFICE,
            due_minutes=DUE_MINUTES,
            note=note,
            at=now,
        )


def _settle(kind: str, ids: Collection[str], now: datetime) -> int:
    for id in sorted(ids):
        with members.together():
            work.settle(about=Ref(kind, id), actor=MACHINE, at=now)
    return len(ids)


def _name(library: str) -> Said:
    found = next((one.name for one in members.libraries() if one.symbol == library), None)
    return found or Said(library, library)


def _said(words: Callable[[], str], named: Said) -> Said:
    """The same sentence in both languages."""
    told = {}
    for language in ("zh-hans", "en"):
        with override(language):
            told[language] = words().format(name=named.in_language(language))
    return Said(told["zh-hans"], told["en"])


def _url(about: Ref) -> str:
    try:
        if about.kind == LOAD:
            return reverse("catalogue:load", args=[int(about.id)])
        return reverse("members:happenings")
    except NoReverseMatch:  # an installation may leave a room's addresses out
        return ""
