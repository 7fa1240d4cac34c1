"""The one append-only Event table and the deliveries that hang on it."""

from __future__ import annotations

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class PlainJSON(DjangoJSONEncoder):
    """Chinese stays Chinese in the column, so that words can be searched there."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "ensure_ascii": False})


class Event(models.Model):
    """Something that happened, written in the transaction in which it happened. Never changed.

    Triggers of migration 0001 make the database itself refuse to change or delete a row.
    """

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
    reply = models.JSONField(null=True, encoder=PlainJSON)
    """What a repeat of the same key is answered with."""
    facts = models.JSONField(default=dict, encoder=PlainJSON)

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
    """Counted when claimed, so that a delivery that kills its worker is given up too."""
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
            models.Index(
                fields=["given_up_at"],
                condition=models.Q(given_up_at__isnull=False),
                name="delivery_given_up",
            ),
        ]


class Turn(models.Model):
    """When a scheduled task last ran and is next due, so that a restart neither skips nor repeats."""

    name = models.CharField(max_length=60, unique=True)
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    """Somebody is at it until then; after a failure: not to be tried again before then."""
    attempts = models.PositiveSmallIntegerField(default=0)
    ran_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)
