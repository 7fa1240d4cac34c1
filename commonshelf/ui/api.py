"""What rooms give to and take from the pages: refusal sentences, menu entries, places, the request."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_resolver
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from commonshelf.kernel.actor import Actor
from commonshelf.kernel.refusal import Refusal
from commonshelf.ui import script, sentences
from commonshelf.ui.domain.addresses import caller
from commonshelf.ui.forms import Day, Form, Time
from commonshelf.ui.once import form_key

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise
    from django_htmx.middleware import HtmxDetails

__all__ = [
    "GROUPS",
    "PLACES",
    "Day",
    "Form",
    "NavEntry",
    "Request",
    "Time",
    "TwoTongued",
    "address_of",
    "alliance_look",
    "alliance_name",
    "filters_at",
    "form_key",
    "language_of",
    "nav_entries",
    "place",
    "register_alliance",
    "register_look",
    "register_nav",
    "register_place",
    "register_refusals",
    "register_words",
    "sentence",
    "watch_filters",
]

Area = Literal["main", "staff", "person", "foot"]
Group = Literal["", "today", "catalogue", "libraries", "alliance"]
GROUPS: dict[Group, _StrPromise] = {
    "today": _("Today"),
    "catalogue": _("Catalogue"),
    "libraries": _("Libraries and people"),
    "alliance": _("The alliance"),
}
"""The heads of the work menu, in order: few enough to be seen at once on a phone."""
PLACES = frozenset(
    {
        "api.below",
        "ballot.about",
        "ballots.new",
        "ballots.top",
        "card.below",
        "desk.beside",
        "edition.ask",
        "edition.get",
        "edition.keep",
        "edition.near",
        "edition.notes",
        "edition.staff",
        "house.parts",
        "library.more",
        "loans.mine",
        "menu.person",
        "page.head",
        "page.top",
        "reader.below",
        "reader.top",
        "review.pick",
        "result.get",
        "result.keep",
        "search.empty",
        "search.keep",
        "search.beside",
        "sign-in.below",
        "welcome.next",
    }
)
"""Where an upper room may show something on a lower room's page (house.md 5.2.3). page.head and page.top
stand on every page but refusals, so what is put there must be small."""


class Request(HttpRequest):
    """A request as our middleware leaves it. here: a `members.cards.Here` (`ui` lies below that room).

    desk: the Symbol of the library the person works at now, "" for none. It sets defaults and what lists
    begin with, and never gives a right.
    """

    htmx: HtmxDetails
    actor: Actor
    here: Any
    desk: str


class TwoTongued(Protocol):
    """Anything that is said in both languages (`members.cards.Said`)."""

    def in_language(self, language: str) -> str: ...


class Look(Protocol):
    """How an alliance looks (`members.cards.LookCard`). colour: one of looks.css; mark: for the seal."""

    @property
    def colour(self) -> str: ...

    @property
    def mark(self) -> str: ...

    @property
    def words(self) -> TwoTongued: ...


@dataclass(frozen=True, slots=True)
class NavEntry:
    """A menu entry. url: a URL name without arguments. shown: who sees it. group: "" outside the staff's;
    also: names of other addresses under it.
    """

    name: str
    label: str | _StrPromise
    url: str
    area: Area
    order: int
    shown: Callable[[Actor], bool]
    group: Group = ""
    also: tuple[str, ...] = ()


_nav: dict[str, NavEntry] = {}
_places: dict[str, list[Callable[..., str]]] = {}
_filters: dict[str, frozenset[str]] = {}
_alliance: list[Callable[[], TwoTongued | None]] = []
_look: list[Callable[[], Look | None]] = []


def register_refusals(mapping: Mapping[str, str | _StrPromise]) -> None:
    """Lend a sentence to each refusal code; `{fact}` marks are filled from the refusal's facts."""
    sentences.SENTENCES.update(mapping)


