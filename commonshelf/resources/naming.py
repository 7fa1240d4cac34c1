"""What resources are called: for rooms above that show a number they kept."""

from __future__ import annotations

from collections.abc import Collection

from commonshelf.members.cards import Said
from commonshelf.resources.models import Resource


def names_of(*, ids: Collection[int]) -> dict[int, Said]:
    """Id -> name, also of those that ended; what never was is left out. One question."""
    rows = Resource.objects.filter(pk__in=set(ids)).values_list("pk", "name_zh", "name_en")
    return {id: Said(zh, en) for id, zh, en in rows}


def named() -> list[tuple[int, Said]]:
    """Every resource that is not closed, by name: for lists to choose from."""
    rows = Resource.objects.filter(closed_at=None).order_by("name_zh", "pk")
    return [(id, Said(zh, en)) for id, zh, en in rows.values_list("pk", "name_zh", "name_en")]
