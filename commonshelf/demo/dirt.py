"""What real exports bring along: wrong lengths, broken characters, doubled ids, strays between records."""

from __future__ import annotations

from commonshelf.demo.forms import iso2709
from commonshelf.demo.render_cnmarc import control, data
from commonshelf.wire.marc.record import Marc


def wrong_length(record: bytes) -> bytes:
    """The leader says 40 bytes more than there are, as after a careless edit."""
    return f"{int(record[:5]) + 40:05d}".encode() + record[5:]


def broken_character(record: bytes, near: str, charset: str) -> bytes:
    """The second byte of a character is lost and another stands there: lengths stay right."""
    found = record.find(near.encode(charset))
    if found < 0:
        raise ValueError(f"{near!r} is not in this record")
    return record[: found + 1] + b"\xff" + record[found + 2 :]


def authority(charset: str) -> bytes:
    """A name authority that slipped into the export (leader/06 x in CNMARC)."""
    fields = (
        control("001", "A000001"),
        data("100", "  ", ("a", "20240108achiy50      ea")),
        data("200", " 1", ("a", "鲁迅"), ("f", "1881-1936")),
        data("801", " 0", ("a", "CN"), ("b", "NC-CITY"), ("c", "20240108")),
    )
    return iso2709(Marc("00000nx  a2200000   45  ", fields), charset)


def authority_marc21() -> bytes:
    fields = (
        control("001", "n0000001"),
        control("008", "240108n| azannaabn          |n aaa      "),
        data("040", "  ", ("a", "NC-NSMC"), ("b", "chi")),
        data("100", "1 ", ("a", "鲁迅,"), ("d", "1881-1936")),
    )
    return iso2709(Marc("00000nz  a2200000n  4500", fields))
