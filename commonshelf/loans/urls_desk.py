"""Addresses of the desk and of its lists."""

from __future__ import annotations

from django.urls import path

from commonshelf.loans.views import desk, slips

PATHS = [
    path("loans/desk", desk.own, name="own"),
    path("loans/<str:symbol>", desk.desk, name="desk"),
    path("loans/<str:symbol>/slip/<int:thing>", slips.slip, name="slip"),
    path("loans/<str:symbol>/slips/<str:what>", slips.slips, name="slips"),
    path("loans/<str:symbol>/receipt", slips.receipt, name="receipt"),
]
