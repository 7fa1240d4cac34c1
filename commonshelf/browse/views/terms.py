"""What can be browsed, and the pages A to Z of titles, makers and subjects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from commonshelf.browse import addresses, api, terms
from commonshelf.browse.cards import Stretch, Term
from commonshelf.browse.domain import order
from commonshelf.browse.presenting import Linked, classes, language
from commonshelf.catalogue import api as catalogue
from commonshelf.kernel.refusal import Absent
from commonshelf.ui.api import Request

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

ROWS: Final = 40
LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Page:
    """An index with a page of its own: its door name, its titles, what somebody may type to jump."""

    index: str
    label: str | _StrPromise
    heading: str | _StrPromise
    jump: str | _StrPromise


PAGES: Final = {
    "titles": Page("title", _("Titles"), _("Titles A to Z"), _("Title, or its pinyin")),
    "authors": Page("author", _("Authors"), _("Authors A to Z"), _("Name, or its pinyin")),
    "subjects": Page("subject", _("Subjects"), _("Subjects A to Z"), _("Subject, or its pinyin")),
}


@dataclass(frozen=True, slots=True)
class Letter:
    """url "": nothing stands under it."""

    text: str
    url: str
    here: bool


def home(request: Request) -> HttpResponse:
    """What can be browsed."""
    shown = {
        "pages": [(name, page.heading) for name, page in PAGES.items()],
        "classes": classes(api.tree(language=language()).below),
        "behind": behind(),
    }
    return render(request, "browse/home.html", shown)


def behind() -> bool:
    """Whether the tables are still being filled."""
    return api.cursor() < catalogue.latest_stamp()


def alphabet(request: Request, name: str) -> HttpResponse:
    """A page of one index. ?letter=h, ?at=what somebody typed, ?after= and ?before= a term."""
    page = PAGES.get(name)
    if page is None:
        raise Absent
    typed = " ".join(request.GET.get("at", "").split())[:LONGEST]
    letter = request.GET.get("letter", "")
    stretch = _stretch(request, page.index, typed, letter)
    used = terms.initials(page.index)
    first = stretch.terms[0].place if stretch.terms else ""
    here = letter if letter in _LETTERS else order.initial_of(first) if first else ""
    shown = {
        "name": name,
        "page": page,
        "tabs": [(other, one.label, other == name) for other, one in PAGES.items()],
        "letters": [
            Letter(
                one,
                addresses.terms(name, letter=one) if one in used else "",
                one == here,
            )
            for one in _LETTERS
        ],
        "typed": typed,
        "terms": [_linked(page.index, term) for term in stretch.terms],
        "exact": stretch.exact,
        "earlier": addresses.terms(name, before=stretch.terms[0].text) if _has_earlier(stretch) else "",
        "later": addresses.terms(name, after=stretch.terms[-1].text) if _has_later(stretch) else "",
        "leafed": any(key in request.GET for key in ("at", "after", "before")),
        "behind": behind(),
    }
    return render(request, "browse/alphabet.html", shown)


_LETTERS: Final = ("0", *order.LETTERS, "…")


def _stretch(request: Request, index: str, typed: str, letter: str) -> Stretch:
    if typed:
        return terms.jumped(index, typed, ROWS)
    if after := request.GET.get("after", "")[:LONGEST]:
        return terms.behind(index, after, ROWS)
    if before := request.GET.get("before", "")[:LONGEST]:
        return terms.until(index, before, ROWS)
    return terms.under(index, letter if letter in _LETTERS else "0", ROWS)


def _has_earlier(stretch: Stretch) -> bool:
    return stretch.earlier and bool(stretch.terms)


def _has_later(stretch: Stretch) -> bool:
    return stretch.later and bool(stretch.terms)


def _linked(index: str, term: Term) -> Linked:
    url = {
        "title": lambda: addresses.search("title", "==", term.text),
        "author": lambda: addresses.author(term.text),
        "subject": lambda: addresses.subject(term.text),
    }[index]()
    return Linked(term.text, url, term.editions)
