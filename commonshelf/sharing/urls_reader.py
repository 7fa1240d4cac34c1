"""Addresses of the reader's side: ways to a thing, asking for it, my requests."""

from __future__ import annotations

from django.urls import path

from commonshelf.sharing.views import asking, asking_match, getting, mine

PATHS = [
    path("get", asking.blank, name="blank"),
    path("get/<int:edition>", getting.sheet, name="get"),
    path("get/<int:edition>/ask", getting.ask, name="ask"),
    path("requests", mine.mine, name="mine"),
    path("requests/<str:number>", mine.one, name="request"),
    path("requests/<str:number>/match", asking_match.match, name="match"),
]
