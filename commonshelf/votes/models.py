"""What this room keeps: ballots, who may vote in them, and the votes."""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q


def random_number() -> int:
    """A row number that says nothing about when the row came: SQLite lays rows down by it."""
    return secrets.randbelow(2**62) + 1


class Ballot(models.Model):
    """A question put to those entitled to vote on it, until a deadline."""

    about_kind = models.CharField(max_length=20)
    about_id = models.CharField(max_length=60)
    about_library = models.CharField(max_length=40, blank=True)
    question_zh = models.CharField(max_length=200)
    question_en = models.CharField(max_length=300, blank=True)
    words_zh = models.TextField(blank=True)
    words_en = models.TextField(blank=True)
    """What is to be known before voting, in plain paragraphs."""
    choices = models.JSONField()
    """[{"key", "zh", "en", "side"}] in the order shown."""
    per = models.CharField(max_length=6)
    """member or person: whose voice an elector's is."""
    quorum_parts = models.PositiveIntegerField()
    quorum_of = models.PositiveIntegerField(default=100)
    pass_parts = models.PositiveIntegerField()
    pass_of = models.PositiveIntegerField(default=100)
    secret = models.BooleanField(default=False)
    changeable = models.BooleanField(default=True)
    """Whether a vote may be changed until the deadline; never in a secret ballot."""
    early = models.BooleanField(default=False)
    """Whether the last vote closes it."""
    entitled = models.PositiveIntegerField()
    """Weight of all electors at the opening."""
    facts = models.JSONField(default=dict)
    """Told again when it closes: what the room that asked needs then."""
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=32, blank=True)
    deadline = models.DateTimeField()
    state = models.CharField(max_length=10, default="open")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=32, blank=True)
    result = models.JSONField(null=True)
    """{"outcome", "leading", "weights", "heads"} as counted at the closing."""
    reason = models.CharField(max_length=500, blank=True)
    """Why it was withdrawn."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["about_kind", "about_id"],
                condition=Q(state="open"),
                name="one_open_ballot_about_a_thing",
            )
        ]
        indexes = [
            models.Index(fields=["state", "deadline"]),
            models.Index(fields=["about_kind", "about_id"]),
        ]


class Elector(models.Model):
    """Who may vote, with what weight, as it stood at the opening, and whether they have."""

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="electors")
    library = models.CharField(max_length=40, blank=True)
    person = models.CharField(max_length=32, blank=True)
    weight = models.PositiveIntegerField(default=1)
    voted_at = models.DateTimeField(null=True)
    voted_by = models.CharField(max_length=32, blank=True)
    """Key of the person who cast it."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ballot", "library", "person"], name="one_voice_each"),
            models.CheckConstraint(
                condition=(Q(library="") & ~Q(person="")) | (~Q(library="") & Q(person="")),
                name="a_library_or_a_person",
            ),
        ]
        indexes = [models.Index(fields=["library"]), models.Index(fields=["person"])]


class Vote(models.Model):
    """What an elector chose in an open ballot."""

    elector = models.OneToOneField(Elector, on_delete=models.CASCADE, related_name="vote")
    choice = models.CharField(max_length=40)
    at = models.DateTimeField()


class Paper(models.Model):
    """What somebody chose in a secret ballot: no elector, no time, and a number drawn by lot.

    So nothing here can be laid beside `Elector` in the order in which it came (collaboration.md 3.8).
    """

    id = models.BigIntegerField(primary_key=True, default=random_number)
    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="papers")
    choice = models.CharField(max_length=40)
