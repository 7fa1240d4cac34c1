"""What the search room lends to the pages: its sentences and its menu entry."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from commonshelf.search.refusals import REFUSALS
from commonshelf.ui.api import register_nav, register_refusals


def register() -> None:
    register_refusals(REFUSALS)
    register_nav(name="search", label=_("Find"), url="search:search", order=10)
