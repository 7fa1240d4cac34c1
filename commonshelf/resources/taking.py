"""What a library takes along, what becomes of its resources when it leaves, and lists as files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.utils import timezone

from commonshelf.kernel.actor import MACHINE, Ref
from commonshelf.members import api as members
from commonshelf.news import api as news
from commonshelf.resources import levels_kept
from commonshelf.resources.domain.merging import entries
from commonshelf.resources.models import Level, Resource, Target, Title
from commonshelf.wire import kbart

_AT_ONCE: Final = 2_000
_RESOURCE: Final = (
    "id", "kind", "name_zh", "name_en", "about_zh", "about_en", "provider", "url", "classes", "terms",
    "open_access", "active_from", "active_to", "link_state", "closed_at",
)  # fmt: skip
_LEVEL: Final = (
    "resource_id", "scope", "value", "service", "level", "groups", "embargo_days", "most_pages", "share",
    "note_zh", "note_en", "article", "active_from", "active_to",
)  # fmt: skip
_TITLE: Final = (
    "title", "title_id", "print_id", "online_id", "url", "author", "embargo", "kind", "access", "line",
    "coverage",
)  # fmt: skip


def kbart_of(resource: int) -> Iterator[bytes]:
    """The titles of a resource as a KBART file, in the order of their titles, piece by piece."""
    yield kbart.header()
    rows = Title.objects.filter(resource=resource, gone_at=None).order_by("folded", "pk").values(*_TITLE)
    piece: list[bytes] = []
    for row in rows.iterator(_AT_ONCE):
        piece += map(kbart.row, entries(row["title"], row["title_id"], row))
        if len(piece) >= _AT_ONCE:
            yield b"".join(piece)
            piece = []
    yield b"".join(piece)


def write_own(symbol: str, folder: Path) -> None:
    """Its resources and access levels as data, and the titles of each resource as KBART."""
    owner = members.library_id(symbol=symbol)
    resources = list(Resource.objects.filter(owner=owner).order_by("pk").values(*_RESOURCE))
    _json(folder / "resources.json", resources)
    levels = Level.objects.filter(owner=owner).order_by("pk").values(*_LEVEL)
    _json(folder / "access-levels.json", list(levels))
    targets = Target.objects.filter(library=owner).order_by("pk")
    _json(folder / "resolvers.json", list(targets.values("name_zh", "name_en", "base", "active")))
    for row in resources:
        if Title.objects.filter(resource=row["id"], gone_at=None).exists():
            with (folder / f"titles.{row['id']}.kbart.txt").open("wb") as file:
                for piece in kbart_of(row["id"]):
                    file.write(piece)


def _json(path: Path, told: object) -> None:
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1, default=str) + "\n", encoding="utf-8")


def on_left(event: news.Happening) -> None:
    """What a library licensed ends with its membership; what it said of its things holds no more."""
    symbol = event.object.library or event.object.id
    if symbol not in members.former_members():
        return
    owner = members.library_id(symbol=symbol)
    living = Resource.objects.filter(owner=owner, closed_at=None)
    levels = Level.objects.filter(owner=owner, active_to=None)
    if not living.exists() and not levels.exists():
        return

    def do() -> members.Done[None]:
        now = timezone.now()
        ended = living.update(closed_at=now, check_at=None)
        held = levels.update(active_to=timezone.localdate(now))
        levels_kept.changed()
        return members.Done(None, {"resources": ended, "levels": held})

    members.act(actor=MACHINE, action="resources.library-left", object=Ref("library", symbol, symbol), do=do)
