"""The interlibrary desk of a library: its lists, and beside them the request that is chosen."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members
from commonshelf.members.cards import LibraryCard
from commonshelf.sharing.cards import Choice, DeskPage, RequestLine
from commonshelf.sharing.desks import naming, queues, saying, slips, words
from commonshelf.sharing.domain import queues as lists
from commonshelf.sharing.views import desk_item
from commonshelf.ui.api import Request

AT_ONCE: Final = frozenset(
    {
        "will-supply",
        "ship",
        "receive",
        "hand-out",
        "agree",
        "allow-cancel",
        "give-back",
        "ship-back",
        "check-in",
        "ask",
        "find",
    }
)
"""Buttons that need no word with them; the others lead to a form."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list as it is shown. about: the other library, and where the book is. at_once: a button
    does it; else it leads to a form.
    """

    line: RequestLine
    about: str
    next: str
    left: saying.Left | None
    state: tuple[str, str]
    level: str
    main: Choice | None
    main_label: str
    at_once: bool
    url: str = ""


@require_safe
def own(request: Request) -> HttpResponse:
    """To the desk of the library that was said, or at which one works now; the office to all of them."""
    told = request.GET.get("library", "")
    symbol = told if told and reads(request.actor, told) else request.desk
    if symbol and reads(request.actor, symbol):
        return redirect("sharing:desk", symbol=symbol)
    if oversees(request.actor):
        return redirect("sharing:desk-all")
    raise Absent


def reads(actor: Actor, symbol: str) -> bool:
    return members.allowed(actor=actor, action=queues.READ, object=Ref("desk", "", symbol))


def oversees(actor: Actor) -> bool:
    """The general agency, and whoever audits it."""
    return members.allowed(actor=actor, action="sharing.read-queues", object=Ref("alliance", ""))


def works(actor: Actor, symbol: str) -> bool:
    """At this desk with their hands, not only with their eyes."""
    return members.allowed(actor=actor, action="sharing.print-slips", object=Ref("desk", "", symbol))


@never_cache
@require_safe
def desk(request: Request, symbol: str) -> HttpResponse:
    """The list, and the first of it opened beside; `done` names what was just done."""
    return page(request, symbol, done=request.GET.get("done", "")[:16])


@never_cache
@require_safe
def item(request: Request, symbol: str, number: str) -> HttpResponse:
    """One request; on a phone it alone."""
    return page(request, symbol, number=number)


def page(
    request: Request, symbol: str, *, number: str = "", done: str = "", status: int = 200, **more: Any
) -> HttpResponse:
    """more: what a form that was refused adds (desk_acts)."""
    now, actor = timezone.now(), request.actor
    members.demand(actor=actor, action=queues.READ, object=Ref("desk", "", symbol))
    name = chosen_list(request, symbol, number, now)
    found = queues.page(
        actor=actor, library=symbol, list=name, page=whole(request.GET.get("page", ""), otherwise=1), now=now
    )
    shown = number or (found.lines[0].number if found.lines else "")
    acts = works(actor, symbol)
    context = {
        **frame(request, symbol, found),
        "rows": [row(one, symbol, now, acts=acts) for one in found.lines],
        "item": desk_item.shown(request, symbol, shown, now, **more) if shown else None,
        "chosen": bool(number),
        "told": desk_item.told(request, symbol, done) if done else None,
        **more,
    }
    return render(request, "sharing/desk/desk.html", context, status=status)


def chosen_list(request: Request, symbol: str, number: str, now: datetime) -> str:
    """The one that was said, else the first in which there is something to do."""
    told = request.GET.get("list") or request.POST.get("back") or ""
    if told in (*lists.LISTS, queues.HISTORY):
        return told
    if told:
        raise Absent
    if number and (line := queues.line(symbol, number, now)):
        outside = line.partner is not None
        return (
            lists.list_of(line.side, line.state, outside=outside)
            if line.closed_at is None
            else queues.HISTORY
        )
    counts = queues.counted(symbol, now)
    busy = (one for one in lists.LISTS if counts[one] and one not in {"late", "others", "outside"})
    return next(busy, "to-supply")


def frame(request: Request, symbol: str, found: DeskPage | None = None) -> dict[str, Any]:
    """What every page of a desk begins with."""
    library = members.library(symbol=symbol)
    counts = dict(found.counts) if found else queues.counted(symbol, timezone.now())
    acts = works(request.actor, symbol)
    at = found.list if found else ""
    return {
        "library": library,
        "desk": found,
        "tabs": [
            *(
                (name, words.LISTS[name], counts.get(name, 0))
                for name in lists.LISTS
                if name != "outside" or counts.get(name) or at == name
            ),
            (queues.HISTORY, words.LISTS[queues.HISTORY], None),
        ],
        "todo": counts.get(queues.TO_DO, 0),
        "list_label": words.LISTS.get(at, ""),
        "empty": words.EMPTY.get(at, ""),
        "empty_next": words.EMPTY_NEXT.get(at, ""),
        "page_range": range(1, found.pages + 1) if found else (),
        "places": places(request.actor),
        "oversees": not acts and oversees(request.actor),
        "works": acts,
        "unprinted": slips.counts(symbol)[1] if acts else 0,
        "key": secrets.token_hex(8),
    }


def places(actor: Actor) -> list[LibraryCard]:
    """Where somebody may stand at the desk; for people of two libraries to choose from."""
    return [one for one in members.desks(actor=actor) if reads(actor, one.symbol)]


def row(line: RequestLine, symbol: str, now: datetime, *, acts: bool) -> Row:
    main = next((one for one in line.steps if one.primary), None) if acts else None
    state = words.state(line.state)
    return Row(
        line=line,
        about=about(line, symbol),
        next=saying.next_said(line),
        left=saying.left(line, now),
        state=state,
        level=str(words.LEVELS.get(line.level, "")),
        main=main,
        main_label=words.button(main.action, why=line.why, outside=line.partner is not None) if main else "",
        at_once=bool(main and main.action in AT_ONCE and line.why != words.TERMS),
        url=desk_item.elsewhere(main.action, symbol, line.number)
        if main and main.action in desk_item.ELSEWHERE
        else "",
    )


def about(line: RequestLine, symbol: str) -> str:
    """Who is at the other side, and where the hands have to go."""
    supplies = line.side == "supplier"
    other = naming.short(line.requester if supplies else line.supplier) if line.supplier else ""
    other = other or (naming.said(line.partner) if line.partner else "")
    shelf = " ".join(filter(None, [naming.branch(symbol, line.branch), line.shelf])) if supplies else ""
    copy = _("a copy") if line.service == "Copy" else ""
    return " · ".join(filter(None, [other, copy, shelf, line.number]))
