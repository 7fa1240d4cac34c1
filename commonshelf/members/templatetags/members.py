"""`{% load members %}`: whom and which campuses the sign-in page offers, and what passkeys need."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.template.context import Context
from django.utils.translation import get_language, pgettext

from commonshelf.members import api, landing
from commonshelf.members import campuses as campus_accounts
from commonshelf.members.action_words import ROLES
from commonshelf.members.campuses import LinkCard
from commonshelf.members.cards import Said
from commonshelf.members.domain.campuses import Campus
from commonshelf.members.views.here import way_back
from commonshelf.members.views.me import TieRow, ties

register = template.Library()


@register.simple_tag(takes_context=True)
def page_before(context: Context) -> str:
    """From where a reader came to sign in; what was sent along with a refused try stays."""
    request = context["request"]
    return str(way_back(request.POST.get("from", ""), "") or landing.page_before(request))


@register.filter
def name_of(names: Mapping[str, Said], key: str) -> str:
    """The name of the person with this key, in the page's language; "" when nobody has it any more."""
    found = names.get(key)
    return found.in_language(get_language() or "") if found else ""


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
            "roles": _roles([row for row in ties(card) if row.now], language) or str(ROLES["reader"]),
        }
        for card in api.demo_people()
    ]


@register.simple_tag
def campuses() -> tuple[Campus, ...]:
    """Those one can sign in from."""
    return campus_accounts.campuses()


@register.simple_tag(takes_context=True)
def campus_links(context: Context) -> list[LinkCard]:
    """The campus accounts of whoever looks at the page."""
    return campus_accounts.links_of(person=context["actor"].key)


@register.filter
def as_json(data: object) -> str:
    """As the text of an element, for a script to read; escaped like every other text."""
    return json.dumps(data, cls=DjangoJSONEncoder)


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
