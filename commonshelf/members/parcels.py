"""A library's own data as one ZIP in the data folder, to take along: when it leaves, or at any time (A39)."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from commonshelf.kernel.actor import Actor, Ref, Role
from commonshelf.kernel.refusal import Absent
from commonshelf.members import holders
from commonshelf.members.acting import Done, act, allowed, demand
from commonshelf.members.domain import membership
from commonshelf.members.libraries import row_of
from commonshelf.members.models import Affiliation, Library, Parcel
from commonshelf.wire.mentions import mentions

ACTION: Final = "members.take-along"
FOLDER: Final = "parcels"
HALF: Final = "half-"
_PUBLIC: Final = ("catalogue",)
"""What anybody may read names makers of books, who may be called as somebody is."""
HALF_FOR: Final = timedelta(days=1)
KEPT: Final = 3
"""So many parcels of one library; when another is packed the oldest goes."""
ABOUT: Final = """本压缩包内是 {name}（{symbol}）自己的数据，打包于 {at}。
members/      本馆信息、馆舍与开放时间、人员、设置、统计数字、本馆事件
catalogue/    记录（按收到时的原样）、复本、手工修改、本馆分类表
cataloguing/  附言、更正建议
manifest.json 每个文件的大小与 SHA-256

These are the own data of {name} ({symbol}), packed on {at}.
members/      particulars, buildings and hours, people, settings, figures, the library's events
catalogue/    records as they were received, copies, edits by hand, the table of classes
cataloguing/  local notes, suggested corrections
manifest.json size and SHA-256 of every file
"""


@dataclass(frozen=True, slots=True)
class ParcelCard:
    """id: for its address. bytes: its size."""

    id: int
    library: str
    bytes: int
    sha256: str
    packed_at: datetime
    name: str


@dataclass(frozen=True, slots=True)
class Packed:
    """A ZIP that stands in its place but is in no row yet. path: below the folder for files."""

    path: str
    bytes: int
    sha256: str


def pack(*, actor: Actor, symbol: str, key: str = "") -> ParcelCard:
    """Pack what the library owns as it is now."""
    demand(actor=actor, action=ACTION, object=Ref("library", symbol[:80], symbol[:40]))
    row = row_of(symbol)
    with packed(row) as made:

        def do() -> Done[ParcelCard]:
            kept = keep(row, made)
            facts = {"bytes": made.bytes, "sha256": made.sha256}
            return Done(kept, facts, Ref("library", symbol, symbol), stored=kept.id)

        return act(
            actor=actor,
            action=ACTION,
            object=Ref("library", symbol, symbol),
            do=do,
            key=key,
            again=lambda stored: card(Parcel.objects.select_related("library").get(pk=int(str(stored)))),
        )


@contextmanager
def packed(row: Library) -> Iterator[Packed]:
    """The ZIP, made without holding anybody up; gone again at the end unless a row was made for it."""
    made = _zip(row)
    try:
        yield made
    finally:
        if not Parcel.objects.filter(file=made.path).exists():
            _place(made.path).unlink(missing_ok=True)


def managers_of(row: Library) -> list[str]:
    """Keys of those who run the library today."""
    today = timezone.localdate()
    running = Affiliation.objects.filter(library=row, role=Role.MANAGER, active_from__lte=today)
    running = running.filter(Q(active_to=None) | Q(active_to__gt=today))
    return sorted(set(running.values_list("person__key", flat=True)))


def keep(row: Library, made: Packed, people: Sequence[str] = ()) -> ParcelCard:
    """Inside the act: write it down; older ones go.

    people: keys of those who may fetch it although they run the library no more: who did as it left.
    """
    kept = Parcel.objects.create(
        library=row,
        file=made.path,
        bytes=made.bytes,
        sha256=made.sha256,
        packed_at=timezone.now(),
        people=list(people),
    )
    Parcel.objects.filter(pk__in=list(row.parcels.values_list("pk", flat=True)[KEPT:])).delete()
    return card(kept)


def parcels(*, actor: Actor, symbol: str) -> list[ParcelCard]:
    """Newest first; those the actor may fetch."""
    rows = Parcel.objects.filter(library__symbol=symbol).select_related("library")
    return [card(row) for row in rows if _may(actor, row)]


def parcels_for(*, actor: Actor) -> list[ParcelCard]:
    """Of libraries the actor ran until they left."""
    rows = Parcel.objects.filter(library__status=membership.LEFT).select_related("library")
    return [card(row) for row in rows if actor.key and actor.key in row.people]


def parcel_file(*, actor: Actor, parcel: int) -> tuple[ParcelCard, Path]:
    """Where it lies; Absent for whoever may not fetch it."""
    row = Parcel.objects.select_related("library").filter(pk=parcel).first()
    if row is None or not _may(actor, row):
        raise Absent
    path = _place(row.file)
    if not path.is_file():
        raise Absent
    return card(row), path


def _may(actor: Actor, row: Parcel) -> bool:
    symbol = row.library.symbol
    once = row.library.status == membership.LEFT and actor.key in row.people
    whose = Ref("person", actor.key, symbol) if once else Ref("library", symbol, symbol)
    return allowed(actor=actor, action=ACTION, object=whose)


def tidy(now: datetime) -> None:
    """What somebody died over while packing, and ZIPs no row speaks of."""
    root = Path(settings.MEDIA_ROOT) / FOLDER
    known = set(Parcel.objects.values_list("file", flat=True))
    for path in root.glob("*"):
        if path.stat().st_mtime > (now - HALF_FOR).timestamp() or f"{FOLDER}/{path.name}" in known:
            continue
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def erase(_keys: Collection[str], words: Collection[str]) -> list[Path]:
    """Parcels that name whom they erase go; of a library that left, a new one is packed after."""
    gone = []
    for row in Parcel.objects.select_related("library"):
        path = _place(row.file)
        if path.is_file() and mentions(path, words, skip=_PUBLIC):
            gone.append(path)
            row.delete()
            if row.library.status == membership.LEFT:
                transaction.on_commit(partial(_pack_again, row.library, list(row.people)))
    return gone


def _pack_again(library: Library, people: list[str]) -> None:
    with packed(library) as made, transaction.atomic():
        if not Parcel.objects.filter(library=library).exists():
            keep(library, made, people)


def _place(path: str) -> Path:
    return Path(settings.MEDIA_ROOT) / path


def card(row: Parcel) -> ParcelCard:
    day = timezone.localdate(row.packed_at)
    name = f"{row.library.symbol}-{day:%Y-%m-%d}.zip"
    return ParcelCard(row.pk, row.library.symbol, row.bytes, row.sha256, row.packed_at, name)


def _zip(row: Library) -> Packed:
    root = _place(FOLDER)
    root.mkdir(parents=True, exist_ok=True)
    half = Path(tempfile.mkdtemp(dir=root, prefix=HALF))
    try:
        _write_all(row, half / "data")
        made = half / "parcel.zip"
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as to:
            for path in sorted((half / "data").rglob("*")):
                if path.is_file():
                    to.write(path, path.relative_to(half / "data"))
        with made.open("rb+") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            os.fsync(file.fileno())
        target = root / f"{row.symbol}-{os.urandom(8).hex()}.zip"
        made.replace(target)
        return Packed(f"{FOLDER}/{target.name}", target.stat().st_size, digest)
    finally:
        shutil.rmtree(half)


def _write_all(row: Library, folder: Path) -> None:
    for name, export in holders.exports():
        (folder / name).mkdir(parents=True)
        export(row.symbol, folder / name)
    at = timezone.localtime().strftime("%Y-%m-%d %H:%M")
    about = ABOUT.format(name=row.name_zh or row.name_en, symbol=row.symbol, at=at)
    (folder / "README.txt").write_text(about, encoding="utf-8")
    told = {
        str(path.relative_to(folder)): {
            "bytes": path.stat().st_size,
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        }
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    manifest = {"library": row.symbol, "packed_at": timezone.now().isoformat(), "files": told}
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
