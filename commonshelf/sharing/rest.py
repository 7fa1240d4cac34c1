"""Ways and requests for programs, beside the search interface: the doors and the refusals of the pages.

GET  /api/v1/editions/ID/ways     every way to it: for the reader who is signed in, or for a visitor
GET  /api/v1/requests             one's own; and the token that a POST of this session needs
POST /api/v1/requests             place one
GET  /api/v1/requests/NUMBER      one of one's own
POST /api/v1/requests/NUMBER/acts a step of it: cancel, renew …

Whoever is signed in speaks for themselves alone; desks have their pages. docs/protocols/requests.md.
"""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any, Final, Literal

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from commonshelf.cards import api as cards
from commonshelf.catalogue import api as catalogue
from commonshelf.kernel.place import read_place
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.sharing import api, refusals, telling
from commonshelf.sharing.planning import planning, words
from commonshelf.sharing.planning.cards import Asked, Plan
from commonshelf.ui.api import Request

UNPROCESSABLE: Final = 422
CREATED: Final = 201
READER: Final = "reader"
KEY: Final = "Idempotency-Key"
LONGEST_KEY: Final = 200
MOST_FEN: Final = 1_000_000


class Said(BaseModel):
    """What a program says; what is not known here is refused, not left out."""

    model_config = ConfigDict(extra="forbid")


class Situation(Said):
    """Of the reader, as on the sheet. library: SYMBOL or SYMBOL/branch, where it would be fetched. far: km.
    most: fen.
    """

    library: str = Field("", max_length=80)
    near: str = Field("", max_length=40)
    needed: date | None = None
    form: Literal["any", "print", "digital"] = "any"
    part: str = Field("", max_length=40)
    far: float | None = Field(None, ge=0, le=20_000, allow_inf_nan=False)
    most: int | None = Field(None, ge=0, le=MOST_FEN)
    any_edition: bool = False


class Chosen(Said):
    kind: str = Field(max_length=20)
    supplier: str = Field("", max_length=40)


class Wanted(Said):
    """A request; each field as `api.place` has it."""

    edition: int | None = None
    citation: dict[str, str] = Field(default_factory=dict)
    service: str = "Loan"
    kind: str = "Book"
    pickup: str = Field("", max_length=80)
    needed: date | None = None
    most: int = Field(0, ge=0, le=MOST_FEN)
    any_edition: bool = False
    way: Chosen | None = None
    note: str = Field("", max_length=1000)
    agreed_copyright: bool = False
    incomplete: bool = False


class Step(Said):
    """version: of the request as it was shown; None: whatever it is by now."""

    action: str = Field(max_length=40)
    version: int | None = None
    note: str = Field("", max_length=2000)


@require_safe
def ways(request: Request, id: int) -> HttpResponse:
    """Codes and figures as the command tells them, and each as a sentence in the asked language."""
    told = {name: value for name, value in request.GET.items() if name != "lang"}
    asked = _asked(_read(lambda: Situation.model_validate(told)))
    reader = cards.reader_of(actor=request.actor) if request.actor.key else None
    try:
        card = catalogue.edition(id=id)
    except catalogue.Moved as moved:
        to = reverse("sharing:api-ways", args=[moved.to])
        query = request.META.get("QUERY_STRING", "")
        return HttpResponse(status=301, headers={"Location": f"{to}?{query}" if query else to})
    found = api.plan(reader=reader.key if reader else "", edition=card, situation=asked)
    sheet = request.build_absolute_uri(reverse("sharing:get", args=[card.id]))
    return _answer({"edition": card.id, "url": sheet, **_planned(found)})


def _planned(found: Plan) -> dict[str, Any]:
    told: Any = planning.as_json(found)
    for row, way in zip(told["ways"], found.ways, strict=True):
        row |= {"branch": way.branch, "service": way.service, "sentence": words.sentence(way)}
    for row, out in zip(told["ruled_out"], found.ruled_out, strict=True):
        row["sentence"] = words.ruled_out(out)
    return {"at": found.at.isoformat(), "policy": found.policy, **told}


def _asked(told: Situation) -> Asked:
    """Refusals sharing.bad-field, sharing.no-such-place."""
    place = read_place(told.near) if told.near else None
    if told.near and place is None:
        raise _bad("near", "place")
    library, _slash, branch = told.library.partition("/")
    if library:
        _stands(library, branch)
    return Asked(
        place=place,
        library=library,
        branch=branch,
        needed_date=told.needed,
        form=told.form,
        part=told.part,
        farthest_km=told.far,
        most_cost=told.most,
        any_edition=told.any_edition,
    )


