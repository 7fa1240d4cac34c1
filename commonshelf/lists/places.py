"""What the lists put on other rooms' pages: keep this book, save this search; and how they read numbers."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote

from django.http import HttpResponse
from django.template.loader import render_to_string

from commonshelf.catalogue.cards import EditionCard
from commonshelf.catalogue.lines import full_title
from commonshelf.kernel.actor import Actor
from commonshelf.kernel.number import whole
from commonshelf.lists import api
from commonshelf.lists.cards import ListCard, SearchCard
from commonshelf.members.cards import Here
from commonshelf.search import api as search
from commonshelf.ui.api import Request

MOST_ON_A_DEVICE: Final = 200
"""Books a device keeps; their numbers go to the server in one address."""
_PAGES: Final = (
    "/search",
    "/edition/",
    "/works/",
    "/lists",
    "/new",
    "/author",
    "/subject",
    "/shelf",
    "/class",
)
"""Pages with books on them: elsewhere a visitor needs none of this room's files."""


@dataclass(frozen=True, slots=True)
class Searched:
    """A saved search on the page. now: how many it finds today, None where that was not asked."""

    card: SearchCard
    now: int | None

    @property
    def more(self) -> int:
        return max(0, self.now - self.card.total) if self.now is not None else 0

    @property
    def fewer(self) -> int:
        return max(0, self.card.total - self.now) if self.now is not None else 0

    @property
    def total(self) -> int:
        return self.card.total if self.now is None else self.now

    @property
    def looked_at(self) -> datetime:
        return self.card.looked_at


def searched(card: SearchCard, here: Here | None) -> Searched:
    """Here None: not counted again."""
    return Searched(card, None if here is None else search.count(query=card.query, here=here))


def numbers(text: str) -> tuple[int, ...]:
    """Edition numbers from "3,17,4": what is none is left out."""
    found = (whole(part.strip()) for part in text.split(","))
    return tuple(dict.fromkeys(number for number in found if number))


# -- on other pages


def head(request: Request) -> str:
    """The room's style and script, on pages with books, and wherever somebody is signed in."""
    if not request.actor.known and not request.path.startswith(_PAGES):
        return ""
    return render_to_string("lists/parts/head.html")


def top(request: Request) -> str:
    """Asks a reader who has just signed in what to do with the books this device kept."""
    if not request.actor.key or request.path.startswith("/lists"):
        return ""
    return render_to_string("lists/parts/ask.html", {}, request)


def keep_edition(request: Request, edition: EditionCard) -> str:
    shown = {"id": edition.id, "title": full_title(edition.facts), "whole": True}
    return _keep(request, shown)


def keep_result(request: Request, edition: Any) -> str:
    """edition: anything with an id and a title."""
    return _keep(request, {"id": edition.id, "title": edition.title, "whole": False})


def kept_now(request: Request, edition: int, card: ListCard) -> str:
    """What stands in the button's place once the book is kept."""
    return render_to_string("lists/parts/kept.html", {"id": edition, "card": card}, request)


def _keep(request: Request, shown: dict[str, Any]) -> str:
    if not request.actor.known:
        return render_to_string("lists/parts/keep_here.html", {**shown, "next": request.get_full_path()})
    if not request.actor.key:
        return ""  # the operator of the machine is no reader
    mine = _lists(request)
    shown |= {
        "lists": mine if shown["whole"] else (),
        "kept": shown["id"] in _kept(request),
        "key": secrets.token_hex(8),
        "next": request.get_full_path(),
    }
    return render_to_string("lists/parts/keep.html", shown, request)


def _lists(request: Request) -> tuple[ListCard, ...]:
    """Read once a request, however many books the page shows."""
    return _Read.of(request).lists


def _kept(request: Request) -> frozenset[int]:
    return _Read.of(request).kept


@dataclass(slots=True)
class _Read:
    """What is read of a reader's lists for one request, and only when some book asks."""

    actor: Actor
    _lists: tuple[ListCard, ...] | None = None
    _kept: frozenset[int] | None = None

    @classmethod
    def of(cls, request: Request) -> _Read:
        read: _Read = request.__dict__.setdefault("_lists_read", cls(request.actor))
        return read

    @property
    def lists(self) -> tuple[ListCard, ...]:
        if self._lists is None:
            self._lists = api.lists(actor=self.actor)
        return self._lists

    @property
    def kept(self) -> frozenset[int]:
        if self._kept is None:
            self._kept = api.kept(actor=self.actor)
        return self._kept


def keep_search(request: Request, query: str) -> str:
    if not request.actor.key:
        return ""
    shown = {"query": query, "key": secrets.token_hex(8)}
    return render_to_string("lists/parts/save.html", shown, request)


def saved_now(request: Request) -> str:
    return render_to_string("lists/parts/saved.html", {}, request)


def download(file: search.File) -> HttpResponse:
    response = HttpResponse(file.body, content_type=file.media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name)}"
    return response


def within(ids: Iterable[int]) -> tuple[int, ...]:
    return tuple(ids)[:MOST_ON_A_DEVICE]
