"""The edition page, the page of a work, and what is shown at the desk."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

import segno
from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.api import Moved
from commonshelf.catalogue.lines import full_title, line
from commonshelf.kernel.refusal import Absent
from commonshelf.search import api, described, edition_page, exporting, labels, presenting, words, works_page
from commonshelf.search.around import look_around
from commonshelf.search.domain import shaping
from commonshelf.search.domain.shaping import Holder
from commonshelf.ui.api import Request

SIMILAR_SHOWN = 4
View = Callable[[Request, int], HttpResponse]


def following(view: View) -> View:
    """An edition that was joined with another is found where it lives now, for good."""

    @wraps(view)
    def found(request: Request, id: int) -> HttpResponse:
        try:
            return view(request, id)
        except Moved as moved:
            match = request.resolver_match
            to = reverse(match.view_name, args=[moved.to]) if match else "/"
            query = request.META.get("QUERY_STRING", "")
            return HttpResponsePermanentRedirect(f"{to}?{query}" if query else to)

    return found


@following
def edition(request: Request, id: int) -> HttpResponse:
    card = catalogue.edition(id=id)
    around = look_around(here=request.here)
    ordered = shaping.holders(card, around.sites)
    verdict = shaping.verdict(ordered)
    first = verdict.holder
    holders = edition_page.holder_rows(card, ordered, around)
    shown = {
        "card": card,
        "facts": card.facts,
        "around": around,
        "title": full_title(card.facts),
        "line": line(card.facts),
        "verdict": verdict,
        "sentence": words.availability(verdict, around),
        "desk": presenting.desk_url(card.id, first) if first and first.state in edition_page.TO_SHOW else "",
        "holders": holders,
        "leads_to_desk": any(row.desk and row.numbered for row in holders),
        "header": words.held(verdict),
        "names": edition_page.names(card.facts),
        "details": edition_page.details(card.facts),
        "classed": edition_page.class_rows(card, around),
        "subjects": edition_page.subjects(card.facts),
        "links": edition_page.links(card.facts),
        "others": works_page.others(card, around),
        "similar": [presenting.result(one, around) for one in api.similar(edition=card, rows=SIMILAR_SHOWN)],
        "why": edition_page.why(card, around),
        "citations": exporting.citations(card, around.language),
        "forms": exporting.FORMS.values(),
        "permalink": _permalink(request, card.id),
        "summary": words.summary(card, verdict),
        "described": described.edition(card, ordered, around, at=_at(request)),
        "has_marc": any(member.facts.flavour in labels.MARC for member in card.members),
    }
    return render(request, "search/edition.html", shown)


def work(request: Request, id: int) -> HttpResponse:
    """All editions of a work: by language, sets of volumes as sets, and the one to be had soonest."""
    cards = catalogue.work_editions(work=id)
    if not cards:
        raise Absent
    around = look_around(here=request.here)
    total = catalogue.work_sizes(works=[id])[id]
    return render(request, "search/work.html", works_page.shown(id, cards, total, around, _at(request)))


@following
def desk(request: Request, id: int) -> HttpResponse:
    """What to show at the desk of one branch: shelf mark large, the way to it, hours, phone, QR."""
    card = catalogue.edition(id=id)
    around = look_around(here=request.here)
    ordered = shaping.holders(card, around.sites)
    holder = _at_branch(ordered, request.GET.get("branch", ""))
    branch = around.branch(holder.library, holder.site.branch)
    permalink = _permalink(request, card.id)
    lines = edition_page.lines(holder, branch, around.language)
    to_hand = [line for line in lines if line.tone not in {"wait", "no"}] or lines
    shown = {
        "card": card,
        "title": full_title(card.facts),
        "line": line(card.facts),
        "holder": holder,
        "library": around.libraries.get(holder.library),
        "library_name": around.name(holder.library),
        "building": around.branch_name(holder.library, holder.site.branch),
        "branch": branch,
        "lines": to_hand,
        "others": [line for line in lines if line not in to_hand],
        "clauses": words.clauses(holder.site),
        "as_of": max((copy.as_of for copy in holder.copies), default=None),
        "barcodes": [copy.barcode for copy in holder.copies if copy.barcode][:6],
        "week": edition_page.week(branch) if branch else [],
        "permalink": permalink,
        "qr": qr(permalink),
    }
    return render(request, "search/desk.html", shown)


def _at_branch(ordered: tuple[Holder, ...], asked: str) -> Holder:
    """The holder the address names, else the best one; Absent when there is none with copies."""
    library, _, branch = asked.partition("/")
    with_copies = [holder for holder in ordered if holder.copies]
    for holder in with_copies:
        if holder.library == library and (holder.site.branch == branch or not branch):
            return holder
    if asked or not with_copies:
        raise Absent
    return with_copies[0]


def qr(text: str) -> SafeString:
    """The text as an inline SVG without style attributes, black on white so that any scanner reads it."""
    made = segno.make(text, error="m", micro=False)
    svg = made.svg_inline(
        scale=4, border=3, dark="#000", light="#fff", svgclass="qr", lineclass=None, omitsize=True
    )
    return mark_safe(svg)  # noqa: S308 -- made by segno from our own address, which it does not write out


def _at(request: Request) -> str:
    return request.build_absolute_uri("/")[:-1]


def _permalink(request: Request, id: int) -> str:
    return request.build_absolute_uri(reverse("search:edition", args=[id]))
