"""From a book in the hand to a record: ask for its ISBN, copy what a member has, or fill in the form."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.cards import EditionCard, Member
from commonshelf.catalogue.domain import hand
from commonshelf.catalogue.domain.facts import Facts
from commonshelf.catalogue.lines import full_title, line
from commonshelf.cataloguing import words
from commonshelf.cataloguing.copying import fullest, own_record
from commonshelf.cataloguing.forms import RecordForm
from commonshelf.kernel import ids
from commonshelf.kernel.actor import Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request, form_key


@dataclass(frozen=True, slots=True)
class Found:
    """An edition that may be the book in hand. own: this library's record in it or 0; best: worth copying."""

    card: EditionCard
    title: str
    line: str
    own: int
    best: Member
    sure: bool


def found(card: EditionCard, symbol: str, *, sure: bool = False) -> Found:
    own = own_record(card, symbol)
    return Found(card, full_title(card.facts), line(card.facts), own, fullest(card), sure)


@require_safe
def ask(request: Request, symbol: str) -> HttpResponse:
    """First the ISBN or the title: perhaps another member has the record already."""
    members.demand(actor=request.actor, action="cataloguing.add-record", object=Ref("record", "", symbol))
    said = " ".join(request.GET.get("q", "").split())
    good, bad = ids.isbns(said)
    editions = [found(card, symbol) for card in catalogue.by_isbn(isbn=said)] if good else []
    given = {"isbn": good[0]} if good else {"title": said} if said and not bad else {}
    context = {
        "library": members.library(symbol=symbol),
        "said": said,
        "isbn": good[0] if good else "",
        "problem": ui.sentence(Refusal("cataloguing.bad-isbn", {"said": bad[0]})) if bad and not good else "",
        "found": editions,
        "blank": f"{reverse('cataloguing:form', args=[symbol])}?{urlencode(given)}",
        "search": f"/search?{urlencode({'q': said})}" if said else "",
    }
    return render(request, "cataloguing/add.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def form(request: Request, symbol: str) -> HttpResponse:
    """The form; then how readers will meet the record, and what may be the same; then it is added."""
    actor = request.actor
    members.demand(actor=actor, action="cataloguing.add-record", object=Ref("record", "", symbol))
    context: dict[str, Any] = {"library": members.library(symbol=symbol), "key": secrets.token_hex(8)}
    status = 200
    if request.method == "POST":
        sent = RecordForm(request.POST)
        if not sent.is_valid():
            status = 400
        elif request.POST.get("do") == "add":
            try:
                made = catalogue.add_record(
                    actor=actor, library=symbol, fields=sent.told(), key=form_key(request)
                )
            except Absent:
                raise
            except Refusal as refusal:
                sent.refused(refusal)
                status = 400
            else:
                messages.success(request, _("Added. Readers find it within seconds; now its copies."))
                return redirect("cataloguing:record", made)
        else:
            told = sent.told()
            context |= {"look": preview(hand.made(told)), "alike": _alike(told, symbol)}
    else:
        given = {name: request.GET[name] for name in ("title", "isbn") if request.GET.get(name)}
        sent = RecordForm(initial={**given, "language": ["chi"], "format": "book"})
    context["form"] = sent
    return render(request, "cataloguing/form.html", context, status=status)


def _alike(told: dict[str, str], symbol: str) -> Sequence[Found]:
    likely = catalogue.alike(fields=told)
    known = {one.edition.id for one in likely}
    same = [card for card in catalogue.by_isbn(isbn=told.get("isbn", "")) if card.id not in known]
    return [found(one.edition, symbol, sure=one.sure) for one in likely] + [
        found(card, symbol) for card in same
    ]


def preview(facts: Facts) -> dict[str, Any]:
    """As the page of an edition shows it."""
    return {"title": full_title(facts), "facts": facts, "line": line(facts), "said": words.said(facts)}


@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: Request, record: int, symbol: str) -> HttpResponse:
    """Another member's record becomes ours: look once, press once."""
    actor = request.actor
    members.demand(actor=actor, action="cataloguing.copy-record", object=Ref("record", "", symbol))
    card = catalogue.record(id=record)
    before = catalogue.already_copied(library=symbol, record=record)
    if request.method == "POST":
        try:
            made = catalogue.copy_record(actor=actor, library=symbol, record=record, key=form_key(request))
        except Absent:
            raise
        except Refusal as refusal:
            messages.warning(request, ui.sentence(refusal))
            return redirect("cataloguing:record", int(refusal.facts.get("record") or record))
        messages.success(request, _("The record is yours too. Now its copies."))
        return redirect("cataloguing:record", made)
    edition = catalogue.edition(id=card.edition)
    context = {
        "library": members.library(symbol=symbol),
        "owner": members.library(symbol=card.library),
        "card": card,
        "look": preview(card.facts),
        "own": own_record(edition, symbol),
        "before": before,
        "key": secrets.token_hex(8),
    }
    return render(request, "cataloguing/copy_record.html", context)
