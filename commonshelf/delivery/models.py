"""Documents handed over for a request, and the links that show them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

_LIBRARY = "members.Library"


class Document(models.Model):
    """A file one library made for one request; its bytes go when it is withdrawn."""

    about = models.CharField(max_length=40, db_index=True)
    """What it is for: room and id, as the room above wrote it ("sharing:17")."""
    library = models.ForeignKey(_LIBRARY, on_delete=models.PROTECT, related_name="+")
    """Who scanned it."""
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=8)
    """What was brought: pdf, jpeg, png, tiff or mixed, as sniffed, never as named. What is kept is a PDF."""
    name = models.CharField(max_length=200)
    """As the first part was called where it came from; never used as a path."""
    file = models.CharField(max_length=80, unique=True)
    """Its name below files/documents; ours."""
    size = models.BigIntegerField()
    pages = models.PositiveIntegerField(default=1)
    sha256 = models.CharField(max_length=64)
    left_behind = models.JSONField(default=list)
    """What the parts had that was not taken over: scripts, files, fields, comments (wire/pdf/pages.py)."""
    notice = models.CharField(max_length=20, default="study")
    """Which copyright notice goes with it (domain/notices.py)."""
    brought_by = models.CharField(max_length=32)
    brought_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(max_length=10, blank=True)
    """taken-back, expired."""


class Link(models.Model):
    """The way one reader opens one document: so many times, so long."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="links")
    reader = models.ForeignKey("cards.Reader", on_delete=models.PROTECT, null=True, related_name="+")
    """Null: forgotten, and the link is dead."""
    library = models.ForeignKey(_LIBRARY, on_delete=models.PROTECT, related_name="+")
    """Whose desk may print it for the reader: the one that looks after the request."""
    seed = models.CharField(max_length=32)
    """Random. The secret in the address is made of it and the key of this installation, and kept nowhere."""
    digest = models.CharField(max_length=64, unique=True)
    """Of the secret, to find the link by."""
    marked = models.BooleanField(default=True)
    """The copy carries the reader's card number's last digits, the library and the date."""
    named = models.BooleanField(default=False)
    """The reader wished their name on it instead."""
    copy = models.CharField(max_length=80, blank=True)
    """Name of the reader's own copy below files/documents; "": not made yet."""
    most_opens = models.PositiveSmallIntegerField(default=10)
    opens = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    first_at = models.DateTimeField(null=True)
    latest_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(opens__lte=F("most_opens")), name="no_more_opens_than_most"),
            models.UniqueConstraint(
                fields=["document", "reader"], condition=Q(withdrawn_at=None), name="one_link_a_reader"
            ),
        ]
