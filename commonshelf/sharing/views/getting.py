"""The get-it sheet of an edition, and the step that confirms a way: three taps from a result."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from commonshelf.cards import api as cards
from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.cards import EditionCard
from commonshelf.catalogue.lines import full_title, line, titled
from commonshelf.kernel.refusal import Absent
from commonshelf.loans import api as loans
from commonshelf.sharing import api, looking
from commonshelf.sharing import reader_words as words
from commonshelf.sharing.looking import Glimpse
from commonshelf.sharing.planning.cards import Plan, Way
from commonshelf.sharing.views import getting_places, getting_rows, getting_steps
from commonshelf.sharing.views.getting_forms import ConfirmForm, SituationForm, carried
from commonshelf.ui.api import Request, form_key

FETCHED: Final = frozenset({"courier", "partner", "wait"})
"""What comes on paper to a branch."""
COPIED: Final = frozenset({"scan", "licensed-copy"})
ASKED: Final = FETCHED | COPIED | {"buy"}
"""Kinds that are placed here; the others are opened or walked to."""


@dataclass(frozen=True, slots=True)
class Stand:
    """Who asks for what, from where. reader None: a visitor, or an account without a card."""

    card: EditionCard
    reader: cards.ReaderCard | None
    form: SituationForm
    places: list[tuple[str, str]]
    pickup: str
    plan: Plan

    @property
    def carried(self) -> str:
        return carried(self.form.data)


def stand(request: Request, card: EditionCard, *, asks: bool = True) -> Stand:
    """Everything the sheet needs; as many questions for eighty holders as for one. asks: whether the page
    lets them say where they fetch it; else it is where they usually would.
    """
    reader = cards.reader_of(actor=request.actor) if request.actor.key else None
    places = (
        getting_places.places(reader, request.here) if asks else getting_places.near(reader, request.here)
    )
    form = SituationForm(request.GET if asks else {}, places=places)
    asked = form.asked(request.here, device=_device(request))
    pickup = f"{asked.library}/{asked.branch}" if asked.library else ""
    pickup = pickup if pickup in dict(places) else getting_places.usual(reader, request.here, places)
    plan = api.plan(reader=reader.key if reader else "", edition=card, situation=asked)
    return Stand(card, reader, form, places, pickup, plan)


def _device(request: Request) -> str:
    """Phones say so themselves; kept nowhere."""
    told = request.headers.get("sec-ch-ua-mobile", "")
    return "phone" if told == "?1" or "Mobi" in request.headers.get("user-agent", "") else "desk"


def moved(request: Request, name: str, to: int) -> HttpResponse:
    """An edition that was joined with another is found where it lives now, for good."""
    query = request.META.get("QUERY_STRING", "")
    there = reverse(name, args=[to])
    return HttpResponsePermanentRedirect(f"{there}?{query}" if query else there)


@never_cache
@require_safe
def sheet(request: Request, edition: int) -> HttpResponse:
    """Every way to this edition for this reader, soonest first; a fragment of it beside a search result."""
    try:
        card = catalogue.edition(id=edition)
    except catalogue.Moved as joined:
        return moved(request, "sharing:get", joined.to)
    here = stand(request, card)
    shown = {
        "card": card,
        "title": titled(card.facts),
        "line": line(card.facts),
        "sheet": getting_rows.sheet(card, here.plan, here.carried, here.pickup),
        "form": here.form,
        "open": bool(here.form.errors),
        "reader": here.reader,
        "running": running(request, here.reader, card.id),
        "sign_in": sign_in(request),
        "blank": blank_for(card),
    }
    if request.htmx:
        return render(request, "sharing/reader/parts/beside.html", shown)
    return render(request, "sharing/reader/get.html", shown)


def sign_in(request: Request) -> str:
    """The way back holds everything that was said."""
    from_here = request.get_full_path()
    return f"{reverse('account_login')}?{urlencode({'next': from_here})}"


def running(request: Request, reader: cards.ReaderCard | None, edition: int) -> Glimpse | None:
    """Their own request for it that is not over."""
    if reader is None:
        return None
    return next(iter(looking.mine(actor=request.actor, edition=edition, rows=1)), None)


def blank_for(card: EditionCard) -> str:
    """The blank form with all that is known of it: where nobody can give this very edition."""
    facts = card.facts
    told = {
        "title": full_title(facts),
        "author": facts.names[0].name if facts.names else "",
        "year": str(facts.year or ""),
        "publisher": facts.publisher,
        "isbn": facts.isbns[0] if facts.isbns else "",
    }
    query = urlencode({name: text for name, text in told.items() if text})
    return f"{reverse('sharing:blank')}?{query}"


# -- the confirming step


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Request, edition: int) -> HttpResponse:
    """What will happen, what it costs, and one button. Signed out: signing in leads back here."""
    try:
        card = catalogue.edition(id=edition)
    except catalogue.Moved as joined:
        return moved(request, "sharing:ask", joined.to)
    kind = request.GET.get("way", "")
    if kind not in ASKED:
        raise Absent
    if request.method == "POST" and (number := api.placed(actor=request.actor, key=form_key(request))):
        return redirect("sharing:request", number)  # pressed twice: the first press may have closed the way
    here = stand(request, card)
    if here.form.errors:  # said beside its field on the sheet, which holds all that was said
        return redirect(f"{reverse('sharing:get', args=[card.id])}?{here.carried}")
    way = getting_rows.find(here.plan, kind, request.GET.get("supplier", ""))
    if way is None and kind != "wait":
        messages.warning(request, _("This way is closed by now. These are the ways there are."))
        return redirect(f"{reverse('sharing:get', args=[card.id])}?{here.carried}")
    to = request.GET.get("to", "")
    said = "keep" if way is None and getting_rows.stands_at(here.plan, to) else kind
    copied = kind in COPIED or (way is not None and way.kind == "partner" and way.service == "Copy")
    form = _form(request, here, said, copied=copied)
    if request.method == "POST" and here.reader is None:
        raise Absent
    if form.goes(lambda: _placed(request, here, way, form, to)):
        return redirect(form.made)
    shown = {
        "card": card,
        "title": titled(card.facts),
        "line": line(card.facts),
        "kind": kind,
        "way": way,
        "heading": getting_rows.title(way, here.pickup) if way else _waits(said, to),
        "steps": getting_steps.steps(said, way, here.plan, to if said == "keep" else here.pickup),
        "cost": words.cost(way.cost) if way and kind != "wait" else "",
        "notice": getting_steps.notice(here.reader, way) if copied else "",
        "button": words.CONFIRM[said],
        "form": form,
        "key": request.POST.get("key") or secrets.token_hex(8),
        "reader": here.reader,
        "sign_in": sign_in(request),
        "back": f"{reverse('sharing:get', args=[card.id])}?{here.carried}",
    }
    return render(request, "sharing/reader/ask.html", shown, status=form.http)


def _waits(said: str, to: str) -> str:
    """A copy on the shelf of a branch is kept there; where there is none one waits for the next."""
    library, _slash, branch = to.partition("/")
    return str(words.PLACE[said]).format(place=words.place(library, branch))


def _form(request: Request, here: Stand, kind: str, *, copied: bool) -> ConfirmForm:
    return ConfirmForm(
        request.POST if request.method == "POST" else None,
        places=here.places,
        copy=copied,
        fetched=kind in FETCHED,
        initial={"at": request.GET.get("to") or here.pickup, "part": request.GET.get("part", "")},
    )


def _queued(request: Request, card: EditionCard, to: tuple[str, str]) -> str:
    """In the queue for the next copy that comes back, or the one on a shelf kept meanwhile."""
    reader = cards.reader_of(actor=request.actor)
    if reader is None:
        raise Absent
    loans.hold(
        actor=request.actor,
        reader=reader.key,
        edition=card.id,
        library=to[0],
        branch=to[1],
        key=form_key(request),
    )
    messages.success(request, _("It is kept for you as soon as a copy is there. You are told then."))
    return reverse("loans:mine")


def _placed(request: Request, here: Stand, way: Way | None, form: ConfirmForm, to: str) -> str:
    """The address to go on to. to: the branch whose copy was to be kept."""
    told = form.cleaned_data
    at = told.get("at") or (to if getting_rows.stands_at(here.plan, to) else here.pickup)
    library, _slash, branch = str(at).partition("/")
    reader = here.reader.key if here.reader else ""
    if way is None or way.service == "Hold":
        return _queued(request, here.card, (library, branch))
    situation = here.form.told
    made = api.place(
        actor=request.actor,
        reader=reader,
        edition=here.card.id,
        citation={"pages": told["part"]} if told.get("part") else {},
        service=way.service if way.service in {"Loan", "Copy"} else "Loan",
        pickup=(library, branch),
        needed_date=situation.get("needed"),
        most_cost=max(way.cost, int((situation.get("most") or 0) * 100)),
        any_edition=bool(situation.get("any")),
        way=(way.supplier, way.kind),
        note=told.get("note", ""),
        agreed_copyright=bool(told.get("agreed")),
        key=form_key(request),
    )
    messages.success(request, _("It is asked for. Here you see how it goes on."))
    return reverse("sharing:request", args=[made.number])
