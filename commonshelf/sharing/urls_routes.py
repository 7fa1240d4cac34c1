"""Addresses of couriers, and of what libraries do for others."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from commonshelf.sharing.views import couriers, supplying

PATHS: Final[list[URLPattern]] = [
    path("couriers", couriers.overview, name="couriers"),
    path("couriers/new", couriers.courier, name="new-courier"),
    path("couriers/table", couriers.bring, name="bring-couriers"),
    path("couriers/<int:id>", couriers.courier, name="courier"),
    path("supplying", supplying.own, name="own-supplying"),
    path("supplying/<str:symbol>", supplying.library, name="supplying"),
]
