"""What must never be found: somebody who was erased, and rows that should have been forgotten by now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from commonshelf.privacy import traces
from commonshelf.privacy.models import Erasure
from commonshelf.privacy.registry import all_of

LONGEST = timedelta(days=8)
"""Nights may fail, a week of them may not."""


def problems() -> Iterator[str]:
    """Each in one English sentence for the operator."""
    back = all_of("members.Person").filter(key__in=traces.erased_keys()).count()
    if back:
        yield f"{back} people who were erased are here again; the next night erases them"
    now = timezone.now()
    for row in Erasure.objects.filter(swept_at=None, done_at__lt=now - LONGEST):
        yield f"erasure {row.pk} was done on {row.done_at:%Y-%m-%d} and its traces are not swept away yet"
    old = all_of("cards.Joining").filter(expires_at__lt=now - LONGEST).count()
    if old:
        yield f"{old} forms for joining ran out more than a week ago and are still here"
