"""Addresses of the desk and of its lists."""

from __future__ import annotations

from django.urls import path

from commonshelf.loans.views import desk, lists, own, paper, slips

PATHS = [
    path("loans", own.mine, name="mine"),
    path("loans/hold/<int:edition>", own.hold, name="hold"),
    path("loans/desk", desk.own, name="own"),
    path("loans/<str:symbol>", desk.desk, name="desk"),
    path("loans/<str:symbol>/slip/<int:thing>", slips.slip, name="slip"),
    path("loans/<str:symbol>/slips/<str:what>", slips.slips, name="slips"),
    path("loans/<str:symbol>/shelf", lists.shelf, name="shelf"),
    path("loans/<str:symbol>/transits", lists.transits, name="transits"),
    path("loans/<str:symbol>/due", lists.due, name="due"),
    path("loans/<str:symbol>/overdue", lists.overdue, name="overdue"),
    path("loans/<str:symbol>/paper", paper.sheet, name="paper"),
    path("loans/<str:symbol>/paper/enter", paper.enter, name="enter-paper"),
    path("loans/<str:symbol>/receipt", slips.receipt, name="receipt"),
]
