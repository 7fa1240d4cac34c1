"""What a library brings when it applies, and takes along when it leaves."""

from __future__ import annotations

from django.db import models

from commonshelf.members.models.libraries import Library
from commonshelf.members.models.people import Invitation


class Application(models.Model):
    """What a library said when it applied (A49); its particulars stand in its own row."""

    library = models.ForeignKey(Library, on_delete=models.CASCADE, related_name="applications")
    invitation = models.ForeignKey(Invitation, on_delete=models.SET_NULL, null=True, related_name="+")
    """Null: the office wrote it down itself."""
    contact = models.CharField(max_length=80)
    """Whom the office writes to, as they wrote their name."""
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=200, blank=True)
    words = models.TextField(blank=True)
    """Why they apply, what they bring: in their own words."""
    language = models.CharField(max_length=8, blank=True)
    applied_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]


class Parcel(models.Model):
    """A library's own data as one ZIP in the data folder, for it to take along (A39)."""

    library = models.ForeignKey(Library, on_delete=models.CASCADE, related_name="parcels")
    file = models.CharField(max_length=120)
    """Path below the data folder."""
    bytes = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    packed_at = models.DateTimeField()
    people = models.JSONField(default=list)
    """Keys of those who ran the library then: they may fetch it although they have no role any more."""

    class Meta:
        ordering = ["-pk"]
