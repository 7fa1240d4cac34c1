"""A stranger's file as a plain stream of bytes: gzip and UTF-16 seen through, bombs refused."""

from __future__ import annotations

import codecs
import io
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, cast

if TYPE_CHECKING:
    from typing_extensions import Buffer  # collections.abc has it from Python 3.12

Fact = str | int
CHUNK: Final = 1 << 18
MIB: Final = 1 << 20
FREE_BYTES: Final = 32 * MIB  # a small file may unpack to this much whatever the ratio
MOST_RATIO: Final = 100  # real catalogues pack 3:1 to 30:1, a file of zeros 1000:1
MOST_BYTES: Final = 64 << 30
GZIP: Final = b"\x1f\x8b"
UTF16: Final = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


class Unreadable(Exception):
    """Nothing can be read from this file. code: for machines; facts: fill the sentence for people."""

    def __init__(self, code: str, facts: dict[str, Fact] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.facts: dict[str, Fact] = dict(facts or {})

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code} ({told})" if told else self.code


def open_source(path: Path) -> BinaryIO:
    """Open for reading; offsets everywhere count the bytes of this stream (unpacked, UTF-8 for UTF-16).

    Raises Unreadable: missing, directory, not-a-file, forbidden, empty, bomb, damaged-gzip.
    """
    if not path.exists():
        raise Unreadable("missing", {"file": path.name})
    if path.is_dir():
        raise Unreadable("directory", {"file": path.name})
    if not path.is_file():  # a pipe or a device would block for ever
        raise Unreadable("not-a-file", {"file": path.name})
    try:
        file = path.open("rb")
    except OSError as trouble:
        raise Unreadable("forbidden", {"file": path.name}) from trouble
    try:
        return _seen_through(file, path.name)
    except Exception:
        file.close()
        raise


def _seen_through(file: BinaryIO, name: str) -> BinaryIO:
    head = file.read(4)
    file.seek(0)
    if not head:
        raise Unreadable("empty", {"file": name})
    if head[:2] == GZIP:
        file = cast("BinaryIO", io.BufferedReader(_Gunzip(file, name), CHUNK))
        head = cast("io.BufferedReader", file).peek(4)[:4]
        if not head:
            raise Unreadable("empty", {"file": name})
    if (coding := UTF16.get(head[:2])) is not None and head != codecs.BOM_UTF32_LE:
        file = cast("BinaryIO", io.BufferedReader(_Recode(file, coding), CHUNK))
    return file


class _Forward(io.RawIOBase):
    """A stream that is made as it is read: bytes come from `_more`, b"" at the end."""

    def __init__(self) -> None:
        super().__init__()
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer, /) -> int:
        view = memoryview(buffer).cast("B")
        if not self._ready:
            self._ready = self._more()
        given = self._ready[: len(view)]
        self._ready = self._ready[len(given) :]
        view[: len(given)] = given
        return len(given)

    def _more(self) -> bytes:
        raise NotImplementedError


class _Gunzip(_Forward):
    """All members of a gzip file, never more than the caps allow, whatever the header says."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        super().__init__()
        self._file = file
        self._name = name
        self._engine = zlib.decompressobj(wbits=31)
        self._packed = 0
        self._unpacked = 0
        self._rest = b""

    def _more(self) -> bytes:
        while True:
            if self._engine.eof:
                rest = self._engine.unused_data or self._file.read(CHUNK)
                if rest[:2] != GZIP:  # padding after the last member
                    return b""
                self._packed += 0 if self._engine.unused_data else len(rest)
                self._engine = zlib.decompressobj(wbits=31)
                self._rest = rest
            packed = self._rest or self._file.read(CHUNK)
            if not packed:
                raise Unreadable("damaged-gzip", {"file": self._name, "offset": self._unpacked})
            self._packed += 0 if self._rest else len(packed)
            try:
                data = self._engine.decompress(packed, CHUNK)
            except zlib.error as trouble:
                facts: dict[str, Fact] = {"file": self._name, "offset": self._unpacked}
                raise Unreadable("damaged-gzip", facts) from trouble
            self._rest = self._engine.unconsumed_tail
            self._unpacked += len(data)
            self._watch()
            if data:
                return data

    def _watch(self) -> None:
        too_dense = self._unpacked > FREE_BYTES and self._unpacked > MOST_RATIO * self._packed
        if too_dense or self._unpacked > MOST_BYTES:
            raise Unreadable("bomb", {"file": self._name, "limit": FREE_BYTES // MIB})

    def close(self) -> None:
        self._file.close()
        super().close()


class _Recode(_Forward):
    """UTF-16 with a byte order mark as UTF-8, so that everyone after this sees one coding."""

    def __init__(self, file: BinaryIO, coding: str) -> None:
        super().__init__()
        self._file = file
        self._decoder = codecs.getincrementaldecoder(coding)("replace")
        self._file.read(2)

    def _more(self) -> bytes:
        while data := self._file.read(CHUNK):
            if text := self._decoder.decode(data):
                return text.encode("utf-8", "replace")
        return self._decoder.decode(b"", final=True).encode("utf-8", "replace")

    def close(self) -> None:
        self._file.close()
        super().close()
