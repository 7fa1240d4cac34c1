"""What agencies decide: rules by version, single approvals, and what libraries owe one another."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Policy(models.Model):
    """The rules of scheduling, one version after another: written whole, never changed once in force."""

    number = models.PositiveIntegerField(unique=True)
    rules = models.JSONField()
    """weights, limits, clocks by level, rules that decide by themselves (domain/policy.py)."""
    words = models.CharField(max_length=500, blank=True)
    """Why, for every member to read."""
    effective_at = models.DateTimeField(null=True)
    """Null: a draft."""
    announced_at = models.DateTimeField(null=True)
    """When the turn found it in force and told the other rooms."""
    ballot = models.BigIntegerField(null=True)
    """Of the votes room: by which vote it was adopted, if by one."""
    preview = models.JSONField(default=dict)
    """What it would have changed among past requests, as shown before it took effect."""
    made_by = models.CharField(max_length=32)
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["effective_at", "number"], name="policy_in_force")]


class Approval(models.Model):
    """A licence decision on one request: asked, decided with a reason, perhaps appealed against (A80)."""

    request = models.ForeignKey("sharing.PatronRequest", on_delete=models.PROTECT, related_name="approvals")
    agency = models.ForeignKey("members.Agency", on_delete=models.PROTECT, related_name="+")
    """Who decides now."""
    owner = models.ForeignKey("members.Library", on_delete=models.PROTECT, null=True, related_name="+")
    """Whose resource or copy it is; null: the alliance's."""
    resource = models.BigIntegerField(null=True)
    """Of the resources room; null: something printed under a level that asks for approval."""
    level = models.CharField(max_length=20)
    service = models.CharField(max_length=8)
    """Loan or Copy."""
    pages = models.PositiveIntegerField(null=True)
    """0 of a loan; null: the request does not say."""
    cost = models.PositiveIntegerField(default=0)
    """Fen between the libraries."""
    state = models.CharField(max_length=12)
    """asked; approved, limited, refused, withdrawn, lapsed (domain/approving.py)."""
    asked_at = models.DateTimeField()
    decide_by_at = models.DateTimeField()
    risen_at = models.DateTimeField(null=True)
    """When it went up to the general agency because nobody had decided."""
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=32, blank=True)
    """Key of who decided; "": a rule, or the clock."""
    rule = models.CharField(max_length=60, blank=True)
    """Name of the rule that decided by itself."""
    policy = models.PositiveIntegerField(default=0)
    """Version of the rules it was asked, or decided by itself, under."""
    limits = models.JSONField(default=dict)
    """{"pages": n, "days": n, "on_site": bool}: of an approval with limits."""
    reason = models.CharField(max_length=500, blank=True)
    plea = models.CharField(max_length=500, blank=True)
    """Of an appeal: what the reader said."""
    appeal_of = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="appeal")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=Q(decided_at=None), name="one_open_approval_a_request"
            )
        ]
        indexes = [
            models.Index(
                fields=["agency", "decide_by_at"], condition=Q(decided_at=None), name="approval_waiting"
            ),
            models.Index(fields=["decided_at"], name="approval_decided"),
            models.Index(fields=["resource", "decided_at"], name="approval_resource"),
        ]


class Charge(models.Model):
    """What one library owes another for a supply; the ledger keeps the money."""

    supply = models.ForeignKey("sharing.Supply", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    """supply, courier, lost, damaged."""
    debtor = models.ForeignKey("members.Library", on_delete=models.PROTECT, related_name="+")
    creditor = models.ForeignKey("members.Library", on_delete=models.PROTECT, related_name="+")
    amount = models.PositiveIntegerField()
    transfer = models.BigIntegerField(unique=True)
    """Its number in the ledger."""
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(debtor=models.F("creditor")), name="charge_between_two")
        ]
        indexes = [models.Index(fields=["debtor", "at"], name="charge_month")]


class Settlement(models.Model):
    """One month of two libraries, netted: the debtor says that it is paid, the creditor that it came."""

    month = models.DateField()
    """Its first day."""
    debtor = models.ForeignKey("members.Library", on_delete=models.PROTECT, related_name="+")
    creditor = models.ForeignKey("members.Library", on_delete=models.PROTECT, related_name="+")
    amount = models.PositiveIntegerField()
    """Fen, as the ledger came to when it was said to be paid."""
    paid_at = models.DateTimeField(null=True)
    paid_by = models.CharField(max_length=32, blank=True)
    words = models.CharField(max_length=200, blank=True)
    """How: the number of a bank transfer, an offset."""
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=32, blank=True)
    doubt = models.CharField(max_length=500, blank=True)
    """Why the creditor sent it back."""
    transfer = models.BigIntegerField(null=True)
    """Of the ledger, once both said so."""
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["month", "debtor", "creditor"], name="one_settlement_a_month")
        ]
