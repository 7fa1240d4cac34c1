"""What the frame around every page shows: the alliance, the menu, the other language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from weakref import WeakKeyDictionary

from django.http import HttpRequest
from django.urls import NoReverseMatch, URLResolver, get_resolver, get_urlconf, reverse
from django.utils.translation import get_language

from commonshelf.kernel.actor import VISITOR, Actor
from commonshelf.ui import api
from commonshelf.ui.api import Area

OTHER = {"zh-hans": ("en", "English", "en"), "en": ("zh-hans", "中文", "zh-Hans")}
_known: WeakKeyDictionary[URLResolver, dict[str, str]] = WeakKeyDictionary()
"""Of each table of addresses: name -> where it stands, or ""; every page asks for dozens."""
_frames: WeakKeyDictionary[HttpRequest, dict[tuple[str, Actor], dict[str, Any]]] = WeakKeyDictionary()
"""Of each request that is being answered: by language and by who asks."""


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of `ui/page.html`, put together once for a page and all the parts that are rendered for it."""
    language = (get_language() or "zh-hans").lower()
    actor: Actor = getattr(request, "actor", VISITOR)
    kept = _frames.setdefault(request, {})
    if (language, actor) not in kept:
        kept[language, actor] = _frame(request, language, actor)
    return {"frame": kept[language, actor]}


def _frame(request: HttpRequest, language: str, actor: Actor) -> dict[str, Any]:
    """Costs no query of its own; the alliance's name is kept by `members`."""
    look = api.alliance_look()
    code, label, tag = OTHER.get(language, OTHER["zh-hans"])
    query = request.GET.copy()
    query["lang"] = code
    return {
        "lang": "en" if language.startswith("en") else "zh-Hans",
        "alliance": api.alliance_name(language=language),
        "colour": look.colour if look else "",
        "mark": look.mark if look else "",
        "words": look.words.in_language(language) if look else "",
        "actor": actor,
        "main": _entries(request, actor, "main"),
        "work": work_menu(request, actor),
        "person": _entries(request, actor, "person"),
        "foot": _entries(request, actor, "foot"),
        "other": {"query": query.urlencode(), "label": label, "tag": tag, "code": code},
    }


def work_menu(request: HttpRequest, actor: Actor) -> list[dict[str, Any]]:
    """The staff's entries under their heads, without empty ones. Where an address lies within another
    (/office/members in /office), only the nearest is where one is.
    """
    entries = _entries(request, actor, "staff")
    nearest = max((entry["depth"] for entry in entries), default=0)
    for entry in entries:
        entry["here"] = entry["here"] and entry["depth"] == nearest
    under = {name: [entry for entry in entries if entry["group"] == name] for name in api.GROUPS}
    return [
        {
            "name": name,
            "label": api.GROUPS[name],
            "entries": found,
            "here": any(entry["here"] for entry in found),
        }
        for name, found in under.items()
        if found
    ]


def _entries(request: HttpRequest, actor: Actor, area: Area) -> list[dict[str, Any]]:
    shown = []
    for entry in api.nav_entries(actor=actor, area=area):
        [url] = _found([entry.url]) or [""]
        if not url:  # an installation may leave a room's addresses out
            continue
        within = [one for one in (url, *_found(entry.also)) if _is_within(request.path, one)]
        shown.append(
            {
                "label": entry.label,
                "url": url,
                "here": bool(within),
                "depth": max(map(len, within), default=0),
                "group": entry.group,
            }
        )
    return shown


def _found(names: Sequence[str]) -> list[str]:
    """Where these stand; without those that an installation has left out."""
    known = _known.setdefault(get_resolver(get_urlconf()), {})
    known.update({name: _address(name) for name in names if name not in known})
    return [known[name] for name in names if known[name]]


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _is_within(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(f"{url.rstrip('/')}/"))
