"""What a person takes along: one ZIP with a page to read, the same for programs, and a table of each kind."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from django.template.loader import render_to_string
from django.utils import timezone, translation

from commonshelf.delivery import api as delivery
from commonshelf.kernel.actor import Actor, Ref
from commonshelf.members import api as members
from commonshelf.members.api import Done
from commonshelf.privacy import gathering, keeping, wording
from commonshelf.privacy.domain.table import SECTIONS
from commonshelf.privacy.gathering import Part
from commonshelf.privacy.subjects import subject
from commonshelf.wire.table.write import csv_into

ACTION: Final = "privacy.export"
FORMAT: Final = "commonshelf-person-1"
MOST_BYTES: Final = 200_000_000
"""Of documents in one ZIP, which is made in memory; what is over is opened by its link."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A document of the person's. name: in the ZIP, "": it was too much for it. path: where it lies here."""

    link: int
    title: str
    name: str
    path: Path


def export(*, actor: Actor, person: str, language: str = "", key: str = "") -> bytes:
    """A ZIP of everything kept of the person (key), in their language unless another is asked for."""
    about = Ref("person", person)
    members.demand(actor=actor, action=ACTION, object=about)
    who = subject(person)
    with translation.override(language or who.language or "zh-hans"):
        parts = gathering.without_others(gathering.gather(who, translation.get_language() or ""), who)
        packed = _zip(parts, list(_copies(who.keys)), person)
    rows = sum(len(part.raw) for part in parts)
    members.act(actor=actor, action=ACTION, object=about, do=lambda: Done(None, {"rows": rows}), key=key)
    return packed


def _copies(keys: Sequence[str]) -> Iterator[Copy]:
    left = MOST_BYTES
    for one in delivery.copies_of(readers=keys):
        size, title = one.path.stat().st_size, one.link.document.title
        fits = size <= left
        left -= size if fits else 0
        yield Copy(one.link.id, title, f"documents/{one.link.id}.pdf" if fits else "", one.path)


def _zip(parts: Sequence[Part], copies: Sequence[Copy], person: str) -> bytes:
    now = timezone.localtime()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as to:
        to.writestr("index.html", page(parts, now, copies))
        to.writestr("data.json", _json(parts, copies, person, now))
        for part in parts:
            to.writestr(f"csv/{part.name}.csv", _csv(part))
        for copy in copies:
            if copy.name and copy.path.is_file():  # else it was withdrawn this moment
                to.write(copy.path, copy.name, zipfile.ZIP_STORED)
    return packed.getvalue()


def page(parts: Sequence[Part], now: datetime, copies: Iterable[Copy] = ()) -> str:
    """The page to read, whole in itself: it needs neither network nor script."""
    shown = {
        "sections": [
            (wording.section(name), [part for part in parts if part.section == name])
            for name in SECTIONS
            if any(part.section == name for part in parts)
        ],
        "others": [part for part in parts if not part.section],
        "copies": list(copies),
        "kept": keeping.told(),
        "at": now,
        "alliance": members.alliance(),
        "language": translation.get_language(),
    }
    return render_to_string("privacy/export.html", shown)


def _json(parts: Sequence[Part], copies: Iterable[Copy], person: str, now: datetime) -> str:
    told = {
        "format": FORMAT,
        "person": person,
        "made_at": now.isoformat(timespec="seconds"),
        "parts": [
            {"model": part.label, "section": part.section, "title": part.title, "rows": list(part.raw)}
            for part in parts
        ],
        "files": [
            {"model": "delivery.Link", "id": one.link, "title": one.title, "file": one.name} for one in copies
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1, default=_plain) + "\n"


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, (date, datetime)) else str(value)


def _csv(part: Part) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        csv_into(path, part.heads, part.shown)
        return path.read_bytes()
