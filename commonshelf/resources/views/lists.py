"""Titles of a resource and the lists they come from: looked through, matched by hand, brought, taken over."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.cards import EditionCard
from commonshelf.catalogue.lines import full_title
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.resources import bringing, matching, showing, words
from commonshelf.resources.cards import ArrivalCard, FaultCard, ResourceCard, TitleCard
from commonshelf.resources.forms import ListForm
from commonshelf.resources.setting import ref
from commonshelf.resources.showing import TITLE_STATES
from commonshelf.resources.views.keeping import linked_said
from commonshelf.resources.views.public import spans
from commonshelf.resources.views.who import libraries, may
from commonshelf.search import api as search
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request, form_key

FAULTS_SHOWN = 200
FOUND = 8


@dataclass(frozen=True, slots=True)
class TitleRow:
    """edition: its title in the catalogue, "" where it is not matched."""

    card: TitleCard
    spans: str
    by: str
    edition: str
    link: str


def _resource(request: Request, id: int, action: str = "read-own") -> ResourceCard:
    card = showing.resource(id=id)
    members.demand(actor=request.actor, action=f"resources.{action}", object=ref(card.owner, id))
    return card


def rows_of(cards: Iterable[TitleCard]) -> list[TitleRow]:
    every = list(cards)
    ids = [one.edition for one in every if one.edition is not None]
    known = {one.id: one for one in catalogue.editions(ids=ids)}
    return [
        TitleRow(
            one,
            spans(one),
            str(words.MATCHED.get(one.matched_by, "")),
            _title(known.get(one.edition or 0)),
            linked_said(one.link) if one.url else "",
        )
        for one in every
    ]


def _title(edition: EditionCard | None) -> str:
    return full_title(edition.facts) if edition else ""


@require_safe
def titles(request: Request, id: int) -> HttpResponse:
    card = _resource(request, id)
    state = request.GET.get("state", "")
    state = state if state in TITLE_STATES else ""
    asked = request.GET.get("words", "").strip()[:80]
    page = showing.titles(resource=id, words=asked, state=state, page=whole(request.GET.get("page", "")) or 1)
    shown = {
        "card": card,
        "library": libraries().get(card.owner),
        "counts": showing.counts_of(id),
        "page": page,
        "rows": rows_of(page.rows),
        "words": asked,
        "state": state,
        "may_match": may(request.actor, "match-title", card.owner),
    }
    return render(request, "resources/titles.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def title(request: Request, id: int) -> HttpResponse:
    """One title: which edition it means, said by hand."""
    found = showing.title(id=id)
    card = _resource(request, found.resource, "match-title")
    problem = ""
    if request.method == "POST":
        try:
            _match(request, found)
        except Absent:
            raise
        except Refusal as refusal:
            problem = ui.sentence(refusal)
        else:
            messages.success(request, _("Done. Readers of that edition are led here."))
            return redirect("resources:titles", id=card.id)
    asked = request.GET.get("words", "").strip()[:200]
    shown = {
        "card": card,
        "row": rows_of([found])[0],
        "facts": [(words.COLUMNS.get(column, column), text) for column, text in found.line.items() if text],
        "words": asked or found.title,
        "editions": _candidates(asked or found.title, found),
        "problem": problem,
        "key": secrets.token_hex(8),
    }
    return render(request, "resources/title.html", shown, status=400 if problem else 200)


def _match(request: Request, found: TitleCard) -> None:
    doing = request.POST.get("do", "")
    matching.match_title(
        actor=request.actor,
        title=found.id,
        edition=whole(request.POST.get("edition", "")) or None if doing == "match" else None,
        automatic=doing == "automatic",
        key=form_key(request),
    )


def _candidates(asked: str, found: TitleCard) -> list[EditionCard]:
    """What has its number, then what the search finds."""
    first: dict[int, EditionCard] = {}
    for number in (found.print_id, found.online_id):
        if number and "-" not in number:
            first |= {one.id: one for one in catalogue.by_isbn(isbn=number)}
    ids = [id for id in search.find(ask=search.Ask(words=asked, rows=FOUND)).ids if id not in first]
    return [*first.values(), *catalogue.editions(ids=ids)][:20]


@require_http_methods(["GET", "HEAD", "POST"])
def lists(request: Request, id: int) -> HttpResponse:
    """The lists of a resource that came, and sending another."""
    card = _resource(request, id)
    may_bring = may(request.actor, "bring-titles", card.owner) and card.state != "ended"
    if request.method == "POST" and not may_bring:
        raise Absent
    sent = request.method == "POST"
    form = ListForm(request.POST if sent else None, request.FILES if sent else None)

    def door() -> int:
        file = form.cleaned_data["file"]
        return bringing.bring(
            actor=request.actor,
            resource=id,
            chunks=file.chunks(),
            name=file.name,
            whole=not form.cleaned_data["part"],
            key=form_key(request),
        )

    if form.goes(door):
        return redirect("resources:list", id=form.made)
    shown = {
        "card": card,
        "library": libraries().get(card.owner),
        "form": form,
        "may_bring": may_bring,
        "arrivals": [(one, str(words.ARRIVALS[one.state])) for one in showing.arrivals(resource=id)],
        "key": secrets.token_hex(8),
    }
    return render(request, "resources/lists.html", shown, status=form.http)


@require_http_methods(["GET", "HEAD", "POST"])
def one_list(request: Request, id: int) -> HttpResponse:
    """What a list would do or did, and what was wrong with it, line by line and cell by cell."""
    arrival = showing.arrival(id=id)
    card = _resource(request, arrival.resource)
    if request.method == "POST":
        return _decided(request, arrival)
    faults = showing.faults(arrival=id, start=(_page(request) - 1) * FAULTS_SHOWN, rows=FAULTS_SHOWN + 1)
    shown = {
        "arrival": arrival,
        "card": card,
        "library": libraries().get(card.owner),
        "state": str(words.ARRIVALS[arrival.state]),
        "busy": arrival.state in {"waiting", "taking"},
        "examples": _examples(arrival),
        "faults": [(one, str(words.FAULTS[one.code]), _text(one)) for one in faults[:FAULTS_SHOWN]],
        "more_faults": len(faults) > FAULTS_SHOWN,
        "page": _page(request),
        "refused": _refused(arrival),
        "most_gone": arrival.state == "looked" and arrival.gone * 2 > card.titles >= 20,
        "may_take": arrival.state == "looked" and may(request.actor, "take-titles", card.owner),
        "key": secrets.token_hex(8),
    }
    response = render(request, "resources/list.html", shown)
    if shown["busy"]:
        response["Refresh"] = "3"
    return response


def _page(request: Request) -> int:
    return whole(request.GET.get("page", "")) or 1


def _text(fault: FaultCard) -> str:
    """The rejected line as it came, as far as it can be shown."""
    return fault.raw.decode("utf-8", "replace")[:300].replace("\t", " ⇥ ") if fault.raw else ""


def _examples(arrival: ArrivalCard) -> list[tuple[str, list[str], int]]:
    """(what, the first titles, how many more) of each."""
    counts = {"added": arrival.added, "changed": arrival.changed, "gone": arrival.gone}
    found = []
    for code, name in words.WHAT.items():
        titles = [one["title"] for one in arrival.examples if one["what"] == code]
        if titles:
            found.append((str(name), titles, max(0, counts.get(code, 0) - len(titles))))
    return found


def _refused(arrival: ArrivalCard) -> str:
    if arrival.state != "failed":
        return ""
    told = arrival.refused
    facts = told.get("facts")
    return ui.sentence(Refusal(str(told.get("code", "")), facts if isinstance(facts, dict) else {}))


def _decided(request: Request, arrival: ArrivalCard) -> HttpResponse:
    actor, key = request.actor, form_key(request)
    try:
        if request.POST.get("do") == "drop":
            bringing.drop(actor=actor, arrival=arrival.id, key=key)
            messages.success(request, _("The list was dropped. Nothing has changed."))
            return redirect("resources:lists", id=arrival.resource)
        bringing.take(
            actor=actor,
            arrival=arrival.id,
            sure=bool(request.POST.get("sure")),
            version=whole(request.POST.get("version", "")) or 0,
            key=key,
        )
    except Absent:
        raise
    except Refusal as refusal:
        messages.error(request, ui.sentence(refusal))
    return redirect("resources:list", id=arrival.id)
