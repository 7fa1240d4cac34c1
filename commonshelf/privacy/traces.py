"""What stands of a person outside the tables of rooms: sessions, the cache, files in the data folder."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from commonshelf.members import api as members
from commonshelf.privacy.domain.table import TABLE
from commonshelf.privacy.registry import all_of
from commonshelf.privacy.subjects import Subject
from commonshelf.wire.mentions import mentions

USER: Final = "_auth_user_id"
ERASED: Final = "erased"
"""A file of the data folder with the keys of those who were erased, a line each: a restored backup may bring
them back, and then they are erased again. A key says nothing about whose it was."""


def sessions_of(who: Subject) -> tuple[list[str], list[str]]:
    """Keys of their own sessions, and of others' in which something of theirs stands.

    Read before the act: there may be many, and nobody shall wait meanwhile.
    """
    own, others = [], []
    ids = {str(one) for one in who.ids}
    for session in Session.objects.iterator():
        data = session.get_decoded()
        if str(data.get(USER, "")) in ids:
            own.append(session.session_key)
        elif _touched(data, who):
            others.append(session.session_key)
    return own, others


def _touched(data: dict[str, Any], who: Subject) -> list[str]:
    needles = (*who.keys, *who.words)
    return [name for name, value in data.items() if _holds(value, needles)]


def _holds(value: object, needles: Collection[str]) -> bool:
    said = json.dumps(value, ensure_ascii=False, default=str)
    return any(needle in said for needle in needles)


def end_sessions(who: Subject, own: Collection[str], others: Collection[str]) -> dict[str, int]:
    """Their own go; from others' what names them goes, such as the card last scanned at a desk."""
    gone = Session.objects.filter(session_key__in=own).delete()[0]
    cleaned = 0
    for key in others:
        store = SessionStore(session_key=key)
        for name in _touched(store.load(), who):
            del store[name]
            cleaned += 1
        store.save()
    return {name: n for name, n in (("sessions deleted", gone), ("sessions cleaned", cleaned)) if n}


def files_naming(who: Subject) -> list[tuple[str, int, Path]]:
    """(model, row, file) of files kept beside rows, such as a sheet of readers not yet taken over."""
    found = []
    for label, line in TABLE.items():
        for timer in line.timers:
            if timer.how == "file":
                rows = all_of(label).exclude(**{timer.path: ""})
                for pk, name in rows.values_list("pk", timer.path):
                    path = place_of(name)
                    if path.is_file() and mentions(path, who.words):
                        found.append((label, pk, path))
    return found


def place_of(name: str) -> Path:
    """A file's path as rows keep it: below the data folder, with or without its `inbox`."""
    home = Path(settings.COMMONSHELF_HOME)
    direct = home / name
    return direct if direct.is_file() else home / "inbox" / name


def room_files(who: Subject) -> list[Path]:
    """What rooms say of their own files; called inside the act."""
    return [path for erase in members.erasers() for path in erase(who.keys, who.words)]


def remember_erased(keys: Collection[str]) -> None:
    """After the act, so that a backup put back later does not undo it."""
    path = Path(settings.COMMONSHELF_HOME) / ERASED
    with path.open("a", encoding="ascii") as file:
        file.writelines(f"{key}\n" for key in keys)
    path.chmod(0o600)


def erased_keys() -> set[str]:
    path = Path(settings.COMMONSHELF_HOME) / ERASED
    return set(path.read_text(encoding="ascii").split()) if path.is_file() else set()


def carry_erased(folder: Path) -> None:
    """From what a restore put aside: whom it says were erased stay erased, whatever the backup holds."""
    old = folder / ERASED
    if old.is_file():
        fresh = set(old.read_text(encoding="ascii").split()) - erased_keys()
        remember_erased(sorted(fresh))
