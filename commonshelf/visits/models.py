"""Who came in, for a few days; how many, for good."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Visit(models.Model):
    """One person, or a group that came together, through one door. The reader is forgotten after a week."""

    library = models.ForeignKey("members.Library", on_delete=models.PROTECT, related_name="+")
    branch = models.CharField(max_length=40, blank=True)
    reader = models.ForeignKey("cards.Reader", on_delete=models.PROTECT, null=True, related_name="+")
    home = models.ForeignKey("members.Library", on_delete=models.PROTECT, null=True, related_name="+")
    """Of the reader, kept for statistics; null: somebody without a card."""
    group_kind = models.CharField(max_length=12, blank=True)
    people = models.PositiveSmallIntegerField(default=1)
    """More than one: a class, a group without cards."""
    came_at = models.DateTimeField()
    way = models.CharField(max_length=6)
    """gate, desk, sip2."""
    unlinked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["library", "came_at"], name="visit_library"),
            models.Index(fields=["came_at"], condition=Q(reader__isnull=False), name="visit_to_forget"),
            models.Index(
                fields=["reader", "came_at"], condition=Q(reader__isnull=False), name="visit_reader"
            ),
        ]
