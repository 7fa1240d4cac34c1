"""A spreadsheet somebody brought, kept until every line of it is taken or thrown away."""

from __future__ import annotations

from django.db import models


class Sheet(models.Model):
    """One a person and kind: what still waits of the last table they brought."""

    person = models.CharField(max_length=32)
    kind = models.CharField(max_length=12)
    """What the lines are: libraries."""
    name = models.CharField(max_length=120, blank=True)
    """Of the file; "" when it was pasted."""
    lines = models.JSONField(default=list)
    """[{"number": as the spreadsheet counts, "cells": {column: text as it came or was mended}}]"""
    taken = models.PositiveIntegerField(default=0)
    """How many of its lines were taken already."""
    brought_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="one_sheet_a_kind")]
