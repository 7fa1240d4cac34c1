"""Who may do what where: the rules of reciprocal rights."""

from __future__ import annotations

from django.db import models


class RightRule(models.Model):
    """One line: alliance rule × library × reader group × service (A41, A42, S73).

    An empty or null condition holds for all. The most telling line wins (domain/rights.py).
    """

    library = models.ForeignKey("members.Library", on_delete=models.PROTECT, null=True, related_name="+")
    """At which library; null: everywhere, an alliance rule the office writes."""
    library_kind = models.CharField(max_length=12, blank=True)
    home = models.ForeignKey("members.Library", on_delete=models.PROTECT, null=True, related_name="+")
    """Readers of which home library."""
    home_kind = models.CharField(max_length=12, blank=True)
    relation = models.CharField(max_length=8, blank=True)
    """own: at their home library; guest: anywhere else; "": both."""
    group_kind = models.CharField(max_length=12, blank=True)
    group = models.ForeignKey("cards.ReaderGroup", on_delete=models.PROTECT, null=True, related_name="+")
    service = models.CharField(max_length=12)
    """enter, read, borrow, request, print, remote."""
    allowed = models.BooleanField()
    firm = models.BooleanField(default=False)
    """Of an alliance rule: a library's own may give more, never less."""
    items = models.PositiveSmallIntegerField(null=True)
    """At most so many at a time; null: no limit."""
    days = models.PositiveSmallIntegerField(null=True)
    renewals = models.PositiveSmallIntegerField(null=True)
    fee = models.PositiveIntegerField(default=0)
    """Fen, each time."""
    deposit = models.PositiveIntegerField(default=0)
    """Fen, held while they use the service."""
    active_from = models.DateField()
    active_to = models.DateField(null=True)
    note_zh = models.CharField(max_length=300, blank=True)
    note_en = models.CharField(max_length=300, blank=True)
    article = models.CharField(max_length=40, blank=True)
    """The article of the rule book it follows from."""
    exempt_why = models.CharField(max_length=300, blank=True)
    """Of a library's own rule that goes beside a firm one: why the office let it; "": it does not."""
    set_by = models.CharField(max_length=32, blank=True)
    set_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["library", "service"], name="right_rule")]


class RightsStamp(models.Model):
    """One row: a random mark renewed with every change of rules or groups, so that processes keep them."""

    mark = models.CharField(max_length=16)
