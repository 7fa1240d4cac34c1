"""The edition page, what is shown at the desk, and the downloads."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from urllib.parse import quote

import segno
from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.api import Moved
from commonshelf.catalogue.cards import EditionCard
from commonshelf.catalogue.domain import cite, exports
from commonshelf.kernel.refusal import ABSENT, Absent, Refusal
from commonshelf.search import edition_page, labels, presenting, words
from commonshelf.search.around import look_around
from commonshelf.search.domain import shaping
from commonshelf.search.domain.shaping import Holder
from commonshelf.ui.api import Request
from commonshelf.wire.marc import write
from commonshelf.wire.marc.outcome import Good
from commonshelf.wire.marc.read import parse
from commonshelf.wire.marc.record import Marc, Syntax
from commonshelf.wire.marc.write import TooLong

View = Callable[[Request, int], HttpResponse]
TABLES = frozenset({Syntax.CSV, Syntax.XLSX})


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
    shown = {
        "card": card,
        "facts": card.facts,
        "around": around,
        "title": presenting.full_title(card.facts),
        "line": presenting.line(card.facts),
        "verdict": verdict,
        "sentence": words.availability(verdict, around),
        "desk": presenting.desk_url(card.id, first) if first and first.state in edition_page.TO_SHOW else "",
        "holders": edition_page.holder_rows(card, ordered, around),
        "header": words.held(verdict),
        "names": edition_page.names(card.facts),
        "details": edition_page.details(card.facts),
        "classed": edition_page.class_rows(card, around),
        "subjects": edition_page.subjects(card.facts),
        "links": edition_page.links(card.facts),
        "others": [presenting.result(other, around) for other in catalogue.other_editions(id=card.id)],
        "why": edition_page.why(card, around),
        "citation": cite.gbt7714(card.facts, get_language() or "zh-hans"),
        "permalink": _permalink(request, card.id),
        "has_marc": any(member.facts.flavour in labels.MARC for member in card.members),
    }
    return render(request, "search/edition.html", shown)


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
        "title": presenting.full_title(card.facts),
        "line": presenting.line(card.facts),
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


@following
def ris(_request: Request, id: int) -> HttpResponse:
    card = catalogue.edition(id=id)
    return _file(
        exports.ris(card.facts, _permalink(_request, id)).encode(),
        f"{id}.ris",
        "application/x-research-info-systems; charset=utf-8",
    )


@following
def mrc(request: Request, id: int) -> HttpResponse:
    """Every MARC record of the edition as ISO 2709: the bytes as received where they are that already.

    A record that came with a wrong length or without its end would swallow the next: it goes out mended.
    """
    made = []
    for raw, syntax in _received(catalogue.edition(id=id), request.here.library):
        if syntax == Syntax.ISO2709 and whole(raw):
            made.append(raw)
            continue
        try:
            made.extend(write.iso2709(marc) for marc in _parsed(raw, syntax))
        except TooLong:
            continue  # ISO 2709 cannot hold it; MARCXML can
    if not made:
        raise Refusal("search.no-marc", {"edition": id}, ABSENT)
    return _file(b"".join(made), f"{id}.mrc", "application/marc")


@following
def marcxml(request: Request, id: int) -> HttpResponse:
    found = _received(catalogue.edition(id=id), request.here.library)
    marcs = [marc for raw, syntax in found for marc in _parsed(raw, syntax)]
    if not marcs:
        raise Refusal("search.no-marc", {"edition": id}, ABSENT)
    return _file(write.marcxml(marcs), f"{id}.xml", "application/marcxml+xml")


def _received(card: EditionCard, mine: str) -> list[tuple[bytes, str]]:
    """The MARC records as received, my library's first."""
    members = sorted(card.members, key=lambda member: member.library != mine)
    found = [catalogue.record_bytes(record=member.record) for member in members]
    return [(raw, syntax) for raw, syntax in found if syntax not in TABLES]


def whole(raw: bytes) -> bool:
    """Whether a reader of ISO 2709 finds the end of this record where it is."""
    return raw[:5] == b"%05d" % len(raw) and raw.endswith(b"\x1d")


def _parsed(raw: bytes, syntax: str) -> list[Marc]:
    read = parse(raw, Syntax(syntax))
    return [read.marc] if isinstance(read, Good) else []


def _file(body: bytes | str, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def _permalink(request: Request, id: int) -> str:
    return request.build_absolute_uri(reverse("search:edition", args=[id]))
