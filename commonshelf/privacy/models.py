"""What the privacy engine itself keeps: requests to erase, and what a night's forgetting did."""

from __future__ import annotations

from django.db import models


class Erasure(models.Model):
    """One person erased: when, how many rows of what; never who."""

    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    swept_at = models.DateTimeField(null=True)
    """When the free pages of the database and the index's old segments were written anew."""
    counts = models.JSONField(default=dict)
    """Rows deleted, blanked and unlinked, by model."""
    gone_from_backups_date = models.DateField(null=True)
    """The day after which no backup made by this system holds them any more."""
