"""Calling a resource at an agency's desk: find it, see the ways, say for whom and where to."""

from __future__ import annotations

import secrets
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from commonshelf.cards import api as cards
from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.cards import EditionCard
from commonshelf.catalogue.lines import full_title, line
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api as members
from commonshelf.members.cards import LibraryCard
from commonshelf.search import api as search
from commonshelf.search.api import Ask
from commonshelf.sharing.agency import calling, care
from commonshelf.sharing.agency.calling import Call
from commonshelf.sharing.planning import planning, words
from commonshelf.sharing.planning.cards import Asked, Plan
from commonshelf.sharing.views.agency_tabs import tabs
from commonshelf.ui import api as ui
from commonshelf.ui.api import Day, Form, Request, form_key

FOUND: Final = 10
PLACED: Final = ("courier", "scan", "licensed-copy")
"""Ways that are a request to another library; the others are walked to or opened."""


class CallForm(Form):
    """For whom, where to, which way."""

    problem = ""
    card = forms.CharField(
        label=gettext_lazy("Card of the reader"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("Scan or type it. Empty: for the branch, in your own name as a reader."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    branch = forms.ChoiceField(label=gettext_lazy("Bring it to"))
    service = forms.ChoiceField(
        label=gettext_lazy("What is wanted"),
        choices=[("Loan", gettext_lazy("the whole, on loan")), ("Copy", gettext_lazy("a copy of a part"))],
        widget=forms.RadioSelect,
        initial="Loan",
    )
    pages = forms.CharField(
        label=gettext_lazy("Page numbers"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("Of a copy: for example 12-30."),
    )
    agreed_copyright = forms.BooleanField(
        label=gettext_lazy("Of a copy: the reader knows the copyright notice and agrees to it"),
        required=False,
    )
    supplier = forms.ChoiceField(label=gettext_lazy("Ask it of"), required=False, widget=forms.RadioSelect)
    needed_date = Day(label=gettext_lazy("Needed by"), required=False)
    note = forms.CharField(label=gettext_lazy("Note for the desks"), required=False, max_length=300)

    def __init__(
        self, *args: Any, branches: list[tuple[str, str]], suppliers: list[tuple[str, str]], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.fields["branch"].choices = branches  # type: ignore[attr-defined]  # a field of choices
        self.fields["supplier"].choices = suppliers  # type: ignore[attr-defined]  # likewise

    def refused(self, refusal: Refusal) -> None:
        if str(refusal.facts.get("field", "")) in self.fields:
            super().refused(refusal)
        else:
            self.problem = ui.sentence(refusal)

    def call(self, edition: int) -> Call:
        said = self.cleaned_data
        copy = said["service"] == "Copy"
        return Call(
            edition=edition,
            branch=said["branch"],
            card=said["card"],
            service=said["service"],
            pages=said["pages"] if copy else "",
            needed_date=said["needed_date"],
            supplier=said["supplier"],
            agreed_copyright=said["agreed_copyright"],
            note=said["note"],
        )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def call(request: Request, symbol: str) -> HttpResponse:
    """First what (?q=), then for whom (?edition=): the ways stand beside it, the soonest first."""
    members.demand(actor=request.actor, action="sharing.call", object=care.ref(symbol))
    library = members.library(symbol=symbol)
    number = whole(request.GET.get("edition", ""))
    shown = {"library": library, "words": request.GET.get("q", "")[:200], **tabs(request, "care")}
    if not number:
        return render(request, "sharing/agency/call_find.html", {**shown, "found": _found(shown["words"])})
    try:
        edition = catalogue.edition(id=number)
    except catalogue.Moved as moved:
        return redirect(f"{request.path}?edition={moved.to}")
    plan = _plan(request, library, edition)
    suppliers = [("", _("whoever is soonest"))]
    suppliers += [
        (way.supplier, f"{words.title(way)} · {words.span(way.expected_hours)}") for way in _ways(plan)
    ]
    language = get_language() or ""
    form = CallForm(
        request.POST or None,
        branches=[(one.code, one.name.in_language(language)) for one in library.branches],
        suppliers=suppliers,
        initial={"supplier": ""},
    )
    if form.goes(
        lambda: calling.call(
            actor=request.actor, library=symbol, wanted=form.call(edition.id), key=form_key(request)
        )
    ):
        messages.success(request, _("Called. The request has the number {number}.").format(number=form.made))
        return redirect("sharing:care")
    mine = cards.reader_of(actor=request.actor) if request.actor.key else None
    context = {
        **shown,
        "edition": edition,
        "title": full_title(edition.facts),
        "line": line(edition.facts),
        "form": form,
        "ways": [words.sentence(one) for one in plan.ways],
        "nobody": not _ways(plan),
        "registered": mine is not None,
        "key": secrets.token_hex(8),
    }
    return render(request, "sharing/agency/call.html", context, status=form.http)


def _found(asked: str) -> list[tuple[EditionCard, str, str]]:
    if not asked.strip():
        return []
    ids = search.find(ask=Ask(words=asked, rows=FOUND)).ids
    by_id = {one.id: one for one in catalogue.editions(ids=list(ids))}
    return [(by_id[id], full_title(by_id[id].facts), line(by_id[id].facts)) for id in ids if id in by_id]


def _plan(request: Request, library: LibraryCard, edition: EditionCard) -> Plan:
    """As for this library's desk: in the name of whoever calls, brought to its main branch."""
    mine = cards.reader_of(actor=request.actor) if request.actor.key else None
    branch = library.branches[0].code if library.branches else ""
    return planning.plan(
        reader=mine.key if mine else "",
        edition=edition,
        situation=Asked(library=library.symbol, branch=branch),
    )


def _ways(plan: Plan) -> list[Any]:
    """One for each library that would be asked."""
    found: dict[str, Any] = {}
    for way in plan.ways:
        if way.kind in PLACED:
            found.setdefault(way.supplier, way)
    return list(found.values())
