"""The contract register: contracts, their parties, the texts as they were agreed, and who signed them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Contract(models.Model):
    """A contract of the alliance or of its members, entered by the office (A3, A30)."""

    number = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=10)
    """framework, agreement (a sub-agreement), service, licence."""
    framework = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="attached", db_index=True
    )
    """The framework contract it hangs on."""
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=300, blank=True)
    about_zh = models.TextField(blank=True)
    about_en = models.TextField(blank=True)
    first_date = models.DateField()
    end_date = models.DateField(null=True)
    """The last day on which it holds; null: until it is ended."""
    notice_days = models.PositiveIntegerField(default=0)
    remind_days = models.PositiveIntegerField(default=90)
    """So many days before its last day to give notice, the office is told."""
    reminded_for = models.DateField(null=True)
    """For which end date the office was told already."""
    visible = models.CharField(max_length=8, default="members")
    """members: its texts are read by everybody who works at a member; parties: by its parties alone."""
    conflict = models.CharField(max_length=8, blank=True)
    """With an outside party, whether it touches the alliance's interests: "", none, declared (A28)."""
    conflict_note = models.CharField(max_length=500, blank=True)
    signed_version = models.PositiveIntegerField(default=0)
    """The latest version that all parties have signed; 0: none yet."""
    ended_date = models.DateField(null=True)
    """The first day on which it no longer holds, when it was ended before its end date."""
    ended_why = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["kind", "-first_date"]), models.Index(fields=["end_date"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(end_date=None) | Q(end_date__gte=models.F("first_date")),
                name="contract_dates_in_order",
            )
        ]


class Party(models.Model):
    """One side of a contract: a member, or a name from outside the alliance."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="parties")
    library = models.CharField(max_length=40, blank=True)
    name_zh = models.CharField(max_length=160, blank=True)
    name_en = models.CharField(max_length=200, blank=True)
    """Of an outside party; a member is called as it is called everywhere."""
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["place", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "library"], condition=~Q(library=""), name="one_party_a_member"
            )
        ]


class ContractText(models.Model):
    """A version of a contract as a file: what is signed is this and nothing later."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="texts")
    number = models.PositiveIntegerField()
    file = models.CharField(max_length=120)
    """Path below the data folder's files; the name says nothing."""
    name = models.CharField(max_length=160)
    """As it was called when it came."""
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    """SHA-256 of its bytes, so that a signature can be laid beside what was signed."""
    note = models.CharField(max_length=500, blank=True)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=32, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["contract", "number"], name="one_text_a_number")]


class Signature(models.Model):
    """Who signed a version for which party, on which day and how."""

    text = models.ForeignKey(ContractText, on_delete=models.CASCADE, related_name="signatures")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="signatures")
    signer = models.CharField(max_length=120)
    signed_date = models.DateField()
    how = models.CharField(max_length=10)
    """hand, seal, online (by the party's manager in this system)."""
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=32, blank=True)

    class Meta:
        ordering = ["signed_date", "pk"]
        constraints = [models.UniqueConstraint(fields=["text", "party"], name="one_signature_a_party")]
