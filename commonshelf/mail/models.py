"""Letters: what leaves the house, what waits, and what could not be brought."""

from __future__ import annotations

from django.db import models


class Letter(models.Model):
    """One letter to one person. Written in the transaction of what it tells of; sent afterwards.

    It waits until one of sent_at, given_up_at, withdrawn_at, handed_date is set. `to` "": only on paper.
    """

    kind = models.CharField(max_length=40)
    """What for: "invitation", "test", … of the room that writes it."""
    about_kind = models.CharField(max_length=40, blank=True)
    about_id = models.CharField(max_length=80, blank=True)
    library = models.CharField(max_length=40, blank=True)
    """Symbol of the library whose letter it is; "": the alliance's."""
    to = models.EmailField(blank=True)
    name = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=8)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    link = models.CharField(max_length=500, blank=True)
    """The address the letter leads to; printed with a QR code."""
    ident = models.CharField(max_length=32, unique=True)
    """Of its Message-ID."""
    written_at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    """From then on it would tell nothing true any more and is not sent."""
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    handed_date = models.DateField(null=True)
    """The day it was put into somebody's hands on paper; it is not sent any more."""
    handed_by = models.CharField(max_length=32, blank=True)
    """Key of who said so."""
    problem = models.CharField(max_length=60, blank=True)
    """Code of the refusal the last try ended with."""
    said = models.CharField(max_length=300, blank=True)
    """The mail server's own words."""

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(sent_at=None, given_up_at=None, withdrawn_at=None) & ~models.Q(to=""),
                name="letter_waiting",
            ),
            models.Index(fields=["library", "-id"], name="letter_of_library"),
            models.Index(fields=["about_kind", "about_id"], name="letter_about"),
        ]
