"""Addresses of the review desk."""

from __future__ import annotations

from django.urls import path

from commonshelf.review.views import decisions, pair, queue, rehearsal, rules, ruling

app_name = "review"
urlpatterns = [
    path("review", queue.queue, name="queue"),
    path("review/<int:id>", pair.pair, name="pair"),
    path("review/decisions", decisions.decisions, name="decisions"),
    path("review/decisions/undo", decisions.undo, name="undo"),
    path("review/rules", rules.rules, name="rules"),
    path("review/rehearsal", rehearsal.rehearsal, name="rehearsal"),
    path("review/edition/<int:id>/join", ruling.join, name="join"),
    path("review/edition/<int:id>/part", ruling.part, name="part"),
]
