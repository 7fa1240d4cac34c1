"""Spreadsheets of readers on their way in."""

from __future__ import annotations

from django.db import models


class ReaderSheet(models.Model):
    """A file of readers a library gave: looked at, then taken over or dropped. The file goes with it."""

    library = models.ForeignKey("members.Library", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    """As its owner calls the file."""
    path = models.CharField(max_length=300, blank=True)
    """Within the data folder's `inbox/`; "" once it has been dropped."""
    state = models.CharField(max_length=8)
    """seen, running, done, dropped."""
    columns = models.JSONField(default=dict)
    group = models.ForeignKey("cards.ReaderGroup", on_delete=models.PROTECT, null=True, related_name="+")
    """Whose group they get where the file names none."""
    report = models.JSONField(default=dict)
    """Counts, and what is wrong by cell (row, column, code); no contents of cells."""
    by = models.CharField(max_length=32, blank=True)
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
