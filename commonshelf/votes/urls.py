"""Addresses of the votes room."""

from __future__ import annotations

from django.urls import path

from commonshelf.votes import views

app_name = "votes"
urlpatterns = [
    path("ballots", views.ballots, name="ballots"),
    path("ballots/<int:id>", views.ballot, name="ballot"),
    path("ballots/<int:id>/vote", views.vote, name="vote"),
    path("ballots/<int:id>/end", views.end, name="end"),
]
