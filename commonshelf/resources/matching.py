"""Titles and editions: matched by hand, and again whenever the catalogue has changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.db.models import Q

from commonshelf.catalogue import api as catalogue
from commonshelf.kernel.actor import MACHINE, Actor, Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.kernel.text import fold
from commonshelf.members import api as members
from commonshelf.resources.domain.merging import line_for_matching
from commonshelf.resources.models import Follow, Title
from commonshelf.resources.setting import owner_of

AT_ONCE: Final = 500
"""Changed editions in one go; as many of their titles as there are."""
MOST: Final = 20_000
"""Changed editions in one turn; the next turn goes on."""


def match_title(
    *, actor: Actor, title: int, edition: int | None, automatic: bool = False, key: str = ""
) -> None:
    """By hand: to this edition, or (None) to none. automatic: forget the hand, and match it as all others.

    Refuses an edition that is not there (resources.no-edition).
    """
    row = Title.objects.select_related("resource").filter(pk=title, gone_at=None).first()
    if row is None:
        raise Absent
    owner = owner_of(row.resource)

    def do() -> members.Done[None]:
        before = row.edition
        if automatic:
            row.matched_by = ""
            _again([row])
        else:
            if edition is not None and not catalogue.living(ids=[edition]):
                raise Refusal("resources.no-edition", {"field": "edition", "edition": edition})
            row.edition, row.matched_by = edition, "hand"
        row.save(update_fields=["edition", "matched_by"])
        return members.Done(None, {"before": before, "after": row.edition, "by": row.matched_by})

    members.act(
        actor=actor,
        action="resources.match-title",
        object=Ref("title", str(title), owner),
        do=do,
        key=key,
    )


def _again(rows: Iterable[Title]) -> list[Title]:
    """Those of them that mean another edition than before, with the new one filled in."""
    every = [row for row in rows if row.matched_by != "hand"]
    lines = [catalogue.TitleLine(**line_for_matching(_told(row))) for row in every]
    moved = []
    for row, match in zip(every, catalogue.identified(lines=lines), strict=True):
        now = (match.edition, match.by) if match else (None, "")
        if now != (row.edition, row.matched_by):
            row.edition, row.matched_by = now
            moved.append(row)
    return moved


def _told(row: Title) -> dict[str, Any]:
    names = ("title", "print_id", "online_id", "author", "kind", "line")
    return {name: getattr(row, name) for name in names}


def rematch(*, resource: int) -> int:
    """All titles of a resource again; how many moved."""
    rows = Title.objects.filter(resource=resource, gone_at=None).exclude(matched_by="hand").order_by("pk")
    moved = 0
    batch: list[Title] = []
    for row in rows.iterator(AT_ONCE):
        batch.append(row)
        if len(batch) == AT_ONCE:
            moved += _keep(_again(batch))
            batch = []
    return moved + _keep(_again(batch))


def _keep(moved: list[Title]) -> int:
    if moved:
        Title.objects.bulk_update(moved, ["edition", "matched_by"], batch_size=AT_ONCE)
    return len(moved)


def follow(_: datetime) -> int:
    """Titles that a changed edition may be meant by, or was: matched again. How many moved.

    What is joined away or emptied loses its titles to whatever they mean now, also those matched by hand,
    which go along with an edition that was joined into another.
    """
    latest = catalogue.latest_stamp()
    stamp = Follow.objects.filter(pk=1).values_list("stamp", flat=True).first()
    if stamp is None or not Title.objects.exists():  # nothing to match: begin from here
        Follow.objects.update_or_create(pk=1, defaults={"stamp": latest})
        return 0
    moved = 0
    for _turn in range(MOST // AT_ONCE):
        changes = catalogue.editions_changed_since(stamp=stamp, limit=AT_ONCE)
        if not changes:
            break
        rows = _touched(changes)
        stamp = changes[-1].stamp
        lost = {change.id for change in changes if change.entry is None}
        moved += _moved(rows, lost, stamp)
    return moved


def _moved(rows: list[Title], lost: set[int], stamp: int) -> int:
    joined = [row for row in rows if row.matched_by == "hand" and row.edition in lost and _joined(row)]
    again = _again(rows) + joined

    def do() -> members.Done[int]:
        Follow.objects.update_or_create(pk=1, defaults={"stamp": stamp})
        return members.Done(_keep(again), {"titles": len(again)})

    if not again:
        Follow.objects.update_or_create(pk=1, defaults={"stamp": stamp})
        return 0
    return members.act(actor=MACHINE, action="resources.titles-matched", object=Ref("title", "all"), do=do)


def _joined(row: Title) -> bool:
    """Whether its edition lives on in another, which is filled in."""
    try:
        catalogue.edition(id=row.edition or 0)
    except catalogue.Moved as moved:
        row.edition = moved.to
        return True
    except Refusal:
        return False
    return False


def _touched(changes: list[Any]) -> list[Title]:
    """Titles of these editions, with a number of theirs, or called like them."""
    numbers: set[str] = set()
    titles: set[str] = set()
    for change in changes:
        if change.entry is not None:
            numbers.update(change.entry.said.numbers)
            titles.update(fold(title)[:400] for title, _, _ in change.entry.said.titles)
    found: dict[int, Title] = {}
    asked = [Q(edition__in=[change.id for change in changes])]
    asked += [Q(print_id__in=numbers), Q(online_id__in=numbers)] if numbers else []
    asked += [Q(edition=None, folded__in=titles)] if titles else []
    for question in asked:
        for row in Title.objects.filter(question, gone_at=None):
            found[row.pk] = row
    return list(found.values())


def on_turn(now: datetime) -> None:
    follow(now)
