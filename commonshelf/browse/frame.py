"""What the browse room lends to the pages: its sentences, its menu entry, its parts of other rooms' pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from commonshelf.browse import places
from commonshelf.browse.refusals import REFUSALS
from commonshelf.ui import api as ui


def register() -> None:
    ui.register_refusals(REFUSALS)
    ui.register_nav(name="browse", label=_("Browse"), url="browse:home", order=15)
    ui.register_place("edition.near", places.near)
    ui.register_place("search.beside", places.beside)
    ui.register_place("search.empty", places.instead)
