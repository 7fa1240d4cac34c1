"""Addresses of partners outside the alliance."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from commonshelf.sharing.views import desk_partner, partners

PATHS: Final[list[URLPattern]] = [
    path("partners", partners.own, name="own-partners"),
    path("partners/shared", partners.overview, name="shared-partners"),
    path("partners/new", partners.new, name="new-partner"),
    path("partners/<int:id>", partners.partner, name="partner"),
    path("partners/of/<str:symbol>", partners.overview, name="partners"),
    path("interlibrary/<str:symbol>/<str:number>/partner", desk_partner.ask, name="desk-partner"),
]
