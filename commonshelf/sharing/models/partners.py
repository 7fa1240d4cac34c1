"""Libraries and services outside the alliance that can be asked, and how long they took."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Partner(models.Model):
    """One that can be asked for loans, copies or both. It has no desk here: whoever asks it writes down what
    it said. Never deleted: requests name it. Amounts are fen, days are of the calendar.
    """

    keeper = models.ForeignKey("members.Library", on_delete=models.PROTECT, null=True, related_name="+")
    """Whose partner it is; null: the alliance agency keeps it for all members."""
    name_zh = models.CharField(max_length=120, blank=True)
    name_en = models.CharField(max_length=120, blank=True)
    place = models.CharField(max_length=120, blank=True)
    """Town and country."""
    symbol = models.CharField(max_length=40, blank=True)
    """Its ISIL, or the code it has elsewhere."""
    mail = models.EmailField(blank=True)
    web = models.URLField(max_length=300, blank=True)
    """Of the form in which it is asked."""
    how = models.CharField(max_length=500, blank=True)
    """How it is asked, in words."""
    address = models.CharField(max_length=300, blank=True)
    """Where its books are sent back to."""
    loan_days = models.PositiveSmallIntegerField(null=True)
    """From asking to arrival, as somebody typed it; null: it does not lend."""
    loan_fee = models.PositiveIntegerField(default=0)
    """What it asks of the library."""
    loan_reader_fee = models.PositiveIntegerField(default=0)
    """What of it the reader pays."""
    copy_days = models.PositiveSmallIntegerField(null=True)
    """Likewise; null: it makes no copies."""
    copy_fee = models.PositiveIntegerField(default=0)
    copy_reader_fee = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name_zh="", name_en=""), name="partner_has_a_name"),
            models.CheckConstraint(
                condition=Q(loan_days__isnull=False) | Q(copy_days__isnull=False),
                name="partner_does_something",
            ),
        ]
        indexes = [models.Index(fields=["keeper"], condition=Q(ended_at=None), name="partner_keeper")]


class PartnerPace(models.Model):
    """How long a partner took from being asked to the arrival here, in hours of the clock: sums."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    service = models.CharField(max_length=8)
    month = models.DateField()
    count = models.PositiveIntegerField(default=0)
    hours = models.FloatField(default=0)
    squares = models.FloatField(default=0)
    unfilled = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "service", "month"], name="one_pace_of_a_partner_a_month"
            )
        ]
