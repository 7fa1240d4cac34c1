"""`{% load members %}`: whom the sign-in page offers by one click."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context
from django.utils.translation import get_language, pgettext

from commonshelf.members import api
from commonshelf.members.views.me import TieRow, ties

register = template.Library()


@register.simple_tag(takes_context=True)
def demo_people(context: Context) -> list[dict[str, Any]]:
    """Demo persons with their roles in words; none unless the request comes from this very machine."""
    if not api.is_loopback(context["request"]):
        return []
    language = get_language() or ""
    return [
        {
            "card": card,
            "initial": card.name.in_language(language)[:1],
            "roles": _roles([row for row in ties(card) if row.now], language),
        }
        for card in api.demo_people()
    ]


def _roles(rows: list[TieRow], language: str) -> str:
    """ "manager, librarian, Nanchong City Library", "南充市图书馆馆长、馆员": each library said once."""
    at: dict[str, list[str]] = {}
    for row in rows:
        at.setdefault(row.library.in_language(language) if row.library else "", []).append(row.role)
    between = pgettext("between roles", ", ")
    pattern = pgettext("somebody's roles at one library", "{roles}, {library}")
    return " · ".join(
        pattern.format(roles=between.join(roles), library=library) if library else between.join(roles)
        for library, roles in at.items()
    )
