"""Works: the soft group above editions (find.md 10). Its number is not lasting; that of an edition is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db.models import Count, QuerySet

from commonshelf.catalogue.cards import EditionCard
from commonshelf.catalogue.editions import of
from commonshelf.catalogue.models import Edition

MOST: Final = 200
"""Editions of one work that are looked at: beyond them readers search."""


def editions(work: int, rows: int = MOST, known: EditionCard | None = None) -> list[EditionCard]:
    """The living editions of the work, oldest number first, at most `rows`; [] for a work nobody holds.

    known: one of them that is at hand and need not be read again.
    """
    ids = list(_living([work]).order_by("pk").values_list("pk", flat=True)[:rows])
    if known is None or known.id not in ids:
        return of(ids)
    rest = [id for id in ids if id != known.id]
    return sorted([known, *(of(rest) if rest else [])], key=lambda card: card.id)


def sizes(works: Iterable[int]) -> dict[int, int]:
    """Work -> how many living editions it has."""
    counted = _living(works).values_list("work").annotate(n=Count("pk")).order_by()
    return dict(counted)


def _living(works: Iterable[int]) -> QuerySet[Edition]:
    return Edition.objects.filter(work__in=set(works), merged_into=None, gone_at=None)
