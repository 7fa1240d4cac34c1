"""The register of outside activities: what the alliance or a member does with others (A27)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Activity(models.Model):
    """An exhibition, a training, a cooperation … with partners from outside the alliance."""

    library = models.CharField(max_length=40, blank=True)
    """Symbol of the member in whose name it is done; "": the alliance's own."""
    kind = models.CharField(max_length=12)
    """exhibition, training, conference, visit, cooperation, publication, other."""
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=300, blank=True)
    about_zh = models.TextField(blank=True)
    about_en = models.TextField(blank=True)
    partners = models.TextField(blank=True)
    """Names of those from outside, as they call themselves, one a line."""
    place = models.CharField(max_length=200, blank=True)
    contract = models.ForeignKey("office.Contract", on_delete=models.PROTECT, null=True, related_name="+")
    """The contract it is done under."""
    first_date = models.DateField()
    last_date = models.DateField(null=True)
    """The last day; null: until somebody ends it."""
    withdrawn_date = models.DateField(null=True)
    withdrawn_why = models.CharField(max_length=500, blank=True)
    entered_by = models.CharField(max_length=32, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["library", "-first_date"]), models.Index(fields=["-first_date"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_date=None) | Q(last_date__gte=F("first_date")), name="activity_in_order"
            )
        ]
