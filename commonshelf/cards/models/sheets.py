"""Spreadsheets of readers on their way in."""

from __future__ import annotations

from django.db import models


class ReaderSheet(models.Model):
    """A file of readers a library gave: looked at, then taken over or dropped. The file goes with it."""

    library = models.ForeignKey("members.Library", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    """As its owner calls the file."""
    path = models.CharField(max_length=300, blank=True)
    """Of its lines as we keep them, within the data folder; "" once they have been dropped."""
    digest = models.CharField(max_length=64, blank=True)
    """SHA-256 of the file as it came: whether it came before."""
    state = models.CharField(max_length=8)
    """seen, done, dropped."""
    columns = models.JSONField(default=dict)
    """heading: number of that line, 0 without one; places: place in a line (from 0) -> column."""
    choices = models.JSONField(default=dict)
    """What was said about the whole file: mode, days, groups (domain/roll.py)."""
    group = models.ForeignKey("cards.ReaderGroup", on_delete=models.PROTECT, null=True, related_name="+")
    """Which group they get where the file names none."""
    report = models.JSONField(default=dict)
    """Counts, and what is wrong by cell (row, column, code); no contents of cells."""
    by = models.CharField(max_length=32, blank=True)
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
