"""Stylesheets, scripts and pictures, gathered once for the web server with a name per content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from commonshelf.site import home


def collect() -> bool:
    """Gather again when any source changed since the last time; whether that was so."""
    stamp = settings.STATIC_ROOT / "sources"
    with home.locked(settings.HOME, "static"):
        now = sources()
        if stamp.exists() and stamp.read_text() == now:
            return False
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        stamp.write_text(now)
    return True


def sources() -> str:
    """A digest over every source file's name, size and time."""
    digest = hashlib.sha256()
    for path in sorted(_files()):
        seen = path.stat()
        digest.update(f"{path} {seen.st_size} {seen.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _files() -> Iterator[Path]:
    for finder in get_finders():
        for name, storage in finder.list([]):
            yield Path(storage.path(name))
