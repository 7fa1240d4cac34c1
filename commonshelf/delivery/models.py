"""Documents handed over for a request, and the links that show them."""

from __future__ import annotations

from django.db import models


class Document(models.Model):
    """A file one library made for one request; its bytes go when it is withdrawn."""

    about = models.CharField(max_length=40, db_index=True)
    """What it is for: room and id, as the room above wrote it ("sharing:17")."""
    library = models.ForeignKey("members.Library", on_delete=models.PROTECT, related_name="+")
    """Who scanned it."""
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=8)
    """pdf, jpeg, png, tiff: as sniffed, never as named."""
    name = models.CharField(max_length=200)
    """As it was called where it came from; never used as a path."""
    path = models.CharField(max_length=80)
    """Below files/; ours."""
    size = models.BigIntegerField()
    pages = models.PositiveIntegerField(default=1)
    sha256 = models.CharField(max_length=64)
    notice = models.CharField(max_length=20, default="study")
    """Which copyright notice goes with it (domain/notices.py)."""
    brought_by = models.CharField(max_length=32)
    brought_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)


class Link(models.Model):
    """The way one reader opens one document: so many times, so long."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="links")
    reader = models.ForeignKey("cards.Reader", on_delete=models.PROTECT, null=True, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    """Of the secret in the address; the secret itself is kept nowhere."""
    marked = models.BooleanField(default=True)
    """The copy carries the reader's card number's last digits, the library and the date."""
    most_opens = models.PositiveSmallIntegerField(default=10)
    opens = models.PositiveSmallIntegerField(default=0)
    first_at = models.DateTimeField(null=True)
    latest_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
