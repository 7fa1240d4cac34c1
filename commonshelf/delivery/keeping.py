"""Where the bytes of documents lie: under names of our own, below files/, which backups take along."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction

from commonshelf.delivery.models import Document, Link

FOLDER: Final = "documents"
STRAY: Final = timedelta(days=1)
"""A file without a row is left alone so long: it may be one that is being made."""


def folder() -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER


def new_path() -> Path:
    """A name nobody can guess and nobody chose."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder() / f"{secrets.token_hex(16)}.pdf"


def path(name: str) -> Path:
    """Only names `new_path` made are asked for; what has a slash in it is none of them."""
    return folder() / Path(name).name


def digest(of: Path) -> str:
    with of.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def drop(names: Iterable[str]) -> None:
    """Delete these files once what was done to their rows is certain."""
    paths = [path(name) for name in names if name]

    def delete() -> None:
        for one in paths:
            one.unlink(missing_ok=True)

    transaction.on_commit(delete)


def known() -> set[str]:
    """Names of all files that rows stand for: documents that are not withdrawn, and readers' copies."""
    kept = Document.objects.filter(withdrawn_at=None).values_list("file", flat=True)
    return {*kept, *Link.objects.exclude(copy="").values_list("copy", flat=True)}


def files() -> Iterator[Path]:
    """All that lie there, named by a row or not."""
    if folder().is_dir():
        yield from (one for one in sorted(folder().iterdir()) if one.is_file())


def sweep(now: datetime) -> int:
    """Delete what no row names: left by a program that was killed in between; how many."""
    named, before = known(), (now - STRAY).timestamp()
    stray = [one for one in files() if one.name not in named and one.stat().st_mtime < before]
    for one in stray:
        one.unlink(missing_ok=True)
    return len(stray)
