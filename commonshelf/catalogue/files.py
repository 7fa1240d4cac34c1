"""The files of a load: looked at before anything is promised, kept under a name of our own."""

from __future__ import annotations

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from django.conf import settings

from commonshelf.catalogue.looking import syntax_of
from commonshelf.catalogue.models import Load
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.wire.source import Unreadable, open_source

Entry = dict[str, Any]
""""name" as given, "path" it is read from, "bytes", "sha256", "kept": is it ours; of a file that is left
out "name" and "refused": {"code", "facts"}."""
LONGEST_NAME: Final = 200
KEPT_FOR: Final = timedelta(days=30)
HALF: Final = "half-"
HALF_FOR: Final = timedelta(days=1)


def refusal_of(trouble: Unreadable) -> Refusal:
    return Refusal(f"catalogue.file-{trouble.code}", dict(trouble.facts))


def look(paths: Sequence[Path], syntax: str, names: Sequence[str] = ()) -> list[Entry]:
    """Check each file; with several the bad ones are named and left out. Refuses when none is left."""
    shown = [Path(name).name for name in names] if names else told_apart(paths)
    entries = [_looked(path, syntax, name) for path, name in zip(paths, shown, strict=True)]
    if not entries:
        raise Refusal("catalogue.no-file")
    refused = [entry["refused"] for entry in entries if "refused" in entry]
    if len(refused) == len(entries):
        raise Refusal(refused[0]["code"], refused[0]["facts"])
    return entries


def told_apart(paths: Sequence[Path]) -> list[str]:
    """The name of each file, with as many of its folders as tell it from the others of that name."""
    wholes = {path.absolute().parts for path in paths}

    def shown(parts: tuple[str, ...]) -> str:
        length = 1
        while length < len(parts) - 1 and sum(other[-length:] == parts[-length:] for other in wholes) > 1:
            length += 1
        return "/".join(parts[-length:])

    return [shown(path.absolute().parts) for path in paths]


def _looked(path: Path, syntax: str, name: str) -> Entry:
    shown = readable(name)[:LONGEST_NAME]
    try:
        with open_source(path):
            pass
        if not syntax:
            syntax_of(path, shown)
    except Unreadable as trouble:
        refusal = refusal_of(trouble)
        return {"name": shown, "refused": {"code": refusal.code, "facts": {**refusal.facts, "file": shown}}}
    path = path.resolve()
    return {"name": shown, "path": str(path), "bytes": path.stat().st_size, "sha256": digest(path)}


def readable(name: str) -> str:
    """A file name for people: one in a national coding (GBK by FTP, say) is no text until it is decoded."""
    try:
        name.encode()
    except UnicodeEncodeError:
        raw = os.fsencode(name)
        try:
            return raw.decode("gb18030")
        except UnicodeDecodeError:
            return raw.decode("utf-8", "replace")
    return name


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def keep(entry: Entry) -> Entry:
    """Copy into the data folder, named by content, so that nobody changes it under us."""
    if "refused" in entry:
        return entry
    target = Path(settings.MEDIA_ROOT) / entry["sha256"][:2] / entry["sha256"]
    if not target.exists():
        with Path(entry["path"]).open("rb") as come:
            copied = keep_chunks(iter(partial(come.read, 1 << 20), b""), entry["name"])
        # Named by what was copied: the file may have grown since it was looked at.
        target = Path(settings.MEDIA_ROOT) / copied.path
        entry = {**entry, "sha256": target.name, "bytes": target.stat().st_size}
    return {**entry, "path": str(target.relative_to(settings.MEDIA_ROOT)), "kept": True}


class Kept(NamedTuple):
    """A file of ours. path: below MEDIA_ROOT."""

    path: str
    name: str


def keep_chunks(chunks: Iterable[bytes], name: str) -> Kept:
    """Write what is sent, and name it by its content once it is all there."""
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    known = hashlib.sha256()
    handle, made = tempfile.mkstemp(dir=root, prefix=HALF)
    try:
        with os.fdopen(handle, "wb") as to:
            for chunk in chunks:
                known.update(chunk)
                to.write(chunk)
            to.flush()
            os.fsync(to.fileno())
    except BaseException:
        Path(made).unlink()
        raise
    target = root / known.hexdigest()[:2] / known.hexdigest()
    target.parent.mkdir(exist_ok=True)
    Path(made).replace(target)
    return Kept(str(target.relative_to(root)), Path(name).name[:LONGEST_NAME] or "file")


def kept_file(path: str) -> Path:
    found = Path(settings.MEDIA_ROOT) / path
    if not found.is_file():
        raise Absent
    return found


def path_of(entry: Entry) -> Path:
    return Path(settings.MEDIA_ROOT) / entry["path"] if entry.get("kept") else Path(entry["path"])


def unchanged(entry: Entry) -> bool:
    """Whether the file is still the one the load began with."""
    path = path_of(entry)
    return path.is_file() and path.stat().st_size == entry["bytes"] and digest(path) == entry["sha256"]


class Busy(Exception):
    """Another runner is loading this source."""


@contextmanager
def alone(source: int, *, wait: bool) -> Iterator[None]:
    """Hold the source: two runners never load it at once. A dead holder lets go by dying."""
    folder = Path(settings.COMMONSHELF_HOME) / "locks"
    folder.mkdir(exist_ok=True)
    with (folder / f"source-{source}.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            raise Busy from None
        yield


def tidy(now: datetime) -> None:
    """Forget kept files of loads long ended; every record keeps its own bytes."""
    kept: dict[str, bool] = {}
    for load in Load.objects.only("files", "finished_at"):
        needed = load.finished_at is None or load.finished_at > now - KEPT_FOR
        for entry in load.files:
            if entry.get("kept"):
                kept[entry["path"]] = needed or kept.get(entry["path"], False)
    root = Path(settings.MEDIA_ROOT)
    old = (now - KEPT_FOR).timestamp()
    for path in root.glob(f"{HALF}*"):  # somebody died while writing it
        if path.stat().st_mtime < (now - HALF_FOR).timestamp():
            path.unlink(missing_ok=True)
    for path in root.glob("??/*"):
        # Uploads nobody ever loaded are in no list; they go by their age.
        forgotten = not kept.get(str(path.relative_to(root)), path.stat().st_mtime > old)
        if forgotten:
            path.unlink(missing_ok=True)
