"""The one append-only Event table and the deliveries that hang on it."""

from __future__ import annotations

from django.db import models


class Event(models.Model):
    """Something that happened, written in the transaction in which it happened. Never changed."""

    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=80, db_index=True)
    """Room and verb, e.g. `catalogue.load`; the action of the permission table for acts."""
    person = models.CharField(max_length=32, blank=True, db_index=True)
    """The person's random key; "" for the machine. No name here, so erasing a person is one row."""
    agent = models.CharField(max_length=8)
    object_kind = models.CharField(max_length=40, blank=True)
    object_id = models.CharField(max_length=80, blank=True)
    library = models.CharField(max_length=40, blank=True, db_index=True)
    reason = models.CharField(max_length=500, blank=True)
    key = models.CharField(max_length=64, unique=True, null=True)
    """Digest of person, action and the caller's idempotency key; null where none was given."""
    reply = models.JSONField(null=True)
    """What a repeat of the same key is answered with."""
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["object_kind", "object_id"])]


class Delivery(models.Model):
    """One subscriber's copy of one event: due, leased, done, or given up and shown."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    subscriber = models.CharField(max_length=60)
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "subscriber"], name="one_delivery_each")]
        indexes = [
            models.Index(
                fields=["subscriber", "due_at"],
                condition=models.Q(done_at=None, given_up_at=None),
                name="delivery_open",
            ),
        ]


class Turn(models.Model):
    """When a scheduled task last ran and is next due, so that a restart neither skips nor repeats."""

    name = models.CharField(max_length=60, unique=True)
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    ran_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)
