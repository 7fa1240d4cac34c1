"""What agencies decide: rules by version, single approvals, and what libraries owe one another."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Policy(models.Model):
    """The rules of scheduling, one version after another: written whole, never changed once in force."""

    number = models.PositiveIntegerField(unique=True)
    rules = models.JSONField()
    """weights, limits, clocks by level, auto-approval rules, delegated limits (domain/policy.py)."""
    words = models.CharField(max_length=500, blank=True)
    """Why, for every member to read."""
    effective_at = models.DateTimeField(null=True)
    """Null: a draft."""
    preview = models.JSONField(default=dict)
    """What it would have changed among past requests, as shown before it took effect."""
    made_by = models.CharField(max_length=32)
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)


class Approval(models.Model):
    """A licence decision on one request: asked, decided with a reason, perhaps appealed against (A80)."""

    request = models.ForeignKey("sharing.PatronRequest", on_delete=models.PROTECT, related_name="approvals")
    agency = models.ForeignKey("members.Agency", on_delete=models.PROTECT, related_name="+")
    resource = models.BigIntegerField(null=True)
    """Of the resources room; null: something printed under a level that asks for approval."""
    level = models.CharField(max_length=20)
    state = models.CharField(max_length=12)
    """asked, approved, limited, refused, withdrawn."""
    asked_at = models.DateTimeField()
    decide_by_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=32, blank=True)
    """Key of who decided; "": a rule."""
    rule = models.CharField(max_length=40, blank=True)
    """Name of the auto-approval rule and version of the policy."""
    limits = models.JSONField(default=dict)
    """{"pages": n, "days": n, "on_site": bool}: of an approval with limits."""
    reason = models.CharField(max_length=500, blank=True)
    appeal_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="appeals")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=Q(decided_at=None), name="one_open_approval_a_request"
            )
        ]
        indexes = [models.Index(fields=["agency"], condition=Q(decided_at=None), name="approval_waiting")]


class Charge(models.Model):
    """What one library owes another for a supply; the ledger keeps the money."""

    supply = models.ForeignKey("sharing.Supply", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    """supply, courier, lost, damaged."""
    debtor = models.ForeignKey("members.Library", on_delete=models.PROTECT, related_name="+")
    creditor = models.ForeignKey("members.Library", on_delete=models.PROTECT, related_name="+")
    amount = models.PositiveIntegerField()
    transfer = models.BigIntegerField()
    """Its number in the ledger."""
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