def _stands(library: str, branch: str) -> None:
    known = {one.symbol: [site.code for site in one.branches] for one in members.libraries()}
    if library not in known or (branch and branch not in known[library]):
        facts = {"field": "library", "place": f"{library}/{branch}".rstrip("/"), "known": ", ".join(known)}
        raise Refusal("sharing.no-such-place", facts)


# -- one's own requests


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def requests(request: Request) -> HttpResponse:
    """Absent for visitors, and for who would ask without a card."""
    if not request.actor.key:
        raise Absent
    if request.method == "POST":
        return _placed(request)
    lines = api.requests_of(actor=request.actor, reader=request.actor.key)
    return _answer(
        {"requests": [telling.line_as_json(one) for one in lines], "csrf_token": get_token(request)}
    )


def _placed(request: Request) -> HttpResponse:
    reader, told = (
        cards.reader_of(actor=request.actor),
        _read(lambda: Wanted.model_validate_json(request.body)),
    )
    if reader is None:
        raise Absent
    library, _slash, branch = told.pickup.partition("/")
    made = api.place(
        actor=request.actor,
        reader=reader.key,
        edition=told.edition,
        citation=told.citation,
        service=told.service,
        kind=told.kind,
        pickup=(library, branch),
        needed_date=told.needed,
        most_cost=told.most,
        any_edition=told.any_edition,
        way=(told.way.supplier, told.way.kind) if told.way else None,
        note=told.note,
        agreed_copyright=told.agreed_copyright,
        incomplete=told.incomplete,
        key=_once(request),
    )
    there = request.build_absolute_uri(reverse("sharing:api-request", args=[made.number]))
    return _answer(telling.as_json(made), CREATED, {"Location": there})


@never_cache
@require_safe
def one(request: Request, number: str) -> HttpResponse:
    return _answer(telling.as_json(_own(request, number)))


@never_cache
@require_POST
def act(request: Request, number: str) -> HttpResponse:
    """Refused, the answer has in its facts the steps that can be taken, and the version they are of."""
    card, told = _own(request, number), _read(lambda: Step.model_validate_json(request.body))
    try:
        made = api.act(
            actor=request.actor,
            request=card.number,
            action=told.action,
            facts={"note": told.note} if told.note else {},
            version=told.version,
            key=_once(request),
        )
    except Absent:
        raise
    except Refusal as no:
        now = _own(request, number)
        steps = " ".join(one.action for one in now.steps)
        raise Refusal(no.code, {**no.facts, "possible": steps, "version": now.version}, no.status) from no
    return _answer(telling.as_json(made))


def _own(request: Request, number: str) -> Any:
    """Absent: not there, or another's."""
    card = api.request(actor=request.actor, number=number)
    if card.side != READER:
        raise Absent
    return card


# -- what programs say, and are told


def _read(model: Any) -> Any:
    """Refusal sharing.bad-field."""
    try:
        return model()
    except ValidationError as wrong:
        first = wrong.errors()[0]
        raise _bad(".".join(map(str, first["loc"])) or "body", str(first["type"])) from None


def _bad(field: str, problem: str) -> Refusal:
    """problem: a type of pydantic's errors, or "place"."""
    code = problem if problem in refusals.PROBLEMS else problem.partition("_")[0]
    known = code if code in refusals.PROBLEMS else "other"
    return Refusal("sharing.bad-field", {"field": field[:60], "field_problem": known}, UNPROCESSABLE)


def _once(request: HttpRequest) -> str:
    """One effect for each key and what was said with it. Refusal sharing.no-key."""
    key = request.headers.get(KEY, "").strip()
    if not key or len(key) > LONGEST_KEY:
        raise Refusal("sharing.no-key", {"header": KEY, "most": LONGEST_KEY})
    return hashlib.sha256(b"\0".join([request.path.encode(), key.encode(), request.body])).hexdigest()


def _answer(told: dict[str, Any], status: int = 200, headers: dict[str, str] | None = None) -> JsonResponse:
    return JsonResponse(told, status=status, headers=headers, json_dumps_params={"ensure_ascii": False})
