"""Addresses of libraries' systems and terminals."""

from __future__ import annotations

from django.urls import path

from commonshelf.loans.views import systems, terminals

PATHS = [
    path("systems", systems.overview, name="systems"),
    path("systems/<str:symbol>", systems.library, name="system"),
    path("systems/<str:symbol>/choose", systems.choose, name="choose-system"),
    path("systems/<str:symbol>/connect", systems.connect, name="connect"),
    path("systems/<str:symbol>/terminals/new", terminals.add, name="new-terminal"),
    path("systems/<str:symbol>/terminals/<int:id>", terminals.change, name="terminal"),
    path("systems/<str:symbol>/terminals/<int:id>/password", terminals.password, name="terminal-password"),
]
