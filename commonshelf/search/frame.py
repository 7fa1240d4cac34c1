"""What the search room lends to the pages: its sentences and its menu entry; and what it listens to."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonshelf.members.cards import LibraryCard
from commonshelf.news import api as news
from commonshelf.search import index, picking
from commonshelf.search.cql_refusals import REFUSALS as CQL_REFUSALS
from commonshelf.search.refusals import REFUSALS
from commonshelf.ui.api import Request, register_nav, register_place, register_refusals

_MEMBERS = ("members.add-branch", "members.set-branch", "members.set-library")
"""What may give a library another main branch or region."""


def register() -> None:
    register_refusals(REFUSALS)
    register_refusals(CQL_REFUSALS)
    news.subscribe(kinds=["catalogue.changed"], subscriber="search.feed", handler=on_change)
    news.subscribe(kinds=_MEMBERS, subscriber="search.members", handler=on_change)
    register_place("library.more", new_there)
    register_place("review.pick", choices)
    register_nav(name="search", label=_("Find"), url="search:search", order=10)


# What follows only passes on: commands name this room and use little of it.
def on_change(happening: news.Happening) -> None:
    index.on_change(happening)


def choices(**passed: Any) -> str:
    return picking.choices(**passed)


def new_there(request: Request, library: LibraryCard) -> SafeString:  # noqa: ARG001 -- as a place passes it
    """The way from a library to what came there last."""
    return format_html('<a class="button" href="/new?library={}">{}</a>', library.symbol, gettext("New here"))
