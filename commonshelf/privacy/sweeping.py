"""After erasing: files deleted, free pages of the database written anew, the write-ahead log emptied.

Deleted rows leave their bytes in free space until it is used again; VACUUM writes the whole file anew
without them. The search index is made of the catalogue alone and holds nothing of readers.
"""

from __future__ import annotations

import contextlib
import logging
import time
import zoneinfo
from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from commonshelf.news.domain.turns import next_turn
from commonshelf.privacy.models import Erasure

WEEKLY: Final = 6
"""Sunday: also without an erasure, for what time took away during the week."""
TRIES: Final = 5
PAUSE: Final = 0.2
log = logging.getLogger(__name__)


@contextlib.contextmanager
def overwriting() -> Iterator[None]:
    """In here SQLite writes zeros over what it deletes, even where it was built not to."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete=ON")
    yield


def in_backups_until(now: datetime) -> date | None:
    """The day on which our last backup that may hold what is erased now goes; None: we make none."""
    backups = settings.BACKUPS
    if backups.folder is None:
        return None
    zone = zoneinfo.ZoneInfo(settings.TIME_ZONE)
    at = now
    # As many new ones as are kept must be made before the last old one goes.
    for _ in range(backups.kept):
        at = next_turn(backups.at, at, zone)
    return at.date()


def sweep(*, now: datetime, anyway: bool = False) -> bool:
    """Whether nothing erased is left in the data folder; False: in use, the next night tries again."""
    due = list(Erasure.objects.filter(swept_at=None, done_at__isnull=False))
    if not (due or anyway):
        return True
    for one in due:
        _delete(one.files)
    if not _rewrite():
        return False
    Erasure.objects.filter(pk__in=[one.pk for one in due]).update(swept_at=now, files=[])
    return _empty_log()


def _delete(files: list[str]) -> None:
    home = Path(settings.COMMONSHELF_HOME).resolve()
    for name in files:
        path = (home / name).resolve()
        if path.is_relative_to(home) and path.is_file():
            path.unlink()


def _rewrite() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
    except DatabaseError as error:
        log.warning("the database could not be written anew: %s", error)
        return False
    return _empty_log()


def _empty_log() -> bool:
    """The write-ahead log holds pages as they were; readers of a moment ago may still need them."""
    for _ in range(TRIES):
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy = cursor.fetchone()[0]
        if not busy:
            return True
        time.sleep(PAUSE)
    log.warning("the write-ahead log is in use and could not be emptied")
    return False


def set_aside() -> list[str]:
    """Folders with what a restore put aside: until somebody deletes them, they hold who was erased since."""
    home = Path(settings.COMMONSHELF_HOME)
    return sorted(one.name for one in home.glob("before-restore-*") if one.is_dir())


def forget_in_cache(words: Collection[str]) -> int:
    """Guesses are counted under digests or names; what stands under a name goes at once."""
    rows = 0
    with connection.cursor() as cursor:
        for word in words:
            cursor.execute("DELETE FROM cache WHERE instr(lower(cache_key), %s) > 0", [word.lower()])
            rows += cursor.rowcount
    return rows


def cache_over(now: datetime) -> int:
    """Django leaves what has run out until the table is full."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cache WHERE expires < %s", [timezone.make_naive(now, UTC)])
        return int(cursor.rowcount)
