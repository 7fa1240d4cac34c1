"""Addresses of simulations and figures."""

from __future__ import annotations

from django.urls import URLPattern, path

from commonshelf.sharing.views import simulations

urlpatterns: list[URLPattern] = [
    path("agency/simulations", simulations.simulations, name="simulations"),
    path("agency/simulations/<int:number>", simulations.simulation, name="simulation"),
    path("agency/simulations/<int:number>/file", simulations.as_file, name="simulation-file"),
]