def register_words(fact: str, words: Mapping[str, str | _StrPromise]) -> None:
    """Lend words to the codes a fact of this name may hold, so that sentences say them instead."""
    sentences.WORDS[fact] = words


def sentence(refusal: Refusal) -> str:
    """The refusal in the current language, for a person."""
    return sentences.say(refusal)


def _everyone(_actor: Actor) -> bool:
    return True


def register_nav(
    *,
    name: str,
    label: str | _StrPromise,
    url: str,
    area: Area = "main",
    order: int = 50,
    shown: Callable[[Actor], bool] = _everyone,
    group: Group = "",
    also: tuple[str, ...] = (),
) -> None:
    """Add (or replace) a menu entry. main: for everybody; staff: work; person: me, signing in and out;
    foot: for everybody, at the foot of the page. group: under which of GROUPS, for the staff's only.
    also: names of addresses at which one is under this entry, too.
    """
    if (area == "staff") != (group in GROUPS):
        raise ValueError(f"menu entry {name!r}: an entry of the staff, and no other, stands in one of GROUPS")
    _nav[name] = NavEntry(name, label, url, area, order, shown, group, also)


def nav_entries(*, actor: Actor, area: Area) -> list[NavEntry]:
    """The entries this actor sees, in order."""
    entries = [entry for entry in _nav.values() if entry.area == area and entry.shown(actor)]
    return sorted(entries, key=lambda entry: (entry.order, entry.name))


def register_alliance(provider: Callable[[], TwoTongued | None]) -> None:
    """Say who knows the alliance's name (`members`); None: not founded yet."""
    _alliance[:] = [provider]


def alliance_name(*, language: str) -> str:
    """The alliance's name in this language, "" before the first run."""
    named = _alliance[0]() if _alliance else None
    return named.in_language(language) if named else ""


def register_look(provider: Callable[[], Look | None]) -> None:
    """Say who knows how the alliance looks (`members`); None: as the product does."""
    _look[:] = [provider]


def alliance_look() -> Look | None:
    """Its colour, its mark and its sentence; None before the first run."""
    return _look[0]() if _look else None


def register_place(name: str, provider: Callable[..., str]) -> None:
    """Fill a place: provider(request=…, **what the page passes) returns safe HTML, or "" for nothing."""
    if name not in PLACES:
        raise ValueError(f"no page names a place {name!r}; known: {', '.join(sorted(PLACES))}")
    _places.setdefault(name, []).append(provider)


def watch_filters(*, path: str, filters: Sequence[str]) -> None:
    """Say that this address takes these parameters as filters: combined by the dozen they are a crawler."""
    _filters[path] = frozenset(filters)


def filters_at(*, path: str) -> frozenset[str]:
    """The parameters that are filters at this address; empty where there are none."""
    return _filters.get(path, frozenset())


def place(name: str, **passed: object) -> SafeString:
    """What the rooms have put into this place. A room that refuses simply shows nothing there."""
    if name not in PLACES:
        raise ValueError(f"unknown place {name!r}")
    shown = []
    for provider in _places.get(name, ()):
        try:
            shown.append((provider(**passed),))
        except Refusal:
            continue
        except NoReverseMatch:
            if _has_addresses(provider):
                raise
    return format_html_join("", "{}", shown)


def _has_addresses(provider: Callable[..., str]) -> bool:
    """An installation may leave a room's addresses out; then it has nothing to lead to."""
    room = provider.__module__.split(".")[1]
    return room in get_resolver().namespace_dict


def address_of(request: HttpRequest) -> str:
    """Where a request comes from, through proxies we know: an address, of IPv6 its network's; or ""."""
    peer, told = request.META.get("REMOTE_ADDR", ""), request.META.get("HTTP_X_FORWARDED_FOR", "")
    return caller(peer, told, settings.GUARD.proxies)


def language_of(text: str, languages: tuple[str, ...] = ()) -> str:
    """The language tag for a run of text by its script; see `script.language_of`."""
    return script.language_of(text, languages)
