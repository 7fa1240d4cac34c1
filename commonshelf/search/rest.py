"""REST for programs under /api/v1: read by anybody, the same questions and answers as the pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from ninja import NinjaAPI, Path, Query, Schema
from ninja.errors import ValidationError
from pydantic import Field

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.api import Moved
from commonshelf.catalogue.cards import EditionCard
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members.cards import BranchCard, Here, LibraryCard, Said
from commonshelf.search import api, asking, facets
from commonshelf.search.around import Around, look_around
from commonshelf.search.asking import Asked
from commonshelf.search.domain import shaping
from commonshelf.search.domain.shaping import Holder
from commonshelf.search.edition_page import web_address
from commonshelf.ui.answers import problem

UNPROCESSABLE = 422

rest = NinjaAPI(
    title="Commonshelf",
    version="1",
    description=(
        "Read access to the union catalogue and the libraries of this alliance. No key is needed. "
        "Errors are problem+json (RFC 9457) with a `code` that never changes and a `detail` for people "
        "(Accept-Language: zh-CN or en)."
    ),
    urls_namespace="search:api-1",
    docs_url=None,
)


class Both(Schema):
    """The same words in both languages; "" where one is missing."""

    zh: str
    en: str


class NameOut(Schema):
    name: str
    role: str = Field(description="author, editor, translator ...; empty where the record does not say")


class EditionOut(Schema):
    id: int
    url: str
    title: str
    subtitle: str
    volume: str
    names: list[NameOut]
    edition: str
    publisher: str
    year: int | None
    format: str
    languages: list[str] = Field(description="MARC codes")
    isbns: list[str]
    classes: list[str] = Field(description="scheme:number, such as clc:I242.4")
    subjects: list[str]
    libraries: list[str] = Field(description="Symbols of the libraries that have it")
    local_ids: list[str] = Field(description="SYMBOL:id of each joined record")
    work: int | None = Field(description="its number for /works; soft, and not lasting as an edition's is")


class HolderOut(Schema):
    library: str
    branch: str
    state: str = Field(description="on-shelf, online, reference, unknown, on-order, on-loan, missing, untold")
    on_shelf: int
    total: int
    kilometres: float | None
    open: bool | None = Field(description="null: the library told no hours")
    open_until: datetime | None
    opens_next: datetime | None
    copies: list[CopyOut]
    url: str


class CopyOut(Schema):
    shelving_location: str
    call_number: str
    volume: str
    status: str
    copies: int
    as_of: datetime


class CountOut(Schema):
    value: str
    label: str
    documents: int


class StepOut(Schema):
    code: str
    facts: dict[str, Any]


class SearchOut(Schema):
    total: int
    page: int
    rows: int
    results: list[EditionOut]
    facets: dict[str, list[CountOut]]
    steps: list[StepOut] = Field(description="what was loosened because nothing matched literally")
    suggestion: str = Field(description="another spelling that would find more, or empty")
    next: str = Field(description="address of the next page, or empty")


class BranchOut(Schema):
    code: str
    name: Both
    address: Both
    phone: str
    email: str
    latitude: float | None
    longitude: float | None
    main: bool
    open: bool | None
    open_until: datetime | None
    opens_next: datetime | None


class LibraryOut(Schema):
    symbol: str
    name: Both
    short: Both
    kind: str
    region: Both
    website: str
    aliases: list[str]
    branches: list[BranchOut]


class SearchIn(Schema):
    """What `/search` takes; a facet given twice means either value."""

    q: str = Field("", description="words, a title, a name, an ISBN")
    library: list[str] = Field([], description="Symbol")
    branch: list[str] = Field([], description="SYMBOL/code")
    format: list[str] = []
    language: list[str] = Field([], description="MARC code")
    decade: list[str] = []
    clc: list[str] = Field([], description="main class letter")
    region: list[str] = Field([], description="region of the library, as /libraries names it in Chinese")
    subject: list[str] = Field([], description="a subject, as the facet gives it")
    author: list[str] = Field([], description="a maker, as the facet gives it")
    available: list[str] = Field([], description='Symbol of a library with a copy on the shelf, or "any"')
    sort: str = Field("relevance", description="relevance, newest, title or nearest (needs `near`)")
    more: list[str] = Field([], description="facets to count besides: subject, author")
    exactly: str = Field("", description="1: nothing is loosened when nothing is found as typed")
    near: str = Field("", description="latitude,longitude; used for this answer, never stored")
    page: int = Field(1, ge=1)
    rows: int = Field(asking.ROWS, ge=1, le=asking.MOST_ROWS)


HolderOut.model_rebuild()


@rest.exception_handler(Refusal)
def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    if isinstance(refusal, Moved):
        match = request.resolver_match
        to = reverse(f"search:api-1:{match.url_name}", args=[refusal.to]) if match else "/"
        return HttpResponse(status=301, headers={"Location": to})
    return problem(refusal)


@rest.exception_handler(ValidationError)
def _invalid(_request: HttpRequest, invalid: ValidationError) -> HttpResponse:
    first = invalid.errors[0]
    facts = {"field": str(first["loc"][-1]), "problem": first["msg"]}
    return problem(Refusal("search.invalid-parameter", facts, UNPROCESSABLE))


@rest.get("/search", response=SearchOut, summary="Search the union catalogue")
def search(request: HttpRequest, asked: Annotated[SearchIn, Query()]) -> dict[str, Any]:
    read = asking.read(request.GET)  # as the page reads it; `asked` has only checked the numbers
    if read.notes:
        raise read.notes[0]
    read = replace(read, page=asked.page, rows=asked.rows)
    here = _here(request)
    now = timezone.now()
    answer = api.find(ask=read.ask(), here=here, now=now)
    around = look_around(here=here, now=now)
    more = read.start + len(answer.ids) < min(answer.total, asking.DEEPEST)
    return {
        "total": answer.total,
        "page": read.page,
        "rows": read.rows,
        "results": [_edition(request, card) for card in catalogue.editions(ids=tuple(answer.ids))],
        "facets": {name: [_count(name, c, around) for c in counts] for name, counts in answer.facets.items()},
        "steps": [{"code": step.code, "facts": dict(step.facts)} for step in answer.steps],
        "suggestion": answer.suggestion,
        "next": _next(request, read) if more else "",
    }


def _here(request: HttpRequest) -> Here:
    here = getattr(request, "here", None)
    return here if isinstance(here, Here) else Here()


def _count(name: str, count: Any, around: Around) -> dict[str, Any]:
    return {
        "value": count.value,
        "label": facets.label_of(name, count.value, around),
        "documents": count.documents,
    }


def _next(request: HttpRequest, read: Asked) -> str:
    query = request.GET.copy()
    query["page"] = str(read.page + 1)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


@rest.get("/editions/{int:id}", response=EditionOut, summary="One edition", url_name="edition")
def edition(request: HttpRequest, id: Annotated[int, Path()]) -> dict[str, Any]:
    return _edition(request, catalogue.edition(id=id))


@rest.get("/editions/{int:id}/holders", response=list[HolderOut], summary="Who has it", url_name="holders")
def holders(request: HttpRequest, id: Annotated[int, Path()], near: str = "") -> list[dict[str, Any]]:  # noqa: ARG001 -- as above
    around = look_around(here=members.here_from(cookie="", near=near))
    return [_holder(found) for found in shaping.holders(catalogue.edition(id=id), around.sites)]


@rest.get("/works/{int:id}", response=list[EditionOut], summary="All editions of a work", url_name="work")
def work(request: HttpRequest, id: Annotated[int, Path()]) -> list[dict[str, Any]]:
    cards = catalogue.work_editions(work=id)
    if not cards:
        raise Absent
    return [_edition(request, card) for card in cards]


@rest.get("/libraries", response=list[LibraryOut], summary="The members of the alliance")
def libraries(request: HttpRequest) -> list[dict[str, Any]]:  # noqa: ARG001 -- ninja passes it by this name
    now = timezone.now()
    return [_library(card, now) for card in members.libraries()]


@rest.get("/libraries/{symbol}", response=LibraryOut, summary="One library")
def library(request: HttpRequest, symbol: str) -> dict[str, Any]:  # noqa: ARG001 -- as above
    return _library(members.library(symbol=symbol), timezone.now())


def _edition(request: HttpRequest, card: EditionCard) -> dict[str, Any]:
    said = card.facts
    return {
        "id": card.id,
        "url": request.build_absolute_uri(reverse("search:edition", args=[card.id])),
        "title": said.title,
        "subtitle": said.subtitle,
        "volume": said.volume,
        "names": [{"name": name.name, "role": name.role} for name in said.names],
        "edition": said.edition,
        "publisher": said.publisher,
        "year": said.year,
        "format": said.format,
        "languages": list(said.languages),
        "isbns": list(said.isbns),
        "classes": [f"{found.scheme}:{found.number}" for found in said.classes],
        "subjects": list(said.subjects),
        "libraries": list(card.libraries),
        "local_ids": sorted(f"{member.library}:{member.local_id}" for member in card.members),
        "work": card.work,
    }


def _holder(holder: Holder) -> dict[str, Any]:
    opening = holder.site.opening
    return {
        "library": holder.library,
        "branch": holder.site.branch,
        "state": holder.state.value,
        "on_shelf": holder.on_shelf,
        "total": holder.total,
        "kilometres": None if holder.site.km is None else round(holder.site.km, 1),
        "open": opening.open if opening else None,
        "open_until": opening.until if opening else None,
        "opens_next": opening.next if opening else None,
        "copies": [
            {
                "shelving_location": copy.shelving_location,
                "call_number": copy.call_number,
                "volume": copy.volume,
                "status": copy.status,
                "copies": copy.copies,
                "as_of": copy.as_of,
            }
            for copy in holder.copies
        ],
        "url": web_address(holder.url),
    }


def _both(words: Said) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}


def _library(card: LibraryCard, now: datetime) -> dict[str, Any]:
    return {
        "symbol": card.symbol,
        "name": _both(card.name),
        "short": _both(card.short),
        "kind": card.kind,
        "region": _both(card.region),
        "website": card.website,
        "aliases": list(card.aliases),
        "branches": [_branch(branch, now) for branch in card.branches],
    }


def _branch(branch: BranchCard, now: datetime) -> dict[str, Any]:
    told = bool(branch.hours or branch.exceptions)
    opening = members.opening(branch=branch, now=now)
    return {
        "code": branch.code,
        "name": _both(branch.name),
        "address": _both(branch.address),
        "phone": branch.phone,
        "email": branch.email,
        "latitude": branch.place[0] if branch.place else None,
        "longitude": branch.place[1] if branch.place else None,
        "main": branch.main,
        "open": opening.open if told else None,
        "open_until": opening.until if told else None,
        "opens_next": opening.next if told else None,
    }
