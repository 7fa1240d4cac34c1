"""`{% load members %}`: whom the sign-in page offers by one click."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context
from django.utils.translation import get_language

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
            "roles": " · ".join(_role(row, language) for row in ties(card) if row.now),
        }
        for card in api.demo_people()
    ]


def _role(row: TieRow, language: str) -> str:
    place = row.library.in_language(language) if row.library else ""
    return f"{row.role}, {place}" if place else row.role
