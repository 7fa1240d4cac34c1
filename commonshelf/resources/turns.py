"""By the clock: who keeps a resource is told before it ends, and old files are forgotten."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from commonshelf.kernel.actor import MACHINE, Ref, Role
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.resources import files
from commonshelf.resources.models import Arrival, Resource
from commonshelf.resources.setting import owner_of
from commonshelf.work import api as work

ENDING: Final = "resource-ends"
DUE_MINUTES: Final = 5 * 8 * 60
"""Five working days: renewing a licence takes letters."""
KEPT_ARRIVALS: Final = 20
"""Of each resource so many lists stay to be looked at."""


def nightly(now: datetime) -> None:
    tell_endings(now)
    needed = Arrival.objects.filter(state__in=("waiting", "looked", "taking")).values_list("path", flat=True)
    files.tidy(frozenset(needed), now)
    for resource in Arrival.objects.values_list("resource", flat=True).distinct():
        old = Arrival.objects.filter(resource=resource, state__in=("done", "failed", "dropped"))
        keys = list(old.order_by("-pk").values_list("pk", flat=True)[KEPT_ARRIVALS:])
        Arrival.objects.filter(pk__in=keys).delete()


def tell_endings(now: datetime) -> int:
    """A work item for whoever keeps it, so many days before the end; settled once there is another end."""
    today = timezone.localdate(now)
    told = 0
    open_already = work.open_about(kind=ENDING)
    for row in Resource.objects.filter(closed_at=None).exclude(active_to=None).order_by("pk"):
        owner = owner_of(row)
        soon = row.active_to is not None and row.active_to - today <= warned(owner, today)
        if soon and row.ends_told != row.active_to and (owner == "" or members.takes_part(symbol=owner)):
            _tell(row, owner, now)
            told += 1
        elif not soon and str(row.pk) in open_already:
            _settle(row.pk, now)
    for id in open_already:
        living = Resource.objects.filter(pk=int(id), closed_at=None).exclude(active_to=None)
        if not living.exists():
            _settle(int(id), now)
    return told


def warned(owner: str, day: date) -> timedelta:
    days = members.setting(library=owner, name="resources.warn-days", day=day) if owner else 60
    return timedelta(days=int(days))


def _tell(row: Resource, owner: str, now: datetime) -> None:
    last = (row.active_to or timezone.localdate(now)) - timedelta(days=1)
    named = Said(row.name_zh, row.name_en)
    with members.together():
        work.settle(about=Ref("resource", str(row.pk)), actor=MACHINE, at=now, cancelled=True)
        work.open_item(
            actor=MACHINE,
            kind=ENDING,
            about=Ref("resource", str(row.pk), owner),
            title=_said(lambda: gettext("The licence of {name} ends on {day}"), named, last),
            url=_url(row.pk),
            library=owner,
            to_role=Role.MANAGER if owner else Role.OFFICE,
            due_minutes=DUE_MINUTES,
            at=now,
        )
        row.ends_told = row.active_to
        row.save(update_fields=["ends_told"])


def _settle(resource: int, now: datetime) -> None:
    with members.together():
        work.settle(about=Ref("resource", str(resource)), actor=MACHINE, at=now)


def _said(words: Callable[[], str], named: Said, day: date) -> Said:
    told = {}
    for language in ("zh-hans", "en"):
        with override(language):
            told[language] = words().format(name=named.in_language(language), day=day.isoformat())
    return Said(told["zh-hans"], told["en"])


def _url(resource: int) -> str:
    try:
        return reverse("resources:edit", args=[resource])
    except NoReverseMatch:  # an installation may leave a room's addresses out
        return ""
