"""Who did what: for auditors, the office, the operator, and managers about their own library (A7)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from commonshelf.kernel.actor import Actor, Ref, Role
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent
from commonshelf.members import api
from commonshelf.members.action_words import AGENTS, OBJECTS, ROOMS, UNNAMED
from commonshelf.members.actions import OTHERWISE_SAID
from commonshelf.members.actions import SAID as ACTIONS
from commonshelf.members.cards import Said
from commonshelf.members.particulars import REHEARSED, particulars, rehearsed
from commonshelf.news import api as news
from commonshelf.ui.api import Request, form_key

ROWS = 50
FIRST_YEAR, LAST_YEAR = 1900, 9998


@dataclass(frozen=True, slots=True)
class Line:
    """One happening as the page says it. who None: nobody known; then `unnamed` says what it was."""

    happening: news.Happening
    who: Said | None
    unnamed: str
    said: str
    on: str
    through: str
    facts: list[tuple[str, str]]


def _libraries(actor: Actor) -> list[str] | None:
    """Whose happenings this actor may read: None = everybody's; Absent when nobody's."""
    action = "news.read-events"
    if api.allowed(actor=actor, action=action, object=Ref("events", "all")):
        return None
    own = sorted(
        standing.library
        for standing in actor.standings
        if standing.role is Role.MANAGER
        and api.allowed(actor=actor, action=action, object=Ref("events", "all", standing.library))
    )
    if not own:
        raise Absent
    return own


def _day(text: str) -> date | None:
    """Days at the ends of the calendar have no instant of their own in another zone: as good as none."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _start_of(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None


@require_safe
def happenings(request: Request) -> HttpResponse:
    """Filters on top, newest first beneath; the next page continues below the last id shown."""
    own = _libraries(request.actor)
    asked = {
        name: request.GET.get(name, "").strip()[:200]
        for name in ("person", "library", "kind", "object", "words", "since", "until", "before")
    }
    if own is not None:
        asked["library"] = asked["library"] or own[0]
        if asked["library"] not in own:
            raise Absent
    until = _day(asked["until"])
    found = news.happenings(
        people=api.people_named(words=asked["person"]) if asked["person"] else None,
        library=asked["library"],
        kind=asked["kind"],
        object=asked["object"],
        words=asked["words"],
        since=_start_of(_day(asked["since"])),
        until=_start_of(until + timedelta(days=1)) if until else None,
        before_id=whole(asked["before"]) or None,
        rows=ROWS + 1,
    )
    query = request.GET.copy()
    query["before"] = str(found[ROWS - 1].id) if len(found) > ROWS else ""
    newest = request.GET.copy()
    newest.pop("before", None)
    context = {
        "lines": _lines(found[:ROWS]),
        "asked": asked,
        "actions": sorted(((code, str(words)) for code, words in ACTIONS.items()), key=lambda pair: pair[1]),
        "rooms": ROOMS.items(),
        "libraries": _choices(own),
        "whole": own is None,
        "older": query.urlencode() if query["before"] else "",
        "newest": newest.urlencode() if asked["before"] else "",
        "filtered": any(request.GET.get(name) for name in asked if name != "before"),
        "key": secrets.token_hex(8),
        "may_try": api.allowed(actor=request.actor, action="news.try-again", object=Ref("delivery", "")),
        "stuck": news.given_up() if own is None else [],
    }
    return render(request, "members/happenings.html", context)


@require_POST
def try_again(request: Request) -> HttpResponse:
    """Put a given-up delivery back into the queue."""
    id = whole(request.POST.get("delivery", ""))

    def do() -> api.Done[None]:
        if not news.try_again(delivery=id, now=timezone.now()):
            raise Absent
        return api.Done(None)

    object = Ref("delivery", str(id))
    api.act(actor=request.actor, action="news.try-again", object=object, do=do, key=form_key(request))
    return redirect("members:happenings")


def _choices(own: list[str] | None) -> list[tuple[str, Said]]:
    names = {library.symbol: library.name for library in api.libraries()}
    symbols = sorted(names) if own is None else own
    return [(symbol, names.get(symbol, Said(symbol, symbol))) for symbol in symbols]


def _lines(found: list[news.Happening]) -> list[Line]:
    keys = {happening.person for happening in found}
    keys |= {happening.object.id for happening in found if happening.object.kind == "person"}
    names = api.names_of(keys=keys)
    language = get_language() or ""
    return [
        Line(
            happening=happening,
            who=names.get(happening.person),
            unnamed=str(UNNAMED.get(happening.agent, UNNAMED["web"])),
            said=_said(happening),
            on=_on(happening.object, names, language),
            through=str(AGENTS.get(happening.agent, happening.agent)),
            facts=particulars(happening.facts),
        )
        for happening in found
    ]


def _said(happening: news.Happening) -> str:
    """What was done; a rehearsal is never called the act itself."""
    if rehearsed(happening.facts) and happening.kind in REHEARSED:
        return str(REHEARSED[happening.kind])
    said = {**OTHERWISE_SAID, **ACTIONS}.get(happening.kind)
    return happening.kind if said is None else str(said)


def _on(object: Ref, names: dict[str, Said], language: str) -> str:
    """ "branch EAST/main"; of a person the name, not the key."""
    if not object.id:
        return ""
    kind = str(OBJECTS.get(object.kind, object.kind))
    known = names.get(object.id) if object.kind == "person" else None
    if object.kind == "alliance":
        return kind
    return f"{kind} {known.in_language(language) if known else object.id}"
