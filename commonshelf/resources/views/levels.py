"""Access levels: the alliance's with their bounds, a library's own, one of them, what they mean for whom."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commonshelf.cards.api import KIND_WORDS
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.news import api as news
from commonshelf.resources import levelling, words
from commonshelf.resources.cards import RuleCard
from commonshelf.resources.level_forms import EndForm, LevelForm, asked_for, initial_of, known_values
from commonshelf.resources.levelling import LevelGiven
from commonshelf.resources.views import who
from commonshelf.resources.views.who import libraries
from commonshelf.resources.words_levels import (
    RuleRow,
    bounds_said,
    limits_said,
    meant,
    rule_rows,
    would_change,
)
from commonshelf.ui.api import Request, form_key

READ = "resources.read-levels"


@dataclass(frozen=True, slots=True)
class OfService:
    """The lines on one service: the alliance's, and the library's own."""

    code: str
    name: str
    ours: list[RuleRow]
    own: list[RuleRow]


@dataclass(frozen=True, slots=True)
class Moment:
    """One step of a line's history: what was changed, in words."""

    at: datetime
    who: Said | None
    changes: tuple[str, ...]


def may_set(request: Request, owner: str) -> bool:
    return members.allowed(actor=request.actor, action=levelling.action(owner), object=levelling.ref(owner))


def _library(request: Request) -> str:
    """Whose levels: as the address says, else of the desk one works at, else of one's first library."""
    asked = request.GET.get("library")
    if asked is not None:
        if asked:
            members.library(symbol=asked)
        return asked
    return request.desk or next(iter(who.own(request.actor)), "")


@require_safe
def levels(request: Request) -> HttpResponse:
    members.demand(actor=request.actor, action=READ, object=levelling.ref(""))
    owner = _library(request)
    ours = rule_rows(levelling.rules(owner=""))
    own = rule_rows(levelling.rules(owner=owner)) if owner else []
    shown = {
        "owner": owner,
        "library": libraries().get(owner),
        "libraries": list(libraries().values()),
        "services": [
            OfService(
                code,
                str(name),
                [row for row in ours if row.card.line.service == code],
                [row for row in own if row.card.line.service == code],
            )
            for code, name in words.SERVICES.items()
        ],
        "may_set": may_set(request, owner) if owner else False,
        "may_bound": may_set(request, ""),
    }
    return render(request, "resources/levels.html", shown)


