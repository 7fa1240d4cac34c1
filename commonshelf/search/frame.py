"""What the search room lends to the pages: its sentences and its menu entry; and what it listens to."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from commonshelf.news import api as news
from commonshelf.search import index, picking
from commonshelf.search.asking import FACETS
from commonshelf.search.cql_refusals import REFUSALS as CQL_REFUSALS
from commonshelf.search.refusals import REFUSALS
from commonshelf.ui.api import register_nav, register_place, register_refusals, watch_filters

SEARCHED = ("/search", "/api/v1/search")
"""Where filters are combined; crawlers know it too."""

_MEMBERS = ("members.add-branch", "members.set-branch", "members.set-library")
"""What may give a library another main branch or region."""


def register() -> None:
    register_refusals(REFUSALS)
    register_refusals(CQL_REFUSALS)
    news.subscribe(kinds=["catalogue.changed"], subscriber="search.feed", handler=index.on_change)
    news.subscribe(kinds=_MEMBERS, subscriber="search.members", handler=index.on_change)
    register_place("review.pick", picking.choices)
    register_nav(name="search", label=_("Find"), url="search:search", order=10)
    for path in SEARCHED:
        watch_filters(path=path, filters=(*FACETS, "facet"))
