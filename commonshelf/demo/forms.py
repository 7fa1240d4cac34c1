"""Records as bytes, in the character sets old systems export."""

from __future__ import annotations

from commonshelf.wire.marc import write
from commonshelf.wire.marc.record import Marc


def iso2709(marc: Marc, charset: str = "utf-8") -> bytes:
    """One record. The writer's guards hold for its UTF-8 form, which is never the shorter one here."""
    raw = write.iso2709(marc)
    return raw if charset == "utf-8" else _recoded(raw, charset)


def _recoded(raw: bytes, charset: str) -> bytes:
    """Every field in the other character set, with lengths and starts told anew; leader/09 left blank."""
    head, *parts = raw[:-2].split(b"\x1e")
    fields = [part.decode("utf-8").encode(charset) + b"\x1e" for part in parts]
    directory, start = [], 0
    for place, field in enumerate(fields):
        tag = head[24 + 12 * place : 27 + 12 * place].decode("ascii")
        directory.append(f"{tag}{len(field):04d}{start:05d}")
        start += len(field)
    base = 25 + 12 * len(fields)
    leader = f"{base + start + 1:05d}{head[5:9].decode('ascii')} 22{base:05d}{head[17:24].decode('ascii')}"
    return (leader + "".join(directory)).encode("ascii") + b"\x1e" + b"".join(fields) + b"\x1d"


def xml_element(marc: Marc) -> bytes:
    """The record's own element, for a collection that is written record by record."""
    whole = write.marcxml([marc])
    start, end = whole.index(b"<record"), whole.rindex(b"</record>")
    return whole[start:end] + b"</record>\n"
