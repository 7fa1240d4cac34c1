"""Duties of the alliance: what has to be done for all, who holds it, and who is on when."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

_LIBRARY = "members.Library"


class Duty(models.Model):
    """Something done for all by one member or the office: management, document delivery … (A36, A37)."""

    code = models.SlugField(max_length=40, unique=True)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120)
    about_zh = models.TextField(blank=True)
    about_en = models.TextField(blank=True)
    place = models.PositiveSmallIntegerField(default=0)
    """Its place in the list."""
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["place", "pk"]


class DutyHolding(models.Model):
    """Who holds a duty between two days. Several may hold one side by side: staff of two libraries."""

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="holdings")
    library = models.ForeignKey(_LIBRARY, on_delete=models.PROTECT, null=True, related_name="+")
    """Null: the alliance office."""
    person = models.CharField(max_length=32, blank=True)
    """Key of somebody who works there; "": the library as such."""
    backup_library = models.ForeignKey(_LIBRARY, on_delete=models.PROTECT, null=True, related_name="+")
    backup_person = models.CharField(max_length=32, blank=True)
    has_backup = models.BooleanField(default=False)
    """Whether there is one at all: backup_library null is the alliance office."""
    active_from = models.DateField()
    active_to = models.DateField(null=True)
    """The first day on which it no longer holds."""
    said_by = models.CharField(max_length=60, blank=True)
    """What gave it: "" the office, or "vote:12"."""

    class Meta:
        ordering = ["active_from", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(active_to=None) | Q(active_to__gte=F("active_from")),
                name="duty_ends_after_it_begins",
            )
        ]
        indexes = [models.Index(fields=["duty", "active_to"], name="duty_holding_now")]


class DutyTransfer(models.Model):
    """A proposal to give a duty to somebody else, on which a vote is held."""

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="transfers")
    library = models.ForeignKey(_LIBRARY, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.CharField(max_length=32, blank=True)
    first_date = models.DateField()
    """From which day the new holder would have it; the day of the vote where that is later."""
    ballot = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=12, default="open")
    """open, accepted, declined, no-quorum, withdrawn."""
    reason = models.CharField(max_length=500)
    proposed_by = models.CharField(max_length=32, blank=True)
    proposed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["duty"], condition=Q(state="open"), name="one_open_transfer_a_duty"
            )
        ]


class DutyShift(models.Model):
    """One turn at a duty: that day, these hours, this person; given up it is still theirs until taken."""

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="shifts")
    date = models.DateField()
    starts = models.TimeField()
    ends = models.TimeField()
    library = models.ForeignKey(_LIBRARY, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.CharField(max_length=32, blank=True)
    """ "": nobody yet, a gap that the rota shows."""
    given_up_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["date", "starts", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="shift_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["duty", "date", "starts", "person"],
                condition=~Q(person=""),
                name="one_shift_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["duty", "date"], name="shift_of_the_week"),
            models.Index(fields=["person", "date"], name="shift_of_a_person"),
        ]


class DutySwap(models.Model):
    """ "My Friday for your Monday": both stay as they are until the other says yes."""

    mine = models.ForeignKey(DutyShift, on_delete=models.CASCADE, related_name="+")
    theirs = models.ForeignKey(DutyShift, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, default="open")
    """open, accepted, declined, withdrawn, over."""
    proposed_by = models.CharField(max_length=32)
    proposed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mine", "theirs"], condition=Q(state="open"), name="one_open_swap_of_two"
            )
        ]
