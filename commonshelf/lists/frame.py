"""What the lists lend to the pages: their sentences, their entries in the menus, their places."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from commonshelf.kernel.actor import Actor
from commonshelf.lists import places
from commonshelf.lists.refusals import REFUSALS
from commonshelf.ui.api import register_nav, register_place, register_refusals


def register() -> None:
    register_refusals(REFUSALS)
    register_nav(
        name="lists", label=_("My lists"), url="lists:overview", area="person", order=5, shown=_reader
    )
    register_nav(
        name="kept", label=_("Kept books"), url="lists:overview", area="foot", order=10, shown=_visitor
    )
    register_place("page.head", places.head)
    register_place("page.top", places.top)
    register_place("edition.keep", places.keep_edition)
    register_place("result.keep", places.keep_result)
    register_place("search.keep", places.keep_search)


def _reader(actor: Actor) -> bool:
    return bool(actor.key)


def _visitor(actor: Actor) -> bool:
    return not actor.known
