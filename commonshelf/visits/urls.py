"""Addresses of the visits room."""

from __future__ import annotations

from django.urls import path

from commonshelf.visits.views import counts, gate

app_name = "visits"
urlpatterns = [
    path("visits", gate.own, name="own"),
    path("visits/<str:symbol>", gate.gate, name="gate"),
    path("visits/<str:symbol>/counts", counts.counts, name="counts"),
]
