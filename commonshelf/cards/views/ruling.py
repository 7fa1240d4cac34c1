"""The rules of rights: the alliance's, a library's own beside them, one rule, and what a change would do."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commonshelf.cards import rights_words as words
from commonshelf.cards import ruling
from commonshelf.cards.domain.services import SERVICES
from commonshelf.cards.foreseen import Foreseen, would_change
from commonshelf.cards.ruling_cards import RuleCard
from commonshelf.cards.ruling_forms import EndForm, RuleForm, initial_of
from commonshelf.cards.ruling_words import RuleRow, row_of, touched
from commonshelf.kernel.actor import Actor
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members.cards import LibraryCard
from commonshelf.ui.api import Request, form_key

READ = "cards.read-rules"


@dataclass(frozen=True, slots=True)
class OfService:
    """The rules on one service: the alliance's, and those of the library asked about."""

    code: str
    name: str
    ours: list[RuleRow]
    own: list[RuleRow]


def may_set(actor: Actor, library: str) -> bool:
    return members.allowed(actor=actor, action=ruling.action(library), object=ruling.ref(library))


def _exempts(actor: Actor, library: str) -> bool:
    return members.allowed(actor=actor, action="cards.exempt-rule", object=ruling.ref(library))


def by_service(ours: Iterable[RuleCard], own: Iterable[RuleCard] = ()) -> list[OfService]:
    here, there = [row_of(card) for card in ours], [row_of(card) for card in own]
    return [
        OfService(
            code,
            str(words.SERVICES[code]),
            [row for row in here if row.card.line.service == code],
            [row for row in there if row.card.line.service == code],
        )
        for code in SERVICES
    ]


@require_safe
def rules(request: Request) -> HttpResponse:
    """The alliance's rules by service, and which libraries have their own beside them."""
    actor = request.actor
    members.demand(actor=actor, action=READ, object=ruling.ref(""))
    found = ruling.rules()
    counted = {card.symbol: 0 for card in members.libraries()}
    for one in found:
        if one.line.library in counted:
            counted[one.line.library] += 1
    context = {
        "services": by_service(one for one in found if not one.line.library),
        "own": [(card, counted[card.symbol]) for card in members.libraries() if counted[card.symbol]],
        "mine": [card for card in members.libraries() if _runs(actor, card.symbol)][:1],
        "may_set": may_set(actor, ""),
    }
    return render(request, "cards/rights/rules.html", context)


def _runs(actor: Actor, library: str) -> bool:
    return library in {one.library for one in actor.standings} and may_set(actor, library)


@require_safe
def library_rules(request: Request, symbol: str) -> HttpResponse:
    """A library's own rules beside the alliance's."""
    members.demand(actor=request.actor, action=READ, object=ruling.ref(symbol))
    card = members.library(symbol=symbol)
    ours = [one for one in ruling.rules(library="") if one.line.library_kind in {"", card.kind}]
    context = {
        "library": card,
        "services": by_service(ours, ruling.rules(library=symbol)),
        "may_set": may_set(request.actor, symbol),
    }
    return render(request, "cards/rights/library_rules.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_rule(request: Request, symbol: str = "") -> HttpResponse:
    """symbol: a library's own; "": the alliance's."""
    members.demand(actor=request.actor, action=ruling.action(symbol), object=ruling.ref(symbol))
    library = members.library(symbol=symbol) if symbol else None
    service = request.GET.get("service", "")
    form = RuleForm(
        request.POST or None,
        library=symbol,
        exempts=_exempts(request.actor, symbol),
        initial={"service": service if service in SERVICES else "borrow"},
    )
    foreseen: Foreseen | None = None
    if request.method == "POST" and form.is_valid():
        try:
            if request.POST.get("do") == "look":
                foreseen = would_change(library=symbol, given=form.given())
            else:
                ruling.set_rule(
                    actor=request.actor, library=symbol, given=form.given(), key=form_key(request)
                )
                messages.success(request, _("Done. The rule stands."))
                return _back(symbol)
        except Absent:
            raise
        except Refusal as refusal:
            form.refused(refusal)
    return _page(request, form, foreseen, library=library)


def _back(symbol: str) -> HttpResponse:
    return redirect("cards:library-rules", symbol=symbol) if symbol else redirect("cards:rules")


@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: Request, id: int) -> HttpResponse:
    """One rule: what it says, changing it, ending it, what either would do."""
    card = ruling.rule(id=id)
    symbol = card.line.library
    members.demand(actor=request.actor, action=READ, object=ruling.ref(symbol, id))
    may = may_set(request.actor, symbol)
    if request.method == "POST" and not may:
        raise Absent
    doing = request.POST.get("do", "")
    ending = doing in {"end", "look-end"}
    form = RuleForm(
        request.POST if request.method == "POST" and not ending else None,
        library=symbol,
        exempts=_exempts(request.actor, symbol),
        initial=initial_of(card),
    )
    end = EndForm(request.POST if ending else None, prefix="end")
    foreseen: Foreseen | None = None
    sent = end if ending else form
    if sent.is_valid():
        try:
            if doing in {"look", "look-end"}:
                given = None if ending else form.given()
                foreseen = would_change(library=symbol, given=given, rule=id)
            else:
                _set(request, card, form, end, ending=ending)
                messages.success(request, _("Done. It holds from now on."))
                return _back(symbol)
        except Absent:
            raise
        except Refusal as refusal:
            sent.refused(refusal)
    library = members.library(symbol=symbol) if symbol else None
    return _page(request, form, foreseen, library=library, card=card, end=end, may=may)


def _set(request: Request, card: RuleCard, form: RuleForm, end: EndForm, *, ending: bool) -> None:
    key, version = form_key(request), whole(request.POST.get("version", ""))
    if not ending:
        ruling.set_rule(
            actor=request.actor,
            library=card.line.library,
            given=form.given(),
            rule=card.id,
            version=version,
            key=key,
        )
        return
    last = end.cleaned_data["last"]
    ruling.end_rule(
        actor=request.actor,
        rule=card.id,
        on=last + timedelta(days=1) if last else None,
        version=version,
        reason=end.cleaned_data["reason"],
        key=key,
    )


def _page(
    request: Request,
    form: RuleForm,
    foreseen: Foreseen | None,
    *,
    library: LibraryCard | None,
    card: RuleCard | None = None,
    end: EndForm | None = None,
    may: bool = True,
) -> HttpResponse:
    wrong = bool(form.errors or (end and end.errors))
    symbol = library.symbol if library else ""
    service = form.cleaned_data.get("service", "") if foreseen and form.is_bound else ""
    service = service or (card.line.service if card else "")
    by_key = members.names_of(keys=[card.set_by]) if card and card.set_by else {}
    context = {
        "form": form,
        "end": end,
        "library": library,
        "row": row_of(card) if card else None,
        "by": by_key.get(card.set_by) if card else None,
        "may": may,
        "foreseen": foreseen,
        "touched": touched(foreseen.touched, service) if foreseen else [],
        "lifted": [row_of(ruling.rule(id=one)) for one in foreseen.lifted] if foreseen else [],
        "ours": by_service(ruling.rules(library="")) if symbol else [],
        "wrong": wrong,
        "key": request.POST.get("key", "").partition("-")[0] or secrets.token_hex(8),
    }
    return render(request, "cards/rights/rule.html", context, status=400 if wrong else 200)
