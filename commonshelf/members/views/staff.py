"""Colleagues and what they know; one's own profile; the matrix of what a team covers."""

from __future__ import annotations

import secrets
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commonshelf.kernel.actor import Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api, profiles
from commonshelf.members.cards import Said
from commonshelf.members.domain.skills import Told
from commonshelf.members.people_forms import SkillsForm
from commonshelf.members.profile_words import DISCIPLINES, LANGUAGES, LEVELS
from commonshelf.members.views.me import ties
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request, form_key

READ: Final = "members.read-staff"
ROWS: Final = 50


def _places() -> list[tuple[str, Said]]:
    return [(library.symbol, library.name) for library in api.libraries()]


def _known(library: str) -> str:
    return library if library == "-" or library in {symbol for symbol, _name in _places()} else ""


@require_safe
def staff(request: Request) -> HttpResponse:
    """Everybody who works at a member, with what they know; by name, library, discipline or language."""
    api.demand(actor=request.actor, action=READ, object=Ref("alliance", ""))
    asked = {name: request.GET.get(name, "")[:100].strip() for name in ("words", "library", "code")}
    asked["library"] = _known(asked["library"])
    page = profiles.staff(**asked, after=request.GET.get("after", "")[:60], rows=ROWS)
    context = {
        "rows": [
            (one, [row for row in ties(one.person) if row.now], lines(one.told)) for one in page.profiles
        ],
        "total": page.total,
        "further": "?" + urlencode({**_filled(asked), "after": page.after}) if page.after else "",
        "asked": asked,
        "places": _places(),
        "disciplines": [(f"discipline:{code}", f"{code} {said}") for code, said in DISCIPLINES.items()],
        "languages": [(f"language:{code}", said) for code, said in LANGUAGES.items()],
        "narrowed": any(asked.values()),
        "mine": request.actor.key,
    }
    return render(request, "members/staff.html", context)


def _filled(asked: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in asked.items() if value}


def lines(told: tuple[Told, ...]) -> list[tuple[str, list[str]]]:
    """(kind, its lines in words), for a page."""
    found: dict[str, list[str]] = {}
    for one in told:
        found.setdefault(one.kind, []).append(words_of(one))
    named = {"degree": _("Studied"), "discipline": _("Disciplines"), "language": _("Languages"),
             "skill": _("Can do")}  # fmt: skip
    return [(named[kind], said) for kind, said in found.items() if kind in named]


def words_of(one: Told) -> str:
    if one.kind == "discipline":
        name = str(DISCIPLINES.get(one.code, one.code))
        return _("{discipline}: {more}").format(discipline=name, more=one.text) if one.text else name
    if one.kind == "language":
        name = str(LANGUAGES.get(one.code, one.code))
        level = LEVELS.get(one.level)
        return _("{language} ({level})").format(language=name, level=level) if level else name
    return one.text


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def skills(request: Request) -> HttpResponse:
    """One's own profile."""
    mine = profiles.profile(request.actor.key)
    posted = request.POST if request.method == "POST" else None
    form = SkillsForm(posted, profile=mine)
    if posted is not None and form.is_valid():
        try:
            profiles.set_skills(
                actor=request.actor,
                told=form.told(),
                about_zh=form.cleaned_data["about_zh"],
                about_en=form.cleaned_data["about_en"],
                key=form_key(request),
            )
        except Absent:
            raise
        except Refusal as refusal:
            form.add_error(None, ui.sentence(refusal))
        else:
            messages.success(request, _("Kept. Colleagues of the alliance can see it."))
            return redirect("members:skills")
    context = {"form": form, "wrong": bool(form.errors), "key": secrets.token_hex(8), "sees": _sees(request)}
    return render(request, "members/skills.html", context, status=400 if form.errors else 200)


def _sees(request: Request) -> bool:
    return api.allowed(actor=request.actor, action=READ, object=Ref("alliance", ""))


@require_safe
def coverage(request: Request) -> HttpResponse:
    """What a library's people, or the alliance's libraries, cover; a column nobody knows is said first."""
    api.demand(actor=request.actor, action=READ, object=Ref("alliance", ""))
    kind = "language" if request.GET.get("of") == "languages" else "discipline"
    library = _known(request.GET.get("library", ""))
    found, names = profiles.coverage(kind=kind, library=library)
    heads: dict[str, Any] = LANGUAGES if kind == "language" else DISCIPLINES
    context = {
        "columns": [(code, heads[code]) for code in found.columns],
        "rows": [(row, names[row], cells) for row, cells in found.rows],
        "totals": found.totals,
        "gaps": [str(heads[code]) for code in found.gaps],
        "kind": kind,
        "of": "languages" if kind == "language" else "disciplines",
        "library": library,
        "places": _places(),
        "coded": kind == "discipline",
    }
    return render(request, "members/coverage.html", context)
