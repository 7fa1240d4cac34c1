"""What figures are drawn from: the courses of requests as their events tell them, made anew at will."""

from __future__ import annotations

from django.db import models


class Passage(models.Model):
    """A request (attempt 0), or one library that was asked for it (1, 2, …). No person, no title.

    A projection of the event rows: `figures.rebuild` makes the same rows from the log alone.
    """

    request = models.CharField(max_length=16)
    """Its number."""
    attempt = models.PositiveSmallIntegerField()
    requester = models.CharField(max_length=40)
    group_kind = models.CharField(max_length=12, blank=True)
    """Of its reader's group: student, teacher, citizen …; never who."""
    supplier = models.CharField(max_length=40, blank=True)
    """Symbols. Of a request: who filled it."""
    service = models.CharField(max_length=12)
    placed_at = models.DateTimeField(db_index=True)
    asked_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    shipped_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    """Of a request: since when the reader could have it."""
    outcome = models.CharField(max_length=16, blank=True)
    """Of a request its terminal state, of an attempt filled, no, late or left; "" while open."""
    reason = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "attempt"], name="one_passage_an_attempt"),
        ]
