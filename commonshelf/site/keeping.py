"""Backups the system makes by itself: made at night, old ones deleted, the latest tried out every week.

Each runs in a process of its own beside the worker, so that deliveries and loads go on meanwhile, and
writes down how it ended as an event, which the office's first page shows.
"""

from __future__ import annotations

import logging
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import DatabaseError

from commonshelf.kernel.actor import Agent, Ref
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api as members
from commonshelf.news import api as news
from commonshelf.site import backup
from commonshelf.ui.sentences import say

NAME: Final = "commonshelf-%Y%m%d-%H%M%S"
OURS: Final = re.compile(r"commonshelf-\d{8}-\d{6}")
NONE_YET: Final = "site.no-backup-yet"
ROOM: Final = 1.1
"""Times the size of what is copied must be free."""
LONGEST: Final = 6 * 3600
log = logging.getLogger(__name__)


def schedule() -> None:
    """Called when Django is ready; without a folder for backups there is nothing to do by the clock."""
    if settings.BACKUPS.folder is not None:
        news.schedule(name="site.backup", cron=settings.BACKUPS.at, handler=_turn_of("backup"))
        news.schedule(name="site.drill", cron=settings.BACKUPS.drill_at, handler=_turn_of("drill"))


def _turn_of(command: str) -> Any:
    def turn(due: datetime) -> None:
        # Turns missed while the machine was off are given one after the other; the first of them will do.
        if not _done_since(f"site.{command}", due):
            threading.Thread(target=_beside, args=(command,), name=command, daemon=True).start()

    return turn


def _done_since(kind: str, due: datetime) -> bool:
    return bool(news.happenings(kind=kind, since=due, rows=1))


def _beside(command: str) -> None:
    """The command as a process of its own; the supervisor ends it with the worker."""
    done = subprocess.run(
        [sys.executable, "-m", "commonshelf", command, "--by-itself", "--json"],
        capture_output=True,
        text=True,
        check=False,
        timeout=LONGEST,
    )
    if done.returncode:
        log.error("%s did not go well: %s", command, done.stderr.strip()[-400:])


def target(now: datetime) -> Path:
    """A new folder for a backup; refuses where the operator has named no place."""
    folder = settings.BACKUPS.folder
    if folder is None:
        raise Refusal("site.no-backup-folder")
    return Path(folder) / now.strftime(NAME)


def latest() -> Path:
    """The newest backup in the operator's folder."""
    folder = settings.BACKUPS.folder
    if folder is None:
        raise Refusal("site.no-backup-folder")
    if found := _whole(Path(folder)):
        return found[-1]
    raise Refusal(NONE_YET, {"folder": str(folder)})


def _whole(folder: Path) -> list[Path]:
    """Our own finished backups, oldest first; what somebody else laid there is never touched."""
    if not folder.is_dir():
        return []
    return sorted(
        one for one in folder.iterdir() if OURS.fullmatch(one.name) and (one / backup.MANIFEST).is_file()
    )


def drop_old() -> list[str]:
    """Delete backups beyond those to be kept, oldest first; names of what went."""
    folder = settings.BACKUPS.folder
    if folder is None:
        return []
    gone = _whole(Path(folder))[: -settings.BACKUPS.kept]
    for one in gone:
        (one / backup.MANIFEST).unlink()  # first: a half-deleted folder is no backup any more
        shutil.rmtree(one)
    return [one.name for one in gone]


def enough_room(source: Path, folder: Path) -> None:
    """Refuse before anything is written where the disk could not take it."""
    needed = sum(one.stat().st_size for one in source.rglob("*") if _copied(one, source))
    above = next(one for one in (folder, *folder.parents) if one.exists())
    free = shutil.disk_usage(above).free
    if free < needed * ROOM:
        raise Refusal(
            "site.backup-no-room",
            {"folder": str(folder), "needed": needed // 10**6 + 1, "free": free // 10**6},
        )


def _copied(one: Path, source: Path) -> bool:
    first = one.relative_to(source).parts[0]
    return one.is_file() and not one.is_symlink() and first not in {"index", "static", "locks"}


def write_down(kind: str, folder: Path, facts: Mapping[str, Any], *, by_itself: bool) -> None:
    """As an event. A database that takes no event (a full disk) must not hide why the backup failed."""
    actor = members.operator(agent=Agent.WORKER if by_itself else Agent.CLI)
    try:
        members.act(
            actor=actor,
            action=kind,
            object=Ref("backup", folder.name[:80]),
            do=lambda: members.Done(None, facts),
        )
    except DatabaseError:
        log.exception("%s could not be written down", kind)


def failed(refusal: Refusal) -> dict[str, Any]:
    return {"failed": say(refusal)[:400], "code": refusal.code}