@require_safe
def meaning(request: Request) -> HttpResponse:
    """What this means for whom: things of a library down, kinds of readers across."""
    members.demand(actor=request.actor, action=READ, object=levelling.ref(""))
    owner = _library(request)
    service = request.GET.get("service", "")
    service = service if service in words.SERVICES else "Copy"
    group = request.GET.get("group", "")
    group = group if group in KIND_WORDS else ""
    shown = {
        "owner": owner,
        "library": libraries().get(owner),
        "libraries": list(libraries().values()),
        "service": service,
        "services": [(code, str(name)) for code, name in words.SERVICES.items()],
        "group": group,
        "groups": [(code, str(name)) for code, name in KIND_WORDS.items()],
        "heads": [str(name) for name in words.RELATIONS.values()],
        "rows": meant(owner, service, group, timezone.localdate()),
    }
    return render(request, "resources/meaning.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def new_level(request: Request) -> HttpResponse:
    every = dict.fromkeys([*who.own(request.actor), "", *libraries()])
    owner = who.owner(request, [symbol for symbol in every if may_set(request, symbol)])
    if at := who.named(request, owner):
        return redirect(at)
    begins = asked_for(request.GET.get("of", ""), request.GET.get("service", ""))
    form = LevelForm(request.POST or None, owner=owner, initial=begins)
    return _page(request, owner, form)


@require_http_methods(["GET", "HEAD", "POST"])
def level(request: Request, id: int) -> HttpResponse:
    """One line: what it says, changing it, ending it, what it was before."""
    card = levelling.rule(id=id)
    owner = card.line.owner
    members.demand(actor=request.actor, action=READ, object=levelling.ref(owner, id))
    if request.method == "POST" and not may_set(request, owner):
        raise Absent
    ending = request.POST.get("do") == "end"
    sent = request.POST if request.method == "POST" and not ending else None
    form = LevelForm(sent, owner=owner, initial=initial_of(card))
    end = EndForm(request.POST if ending else None, prefix="end")
    if end.goes(lambda: _end(request, card, end)):
        messages.success(request, _("Done. It holds until that day."))
        return redirect(_back(owner))
    return _page(request, owner, form, card, end)


def _end(request: Request, card: RuleCard, end: EndForm) -> None:
    last = end.cleaned_data["last"]
    levelling.end_level(
        actor=request.actor,
        level=card.id,
        on=last + timedelta(days=1) if last else None,
        version=whole(request.POST.get("version", "")) or 0,
        reason=end.cleaned_data["reason"],
        key=form_key(request),
    )


def _back(owner: str) -> str:
    return f"{reverse('resources:levels')}?library={owner}"


def _page(
    request: Request,
    owner: str,
    form: LevelForm,
    card: RuleCard | None = None,
    end: EndForm | None = None,
) -> HttpResponse:
    looking = request.POST.get("do") == "look"
    changes = []
    if looking and form.is_valid():
        changes = would_change(owner, form.given(), card.id if card else None)
    elif not looking and form.goes(lambda: _set(request, owner, form.given(), card)):
        messages.success(request, _("Done. It holds from the day you named."))
        return redirect(_back(owner))
    wrong = bool(form.errors or (end and end.errors))
    by = members.names_of(keys=[card.set_by]) if card and card.set_by else {}
    shown = {
        "form": form,
        "end": end,
        "owner": owner,
        "library": libraries().get(owner),
        "row": rule_rows([card])[0] if card else None,
        "by": by.get(card.set_by) if card else None,
        "may": may_set(request, owner),
        "changes": changes,
        "known": known_values(owner) if may_set(request, owner) else [],
        "bound": _bound(owner, form),
        "bounds": rule_rows(one for one in levelling.rules(owner="") if one.line.scope != "resource")
        if owner
        else [],
        "history": history(card) if card else [],
        "wrong": wrong,
        "key": request.POST.get("key", "").partition("-")[0] or secrets.token_hex(8),
    }
    status = 400 if wrong else 200
    return render(request, "resources/level.html", shown, status=max(form.http, status))


def _set(request: Request, owner: str, given: LevelGiven, card: RuleCard | None) -> int:
    return levelling.set_level(
        actor=request.actor,
        owner=owner,
        given=given,
        level=card.id if card else None,
        version=whole(request.POST.get("version", "")) or 0,
        key=form_key(request),
    )


def _bound(owner: str, form: LevelForm) -> dict[str, Any] | None:
    """The alliance's line that bounds what this one speaks of, for showing beside the field."""
    if not owner:
        return None
    told: Mapping[str, Any] = form.data if form.is_bound else form.initial
    scope, _sep, resource = str(told.get("of", "")).partition(":")
    service = str(told.get("service", ""))
    if scope not in words.SCOPES or service not in words.SERVICES:
        return None
    given = LevelGiven(scope, service, "open", str(told.get("value", "")), whole(resource) or None)
    found = levelling.bound_for(owner, given, timezone.localdate())
    if found is None:
        return None
    return {"id": found.id, "said": bounds_said(found), "limits": list(limits_said(found)),
            "level": words.LEVELS[found.level]}  # fmt: skip


# -- what it was before


def history(card: RuleCard) -> list[Moment]:
    """Newest first, from the log of acts."""
    happened = news.happenings(object=f"level:{card.id}", rows=30)
    names = members.names_of(keys={one.person for one in happened if one.person})
    return [Moment(one.at, names.get(one.person), tuple(_changes(one.facts))) for one in happened]


def _changes(facts: Mapping[str, Any]) -> list[str]:
    if "after" not in facts:
        return [_("ended on {day}").format(day=facts.get("to", ""))]
    before, after = facts.get("before") or {}, facts["after"]
    told = []
    for name, label in _LABELS.items():
        if before.get(name) != after.get(name) and (before or after.get(name)):
            old, new = _said(name, before.get(name)), _said(name, after.get(name))
            pattern = _("{what}: {old} → {new}") if before else _("{what}: {new}")
            told.append(pattern.format(what=label, old=old, new=new))
    return told


_LABELS: Mapping[str, Any] = {
    name: LevelForm.base_fields[field].label
    for name, field in {
        "level": "level", "widest": "widest", "narrowest": "narrowest", "groups": "groups",
        "embargo_days": "embargo_days", "most_pages": "most_pages", "share": "share", "to": "active_to",
        "value": "value",
    }.items()
}  # fmt: skip


def _said(name: str, value: Any) -> str:
    if name in {"level", "widest", "narrowest"} and value:
        return str(words.LEVELS[value])
    if name == "groups":
        return _(", ").join(str(KIND_WORDS[one]) for one in value or ()) or _("all")
    if name == "to" and value:
        return (date.fromisoformat(value) - timedelta(days=1)).isoformat()
    return str(value) if value not in (None, "", 0) else "–"
