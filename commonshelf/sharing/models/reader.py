"""What a reader has seen of a request of theirs: what happened since is marked as new."""

from __future__ import annotations

from django.db import models


class Glance(models.Model):
    """The version of a request its reader last looked at; none: never. A note to the page, no deed."""

    request = models.OneToOneField("sharing.PatronRequest", on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
