"""What the privacy engine itself keeps: who was erased (never who), and what a night's forgetting did."""

from __future__ import annotations

from django.db import models


class Erasure(models.Model):
    """One person erased: when, how many rows of what; never who."""

    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    swept_at = models.DateTimeField(null=True)
    """When the free pages of the database were written anew and the files had gone."""
    counts = models.JSONField(default=dict)
    """Rows deleted, blanked and unlinked, by model."""
    files = models.JSONField(default=list)
    """Paths within the data folder that are still to be deleted; [] once swept."""
    gone_from_backups_date = models.DateField(null=True)
    """The day after which no backup made by this system holds them any more; null: it makes none."""

    class Meta:
        indexes = [
            models.Index(fields=["done_at"], condition=models.Q(swept_at=None), name="erasure_to_sweep")
        ]


class Forgetting(models.Model):
    """One night's forgetting: how many rows of what time took away."""

    ran_at = models.DateTimeField()
    counts = models.JSONField(default=dict)
    """Model and what was done -> rows."""
    problem = models.CharField(max_length=300, blank=True)
    """What could not be done and will be tried again; "": all was."""

    class Meta:
        ordering = ["-pk"]
