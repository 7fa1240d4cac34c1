"""Simulations the office started: what was tried, how far it is, what came of it."""

from __future__ import annotations

from django.db import models


class Simulation(models.Model):
    """A made-up alliance under the rules of one version; nothing in it is of a real library or person."""

    number = models.PositiveIntegerField(unique=True)
    world = models.CharField(max_length=20)
    libraries = models.PositiveSmallIntegerField()
    requests = models.PositiveIntegerField()
    seed = models.PositiveIntegerField()
    policy = models.PositiveIntegerField()
    """Version of the scheduling rules; 0: those everybody begins with."""
    weights = models.JSONField()
    """As they stood in that version when it was started."""
    state = models.CharField(max_length=8)
    """waiting, running, done, failed."""
    done = models.PositiveSmallIntegerField(default=0)
    """Per cent."""
    outcomes = models.JSONField(default=dict)
    """Ranking -> simulation.compare.Outcome."""
    made_by = models.CharField(max_length=32)
    made_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    """When whoever runs it was last heard of."""
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["number"],
                condition=models.Q(state__in=("waiting", "running")),
                name="simulation_open",
            )
        ]
