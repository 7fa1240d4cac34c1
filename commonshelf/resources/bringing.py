"""Lists of titles: brought, looked at, taken over or dropped. The worker reads them; nothing is half done."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from django.utils import timezone

from commonshelf.catalogue import api as catalogue
from commonshelf.kernel.actor import MACHINE, Actor, Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.news import api as news
from commonshelf.resources import files
from commonshelf.resources.cards import ArrivalCard
from commonshelf.resources.comparing import Compared, batches, check, compare
from commonshelf.resources.domain.merging import line_for_matching
from commonshelf.resources.models import Arrival, Fault, Resource, Title
from commonshelf.resources.setting import owner_of
from commonshelf.resources.showing import arrival_card

CONFLICT: Final = 409
BATCH: Final = 1_000
"""Titles written in one transaction; desks wait a part of a second meanwhile."""
READER: Final = "resources.reader"
_WRITTEN: Final = (
    "title", "folded", "print_id", "online_id", "coverage", "embargo", "url", "author", "kind", "access",
    "line", "digest", "gone_at", "edition", "matched_by", "check_at",
)  # fmt: skip


def ref(owner: str, id: int | None = None) -> Ref:
    return Ref("arrival", str(id or "new"), owner)


def bring(
    *,
    actor: Actor,
    resource: int,
    chunks: Iterable[bytes],
    name: str,
    whole: bool = True,
    key: str = "",
) -> int:
    """Keep the file and have it compared; the arrival's id. whole: what it does not name is gone.

    Refusals resources.list-big, resources.not-kbart, catalogue.file-…, resources.list-waits (another one of
    this resource is not done yet), resources.ended.
    """
    row = open_resource(resource)
    owner = owner_of(row)
    members.demand(actor=actor, action="resources.bring-titles", object=ref(owner))
    path, digest = files.keep(chunks, name)
    try:
        check(files.place(path), name)

        def do() -> members.Done[int]:
            _no_other(resource)
            made = Arrival.objects.create(
                resource_id=resource,
                name=Path(name).name[:200] or "list",
                path=path,
                sha256=digest,
                whole=whole,
                at=timezone.now(),
                by=actor.key,
            )
            return members.Done(made.pk, {"resource": resource}, ref(owner, made.pk))

        made = members.act(actor=actor, action="resources.bring-titles", object=ref(owner), do=do, key=key)
    except Refusal:
        files.drop(path)
        raise
    if not Arrival.objects.filter(path=path).exists():  # the same form, sent twice
        files.drop(path)
    return made


def open_resource(resource: int) -> Resource:
    row = Resource.objects.filter(pk=resource).first()
    if row is None:
        raise Absent
    if row.closed_at is not None:
        raise Refusal("resources.ended", {"resource": resource}, CONFLICT)
    return row


def _no_other(resource: int) -> None:
    still = Arrival.objects.filter(resource=resource, state__in=("waiting", "looked", "taking")).first()
    if still is not None:
        raise Refusal("resources.list-waits", {"arrival": still.pk, "name": still.name}, CONFLICT)


def look(id: int) -> None:
    """Compare it with what is kept, and write down what it would do; stands being called twice."""
    row = Arrival.objects.select_related("resource").filter(pk=id, state="waiting").first()
    if row is None:
        return
    try:
        found = compare(files.place(row.path), row.name, row.resource_id, whole=row.whole)
    except Refusal as refusal:
        row.state, row.refused = "failed", {"code": refusal.code, "facts": dict(refusal.facts)}
        row.save(update_fields=["state", "refused"])
        files.drop(row.path)
        return
    with members.together():
        Fault.objects.filter(arrival=row).delete()
        for fault in found.faults:
            fault.arrival = row
        Fault.objects.bulk_create(found.faults, batch_size=BATCH)
        _tell(row, found)
        row.state = "looked"
        row.save()


def _tell(row: Arrival, found: Compared) -> None:
    row.lines, row.titles, row.rejected, row.told = found.lines, found.titles, found.rejected, found.told
    row.added, row.changed, row.gone = len(found.added), len(found.changed), len(found.gone)
    row.examples = found.examples


def take(*, actor: Actor, arrival: int, sure: bool = False, version: int = 0, key: str = "") -> None:
    """Have it taken over by the worker. sure: even when more than half of what there is would be gone.

    Refusals resources.most-gone, resources.list-not-ready, resources.changed.
    """
    owner = owner_of(_row(arrival).resource)

    def do() -> members.Done[None]:
        row = _row(arrival)
        if row.state != "looked":
            raise Refusal("resources.list-not-ready", {"state": row.state}, CONFLICT)
        if version and row.version != version:
            raise Refusal("resources.changed", {"arrival": arrival}, CONFLICT)
        there = Title.objects.filter(resource=row.resource_id, gone_at=None).count()
        if row.gone * 2 > there >= 20 and not sure:
            raise Refusal("resources.most-gone", {"gone": row.gone, "titles": there}, CONFLICT)
        row.state, row.version = "taking", row.version + 1
        row.save(update_fields=["state", "version"])
        return members.Done(None, {"resource": row.resource_id})

    members.act(actor=actor, action="resources.take-titles", object=ref(owner, arrival), do=do, key=key)


def drop(*, actor: Actor, arrival: int, key: str = "") -> None:
    """It changes nothing any more; what was wrong with it stays to be read."""
    owner = owner_of(_row(arrival).resource)

    def do() -> members.Done[None]:
        row = _row(arrival)
        if row.state not in {"waiting", "looked"}:
            raise Refusal("resources.list-not-ready", {"state": row.state}, CONFLICT)
        files.drop(row.path)
        row.state, row.path, row.version = "dropped", "", row.version + 1
        row.save(update_fields=["state", "path", "version"])
        return members.Done(None, {"resource": row.resource_id})

    members.act(actor=actor, action="resources.drop-titles", object=ref(owner, arrival), do=do, key=key)


def _row(arrival: int) -> Arrival:
    row = Arrival.objects.select_related("resource").filter(pk=arrival).first()
    if row is None:
        raise Absent
    return row


def run(id: int) -> ArrivalCard:
    """Take it over, a batch at a time; begun again it goes on where it was cut short."""
    row = _row(id)
    if row.state != "taking":
        return arrival_card(row)
    try:
        found = compare(files.place(row.path), row.name, row.resource_id, whole=row.whole)
    except Refusal as refusal:
        row.state, row.refused = "failed", {"code": refusal.code, "facts": dict(refusal.facts)}
        row.save(update_fields=["state", "refused"])
        return arrival_card(row)
    write(found, row.resource_id)

    def do() -> members.Done[None]:
        now = timezone.now()
        for start in range(0, len(found.gone), BATCH):
            Title.objects.filter(pk__in=found.gone[start : start + BATCH]).update(gone_at=now, check_at=None)
        row.matched = Title.objects.filter(
            resource=row.resource_id, gone_at=None, edition__isnull=False
        ).count()
        row.state, row.done_at, row.path, row.version = "done", now, "", row.version + 1
        row.save()
        counts = {"added": row.added, "changed": row.changed, "gone": row.gone, "rejected": row.rejected}
        return members.Done(None, {"resource": row.resource_id, **counts})

    path, owner = row.path, owner_of(row.resource)
    members.act(actor=MACHINE, action="resources.titles-taken", object=ref(owner, id), do=do)
    files.drop(path)
    return arrival_card(row)


def write(found: Compared, resource: int) -> None:
    """New and changed titles as rows, matched with editions at once."""
    for some in batches({**found.added, **found.changed}, BATCH):
        told = catalogue.identified(lines=[catalogue.TitleLine(**line_for_matching(row)) for _, row in some])
        kept = {
            row.title_id: row
            for row in Title.objects.filter(resource=resource, title_id__in=[key for key, _ in some])
        }
        new: list[Title] = []
        old: list[Title] = []
        for (key, row), match in zip(some, told, strict=True):
            there = kept.get(key)
            title = _filled(there or Title(resource_id=resource, title_id=key), row, match)
            (old if there else new).append(title)
        with members.together():
            Title.objects.bulk_create(new, batch_size=BATCH)
            Title.objects.bulk_update(old, _WRITTEN, batch_size=200)


def _filled(title: Title, row: dict[str, Any], match: catalogue.Identified | None) -> Title:
    if title.url != row["url"]:
        title.link_state, title.strikes, title.moved_to, title.link_why = "unknown", 0, "", ""
        title.check_at = timezone.now() if row["url"] else None
    for name, value in row.items():
        setattr(title, name, value)
    title.gone_at = None
    if title.matched_by != "hand":
        title.edition = match.edition if match else None
        title.matched_by = match.by if match else ""
    return title


# -- for the worker and the command line


def on_brought(event: news.Happening) -> None:
    look(int(event.object.id))


def on_take(event: news.Happening) -> None:
    run(int(event.object.id))
