"""Plants a word of its own in every column, and finds such words in bytes, however they are written there."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from django.apps import apps
from django.db import models
from django.utils import timezone

from commonshelf.kernel.actor import Ref
from commonshelf.members import api as members
from commonshelf.members import directory
from commonshelf.news import api as news
from tests.wall.columns import EXEMPT, TABLES
from tests.wall.policy import See
from tests.wall.world import World

WORDS = (models.CharField, models.TextField, models.JSONField, models.BinaryField, models.FileField)
# A word may be cut off where a page has no room for all of it.
_CANARY = re.compile(r"«([^«·»<>]+)·([A-Za-z]+)·([A-Za-z_-]+)(?:·(\d+)»?)?")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True)
class Planted:
    """What stands in which column of whose row, and who may read it."""

    owner: str
    model: str
    column: str
    see: See


Canaries = Mapping[str, Planted]
"""The word without its number -> what it is. Two rows of one owner, column and level share it."""


def columns(model: type[models.Model]) -> list[str]:
    return [one.name for one in model._meta.concrete_fields if isinstance(one, WORDS)]


def unstated() -> list[str]:
    """Models and columns of which nobody has said who may read them, and lines about none."""
    found = []
    for model in apps.get_models():
        label = model._meta.label
        if label in EXEMPT:
            continue
        if label not in TABLES:
            found.append(label)
            continue
        have, said = set(columns(model)), set(TABLES[label].words)
        found += [f"{label}.{name}" for name in sorted(have ^ said)]
    known = {model._meta.label for model in apps.get_models()}
    return found + sorted((TABLES.keys() | EXEMPT.keys()) - known)


def plant(world: World) -> dict[str, Planted]:
    """Write a word into every column the table speaks of; the word without its number -> what it is."""
    found: dict[str, Planted] = {}
    for said, (owner, see) in world.words.items():
        model, column = said.split("·")[1:3]
        found[said.rpartition("·")[0]] = Planted(owner, model, column, See[see])
    for label, table in TABLES.items():
        model = apps.get_model(label)
        rows = list(model._default_manager.all())
        for row in rows:
            owner = table.owner(row)
            said = {}
            for column, see in table.words.items():
                if isinstance(see, str) and not isinstance(see, See):
                    continue
                told = see if isinstance(see, See) else see(row)
                level, whose = told if isinstance(told, tuple) else (told, owner)
                word = f"«{whose}·{model.__name__}·{column}"
                if found.setdefault(word, Planted(whose, model.__name__, column, level)).see != level:
                    word = f"«{whose}·{model.__name__}·{column}-{level.name}"
                    found[word] = Planted(whose, model.__name__, column, level)
                said[column] = f"{word}·{row.pk}»"
            model._default_manager.filter(pk=row.pk).update(**said)
    found |= happenings()
    directory.changed()
    return found


def happenings() -> dict[str, Planted]:
    """Rows of the append-only table, whose reasons those read who run the library."""
    found = {}
    for symbol in ("EAST", "WEST", ""):
        word = f"«{symbol or 'ALL'}·Event·reason"
        found[word] = Planted(symbol or "ALL", "Event", "reason", See.MANAGERS if symbol else See.OFFICE)
        object = Ref("library", symbol, symbol)
        news.announce(
            kind="members.set-library",
            actor=members.operator(),
            object=object,
            at=timezone.now(),
            reason=f"{word}·0»",
        )
    return found


def in_bytes(body: bytes) -> set[str]:
    """The words without their numbers, out of HTML, JSON, addresses, tables and archives."""
    texts = list(_texts(body))
    found = set()
    for text in texts:
        found.update(f"«{owner}·{model}·{column}" for owner, model, column, _ in _CANARY.findall(text))
    return found


def _texts(body: bytes) -> Iterator[str]:
    if body.startswith(_ZIP):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            for name in archive.namelist():
                yield name
                yield from _texts(archive.read(name))
        return
    text = body.decode("utf-8", "replace")
    yield text
    if "%C2%AB" in text:
        yield unquote(text)
    if "\\u00" in text:
        yield _ESCAPED.sub(lambda met: chr(int(met[1], 16)), text)
    if "&" in text and ("&laquo;" in text or "&#1" in text or "&#x" in text):
        yield html.unescape(text)
