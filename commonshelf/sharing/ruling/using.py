"""How much of a resource was let go: pages granted in a year, by the home library of who asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from commonshelf.sharing.domain.approving import GRANTED
from commonshelf.sharing.models import Approval


def used_pages(resource: int | None, home: int, at: datetime) -> int:
    """Pages granted to a library's readers since the first of January; 0 of what is no resource."""
    return 0 if resource is None else used_of([(resource, home)], at).get((resource, home), 0)


def used_of(pairs: Iterable[tuple[int, int]], at: datetime) -> dict[tuple[int, int], int]:
    """(resource, row id of a home library) -> pages granted this year, in one question."""
    wanted = set(pairs)
    year = timezone.localtime(at).replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    rows = Approval.objects.filter(
        state__in=GRANTED,
        decided_at__gte=year,
        resource__in={resource for resource, _home in wanted},
        request__home__in={home for _resource, home in wanted},
    ).values_list("resource", "request__home", "pages", "limits")
    found: dict[tuple[int, int], int] = {}
    for resource, home, pages, limits in rows:
        if resource is not None and (resource, home) in wanted:
            let = min(limits.get("pages", pages or 0), pages) if pages else limits.get("pages", 0)
            found[resource, home] = found.get((resource, home), 0) + let
    return found
