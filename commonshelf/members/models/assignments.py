"""Who is in charge of which discipline at which library, and from when to when (S16)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Assignment(models.Model):
    """One person, one discipline, one library; a person may have several, a discipline several people."""

    person = models.ForeignKey("members.Person", on_delete=models.CASCADE, related_name="assignments")
    library = models.ForeignKey("members.Library", on_delete=models.CASCADE, related_name="assignments")
    discipline = models.CharField(max_length=4)
    """A main class of the Chinese Library Classification (domain/skills.py)."""
    active_from = models.DateField()
    active_to = models.DateField(null=True)
    """The first day on which it no longer holds."""

    class Meta:
        indexes = [
            models.Index(fields=["library", "discipline"], name="assigned_at"),
            models.Index(fields=["discipline"], condition=Q(active_to=None), name="assigned_open"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(active_to=None) | Q(active_to__gte=F("active_from")), name="assigned_in_order"
            ),
            models.UniqueConstraint(
                fields=["person", "library", "discipline"],
                condition=Q(active_to=None),
                name="assigned_once",
            ),
        ]
