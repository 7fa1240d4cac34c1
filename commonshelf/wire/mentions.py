"""Whether a file names somebody: bytes in every encoding a library sends, and what is packed inside a ZIP."""

from __future__ import annotations

import zipfile
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import IO, Final

ENCODINGS: Final = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
PIECE: Final = 1 << 20


def needles_of(words: Collection[str]) -> list[bytes]:
    """A word as bytes in each encoding; in a spreadsheet's XML and in JSON also as they escape it."""
    found: set[bytes] = set()
    for word in words:
        found |= {word.encode(name) for name in ENCODINGS}
        found.add("".join(f"&#{ord(sign)};" if ord(sign) > 127 else sign for sign in word).encode())
        found.add(word.encode("ascii", "backslashreplace"))
    return sorted(found)


def mentions(path: Path, words: Collection[str], *, skip: Collection[str] = ()) -> bool:
    """Whether any of the words stands in the file. skip: folders within a ZIP that are not looked into."""
    needles = needles_of(words)
    if not needles:
        return False
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return any(_in_stream(one, needles) for one in _members(archive, skip))
    with path.open("rb") as file:
        return _in_stream(file, needles)


def _members(archive: zipfile.ZipFile, skip: Collection[str]) -> Iterator[IO[bytes]]:
    for one in archive.infolist():
        if not one.is_dir() and one.filename.split("/")[0] not in skip:
            with archive.open(one) as file:
                yield file


def _in_stream(file: IO[bytes], needles: Collection[bytes]) -> bool:
    """Piece by piece, so that a file may be larger than the memory; a word across two pieces is found."""
    longest = max(map(len, needles))
    before = b""
    while piece := file.read(PIECE):
        held = before + piece
        if any(needle in held for needle in needles):
            return True
        before = held[-longest:]
    return False
