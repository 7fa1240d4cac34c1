"""Pages of one name and of one subject: what stands around it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from commonshelf.browse import addresses, api, concepts
from commonshelf.browse.cards import Stretch, Term
from commonshelf.browse.domain import order
from commonshelf.browse.presenting import Row, classes, language, makers, row, rows, subjects
from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue import labels
from commonshelf.catalogue.cards import EditionCard
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import ABSENT, Absent
from commonshelf.ui.api import Request

TOGETHER: Final = 8
SHOWN: Final = 100
"""Editions of a name that its page groups into works; the search has them all."""
ROWS: Final = 20
NEAR: Final = 3
A_LIFE: Final = 80
"""Years between first and last edition beyond which one person hardly wrote all of them; reprints aside,
it is only said, never acted on."""
FIELDS: Final = 4
"""Main classes in which one person rarely writes."""


@dataclass(frozen=True, slots=True)
class WorkRow:
    """A work and its editions, oldest first. years: "1957–2019", one year, or "" where none is told."""

    title: str
    languages: tuple[str, ...]
    years: str
    editions: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """The name as records write it in another script."""

    text: str
    url: str


def author(request: Request, name: str) -> HttpResponse:
    try:
        found = api.maker(name=name, rows=SHOWN)
    except Absent:
        return _nobody(request, name)
    cards = catalogue.editions(ids=list(found.ids))
    place = order.name_place(found.text)
    forms = _forms(cards, place)
    years = sorted(card.facts.year for card in cards if card.facts.year)
    shown = {
        "maker": found,
        "forms": forms,
        "others": makers(found.others),
        "roles": _roles(cards, place),
        "works": works(cards),
        "shown": len(cards),
        "years": _span(years),
        "several": bool(years) and (years[-1] - years[0] > A_LIFE or len(found.main_classes) > FIELDS),
        "together": makers(_together(cards, {place, *(order.name_place(form.text) for form in forms)})),
        "subjects": subjects(found.subjects),
        "search": addresses.search("author", "==", found.text),
        "list": addresses.terms("authors", at=found.text),
    }
    return render(request, "browse/author.html", shown)


def _nobody(request: Request, name: str) -> HttpResponse:
    near = api.scan(index="author", term=name, before=NEAR, after=NEAR)
    shown = {
        "name": " ".join(name.split())[:200],
        "near": makers(near.terms),
        "search": addresses.words(" ".join(name.split())[:200]),
    }
    return render(request, "browse/nobody.html", shown, status=ABSENT)


def _forms(cards: Iterable[EditionCard], place: str) -> list[Form]:
    """How the same records write the name in another script."""
    forms: dict[str, str] = {}
    for card in cards:
        for member in card.members:
            for one in member.facts.names:
                if one.other and place in {order.name_place(one.name), order.name_place(one.other)}:
                    forms.update({order.name_place(text): text for text in (one.name, one.other)})
    forms.pop(place, None)
    forms.pop("", None)
    return [Form(text, addresses.author(text)) for text in forms.values()]


def _together(cards: Iterable[EditionCard], own: set[str]) -> list[Term]:
    """Who else made these editions, each name once though it stands there in two scripts."""
    counted: dict[str, tuple[str, int]] = {}
    for card in cards:
        for one in card.facts.names:
            place = order.name_place(one.name)
            if place and own.isdisjoint({place, order.name_place(one.other)}):
                text, n = counted.get(place, (one.name, 0))
                counted[place] = text, n + 1
    most = sorted(counted.items(), key=lambda told: (-told[1][1], told[0]))[:TOGETHER]
    return [Term(text, n, place) for place, (text, n) in most]


def _roles(cards: Iterable[EditionCard], place: str) -> str:
    """What the records call this name: "author, translator"."""
    codes = dict.fromkeys(
        one.role
        for card in cards
        for one in card.facts.names
        if place in {order.name_place(one.name), order.name_place(one.other)}
    )
    return gettext(", ").join(label for code in codes if (label := labels.role(code)))


def works(cards: Iterable[EditionCard]) -> list[WorkRow]:
    """Editions of one work together, the work with most editions first; those of no work alone."""
    keyed = sorted(cards, key=lambda card: (card.work or 0, 0 if card.work else card.id))
    made = []
    for _, group in groupby(keyed, key=lambda card: (card.work or 0, 0 if card.work else card.id)):
        editions = sorted(group, key=lambda card: (card.facts.year or 9999, card.id))
        facts = editions[0].facts
        years = [card.facts.year for card in editions if card.facts.year]
        made.append(
            WorkRow(facts.title, facts.languages, _span(years), tuple([row(card) for card in editions]))
        )
    return sorted(made, key=lambda work: (-len(work.editions), order.title_place(work.title)))


def _span(years: list[int]) -> str:
    if not years:
        return ""
    return str(years[0]) if years[0] == years[-1] else f"{years[0]}–{years[-1]}"


def subject(request: Request, term: str) -> HttpResponse:
    """?after= an edition's number leafs on."""
    found = api.subject(term=term[:300], language=language())
    start = whole(request.GET.get("after", ""))
    ids = concepts.editions(term[:300], start, ROWS + 1)
    near: Stretch | None = None
    if not found.editions:
        near = api.scan(index="subject", term=term[:300], before=NEAR, after=NEAR)
    shown = {
        "concept": found,
        "narrower": subjects(found.narrower),
        "broader": subjects(found.broader),
        "beside": subjects(found.beside),
        "classes": classes(found.classes),
        "near": subjects(near.terms) if near else [],
        "books": rows(ids[:ROWS]),
        "leafed": bool(start),
        "more": f"{addresses.subject(found.text)}?after={ids[ROWS - 1]}#books" if len(ids) > ROWS else "",
        "search": addresses.search("subject", "==", found.text)
        if found.editions
        else addresses.words(found.text),
        "list": addresses.terms("subjects", at=found.text),
    }
    return render(request, "browse/subject.html", shown, status=200 if found.editions else ABSENT)
