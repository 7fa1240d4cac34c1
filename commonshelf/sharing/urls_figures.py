"""Addresses of simulations and figures."""

from __future__ import annotations

from django.urls import URLPattern, path

from commonshelf.sharing.views import figures, simulations

urlpatterns: list[URLPattern] = [
    path("sharing/figures", figures.figures, name="figures"),
    path("sharing/figures/csv", figures.as_csv, name="figures-csv"),
    path("agency/simulations", simulations.simulations, name="simulations"),
    path("agency/simulations/<int:number>", simulations.simulation, name="simulation"),
    path("agency/simulations/<int:number>/file", simulations.as_file, name="simulation-file"),
]
