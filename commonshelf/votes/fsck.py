"""What must hold among ballots whatever happened: the checks of `fsck`."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count

from commonshelf.votes.closing import recount
from commonshelf.votes.models import Ballot, Elector


def problems() -> Iterator[str]:
    """Results that a recount does not give again, votes without voters."""
    for row in Ballot.objects.filter(result__isnull=False):
        again = recount(row)
        if row.result != again:
            yield f"ballot {row.pk} says {row.result}, a recount says {again}"
    for row in Ballot.objects.filter(secret=True).exclude(state="withdrawn").annotate(n=Count("papers")):
        voted = Elector.objects.filter(ballot=row, voted_at__isnull=False).count()
        if voted != row.n:
            yield f"ballot {row.pk} has {row.n} papers of {voted} electors who voted"
