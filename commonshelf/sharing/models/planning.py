"""What is known of ways between libraries, and learned of their pace."""

from __future__ import annotations

from django.db import models

_LIBRARY = "members.Library"


class Route(models.Model):
    """A courier between two branches, by its timetable; ends of one library may differ only by branch."""

    name = models.CharField(max_length=80, blank=True)
    from_library = models.ForeignKey(_LIBRARY, on_delete=models.PROTECT, related_name="+")
    from_branch = models.CharField(max_length=40, blank=True)
    to_library = models.ForeignKey(_LIBRARY, on_delete=models.PROTECT, related_name="+")
    to_branch = models.CharField(max_length=40, blank=True)
    weekdays = models.CharField(max_length=7)
    """Digits 1 (Monday) to 7."""
    leaves_at = models.TimeField()
    hours = models.DecimalField(max_digits=5, decimal_places=1)
    """From leaving to arriving."""
    cost = models.PositiveIntegerField(default=0)
    """Fen a parcel, between the libraries."""
    active_from = models.DateField()
    active_to = models.DateField(null=True)
    """Exclusive; null: for good."""
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["from_library", "to_library"], name="route_pair")]


class Handling(models.Model):
    """How long a library took for one step of one service, in its working hours: sums, not persons."""

    library = models.ForeignKey(_LIBRARY, on_delete=models.PROTECT, null=True, related_name="+")
    """Null: the alliance's agencies."""
    service = models.CharField(max_length=8)
    """Loan, Copy or Licence."""
    stage = models.CharField(max_length=10)
    """ship: from being asked to being on its way (a copy: delivered); answer: from being asked to its no;
    shelve: from the courier's arrival to ready at the pick-up desk; decide: a licence decision."""
    month = models.DateField()
    """Its first day; older months weigh less."""
    count = models.PositiveIntegerField(default=0)
    hours = models.FloatField(default=0)
    squares = models.FloatField(default=0)
    """Sum of hours and of their squares: mean and spread."""
    unfilled = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["library", "service", "stage", "month"], name="one_handling_a_month"
            ),
            models.UniqueConstraint(
                fields=["service", "stage", "month"],
                condition=models.Q(library=None),
                name="one_handling_of_the_alliance",
            ),
        ]


class Transit(models.Model):
    """How long parcels of a pair of libraries were on their way, from shipped to received, in hours of the
    clock.
    """

    from_library = models.ForeignKey(_LIBRARY, on_delete=models.PROTECT, related_name="+")
    to_library = models.ForeignKey(_LIBRARY, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    count = models.PositiveIntegerField(default=0)
    hours = models.FloatField(default=0)
    squares = models.FloatField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["from_library", "to_library", "month"], name="one_transit_a_month"
            )
        ]


class Capacity(models.Model):
    """How many requests of a service a library takes on a working day, and whether it supplies at all."""

    library = models.ForeignKey(_LIBRARY, on_delete=models.PROTECT, related_name="+")
    service = models.CharField(max_length=8)
    a_day = models.PositiveSmallIntegerField(null=True)
    """Null: no limit; 0: does not supply."""
    fee = models.PositiveIntegerField(default=0)
    """Fen it asks of the other library for each."""
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["library", "service"], name="one_capacity_a_service")]


class PlanningStamp(models.Model):
    """One row: another mark after every change of what plans are made from, so that processes may keep it.

    learned: the hour in which something was learned last; paces are read again hour by hour.
    """

    mark = models.CharField(max_length=32)
    learned = models.CharField(max_length=13, blank=True)
