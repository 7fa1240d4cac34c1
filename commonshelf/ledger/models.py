"""The rows of the ledger: nothing is ever changed or deleted; a mistake is reversed."""

from __future__ import annotations

from django.db import models


class Account(models.Model):
    """Whose side of the book. Append-only. owner: a person's key, a library's Symbol, "" the alliance."""

    kind = models.CharField(max_length=12)
    """reader, library, alliance."""
    owner = models.CharField(max_length=40, blank=True)
    purpose = models.CharField(max_length=60)
    """What is counted there: fees, deposits, cash, waived … one name in the room that posts."""
    unit = models.CharField(max_length=8)
    """fen (a hundredth of a yuan); later issues count work and points."""
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "owner", "purpose", "unit"], name="one_account_each")
        ]


class Transfer(models.Model):
    """One thing that happened: its postings sum to zero. Append-only (triggers of migration 0001)."""

    kind = models.CharField(max_length=40)
    """Room and verb: loans.overdue-fee, loans.payment, loans.waiver …"""
    about_kind = models.CharField(max_length=40, blank=True)
    about_id = models.CharField(max_length=80, blank=True)
    library = models.ForeignKey("members.Library", on_delete=models.PROTECT, null=True, related_name="+")
    """Where it happened; null: at the alliance."""
    person = models.CharField(max_length=32, blank=True)
    """Key of who posted it; "": the machine."""
    at = models.DateTimeField()
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["about_kind", "about_id"], name="transfer_about")]


class Posting(models.Model):
    """One line of a transfer. Append-only.

    amount: whole units, never 0; plus: the account is owed, minus: it owes.
    """

    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="postings")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    amount = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(amount=0), name="posting_of_something"),
            models.UniqueConstraint(fields=["transfer", "account"], name="one_posting_an_account"),
        ]
