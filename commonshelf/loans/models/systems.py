"""Libraries' own systems, and the terminals that speak SIP2 with us."""

from __future__ import annotations

from django.db import models


class LibrarySystem(models.Model):
    """How a library's loans are kept: here, by hand elsewhere, or by a system we ask (loans/ils)."""

    library = models.OneToOneField("members.Library", on_delete=models.PROTECT, related_name="+")
    adapter = models.CharField(max_length=12, default="here")
    """here, manual, sip2."""
    settings = models.JSONField(default=dict)
    """host, port, tls, charset, user, location, institution: what the adapter is told; never a password.
    The operator keeps that in a file of the data folder (loans/ils/choosing.py)."""
    tried_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)
    """What went wrong when it was last asked; "": it answered."""
    version = models.PositiveIntegerField(default=1)


class Terminal(models.Model):
    """A machine at a branch that signs in over SIP2: a self-check, a gate, a return bin."""

    library = models.ForeignKey("members.Library", on_delete=models.PROTECT, related_name="+")
    branch = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=60, unique=True)
    """The user name it signs in with (SIP2 field CN)."""
    digest = models.CharField(max_length=64)
    """SHA-256 of its password. We make the password ourselves, too long to be guessed: a slow hash would
    only cost every connection of the machine."""
    charset = models.CharField(max_length=20, default="utf-8")
    language = models.CharField(max_length=8, default="zh-hans")
    """In which its screen speaks, where a message names no language."""
    asks_password = models.BooleanField(default=False)
    """Readers type their password at it; without one it shows and lends nothing."""
    active = models.BooleanField(default=True)
    added_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    skew_seconds = models.IntegerField(null=True)
    """By how much its clock was ahead of ours when it last told the time."""
    version = models.PositiveIntegerField(default=1)
