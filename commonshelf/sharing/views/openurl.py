"""The alliance's own resolver: databases and other catalogues lead here with a citation in the address.

It answers with pages of ours only. What is said in the address is words to be shown or looked for, never a
place to go to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from commonshelf.cards import api as cards
from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.cards import EditionCard
from commonshelf.catalogue.lines import full_title, line
from commonshelf.members.cards import Said
from commonshelf.resources import api as resources
from commonshelf.sharing import copying
from commonshelf.sharing.domain import resolving
from commonshelf.ui.api import Request
from commonshelf.wire.openurl.citation import Citation
from commonshelf.wire.openurl.read import read

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SAID: Final[Mapping[str, str | _StrPromise]] = {
    **copying.CITED,
    "publisher": _("Publisher"),
    "isbn": "ISBN",
    "issn": "ISSN",
    "doi": "DOI",
}


@dataclass(frozen=True, slots=True)
class Online:
    """A way to read it now. answer: yes, or what stands in between."""

    name: Said
    url: str
    answer: str


@require_safe
def resolve(request: Request) -> HttpResponse:
    """A whole book or journal that one edition is, leads to its page; everything else to what can be done."""
    said = read(request.META.get("QUERY_STRING", "").encode("latin-1", "replace"))
    if not said:
        return render(request, "sharing/openurl/empty.html")
    found = editions(said)
    ways = online(request, said, found)
    if len(found) == 1 and not ways and resolving.is_whole(said):
        return redirect("search:edition", found[0].id)
    shown = {
        "said": said,
        "title": said.part or said.title or said.doi or said.isbn or said.issn,
        "within": said.title if said.part else "",
        "facts": [(SAID[name], told) for name, told in resolving.facts(said)],
        "editions": [(one, full_title(one.facts), line(one.facts)) for one in found],
        "ways": ways,
        "whole": resolving.is_whole(said),
        "unsure": not found and resolving.is_whole(said) and not (resolving.numbers(said) or said.doi),
        "ask": f"{reverse('sharing:blank')}?{urlencode(resolving.form(said))}",
        "search": f"{reverse('search:search')}?{urlencode({'q': resolving.words(said)})}",
        "on": resources.ways_on(library=request.here.library, citation=said),
    }
    return render(request, "sharing/openurl/found.html", shown)


def editions(said: Citation) -> list[EditionCard]:
    """By its numbers, else by a title that means one edition only."""
    if said.isbn and (found := catalogue.by_isbn(isbn=said.isbn)):
        return found[: resolving.MOST]
    serial = resolving.is_serial(said)
    wanted = catalogue.TitleLine(
        title=said.title,
        numbers=resolving.numbers(said),
        volume="" if serial else said.volume,
        year=int(said.year) if said.year and not serial else None,
        publisher=said.publisher,
        maker="" if serial else next(iter(said.authors), ""),
        kind="serial" if serial else "monograph",
    )
    meant = catalogue.identified(lines=[wanted])[0]
    return catalogue.editions(ids=[meant.edition]) if meant else []


def online(request: Request, said: Citation, found: list[EditionCard]) -> list[Online]:
    """What is licensed or open; what somebody must be asked for first is asked for on the edition's page."""
    reader = cards.reader_of(actor=request.actor)
    told = resources.Reader(reader.home, reader.group.kind) if reader else resources.Reader()
    ways = resources.online(
        edition=found[0] if found else None,
        identifiers=[one for one in (said.isbn, said.issn, said.eissn) if one],
        reader=told,
        year=int(said.year) if said.year else None,
    )
    near = (one for one in ways if one.url and one.answer in resolving.NEAR)
    return [Online(one.resource_name, one.url, one.answer) for one in near]
