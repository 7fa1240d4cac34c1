"""The office's first page: how the whole is doing, each sentence with its next step."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from commonshelf.kernel.actor import Actor, Ref, Role
from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members
from commonshelf.office import api, health_words
from commonshelf.office.domain.health import Level
from commonshelf.ui.api import Request

READ = "office.read-home"


def managed(actor: Actor) -> list[str]:
    return [one.library for one in actor.standings if one.role is Role.MANAGER and one.library]


def reads_home(actor: Actor) -> bool:
    """For the menu: somebody for whom the page has something to say."""
    whole = members.allowed(actor=actor, action=READ, object=Ref("home", ""))
    return whole or any(
        members.allowed(actor=actor, action=READ, object=Ref("home", one, one)) for one in managed(actor)
    )


@require_safe
def home(request: Request) -> HttpResponse:
    """Of the alliance; with ?library= of one member; for a manager without it, of their first one."""
    actor = request.actor
    library = request.GET.get("library", "")[:40]
    whole = members.allowed(actor=actor, action=READ, object=Ref("home", ""))
    if not library and not whole:
        own = managed(actor)
        if not own:
            raise Absent
        library = own[0]
    sections = api.home(actor=actor, now=timezone.now(), library=library)
    told = [
        {
            "name": section.name,
            "heading": health_words.HEADINGS[section.name],
            "level": section.level,
            "word": health_words.LEVELS[section.level],
            "rows": [
                {
                    "level": one.level,
                    "word": health_words.LEVELS[one.level],
                    "said": health_words.sentence(one),
                    "next": health_words.next_step(one),
                    "url": one.url,
                }
                for one in section.findings
            ],
        }
        for section in sections
    ]
    language = get_language() or ""
    context = {
        "sections": told,
        "library": members.library(symbol=library) if library else None,
        "urgent": sum(1 for part in told for row in part["rows"] if row["level"] is Level.NO),
        "choices": [(one, members.library(symbol=one).name.in_language(language)) for one in managed(actor)],
        "whole": whole,
    }
    return render(request, "office/home.html", context)
