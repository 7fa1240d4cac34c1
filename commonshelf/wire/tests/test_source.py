"""Files of strangers: packed, damaged, enormous, or not files at all."""

from __future__ import annotations

import gzip
import io
import os
import resource
import time

import pytest

from commonshelf.wire import source
from commonshelf.wire.marc.read import Good, Piece, Unreadable, open_source, parse, pieces, sniff
from commonshelf.wire.marc.record import Syntax
from commonshelf.wire.marc.tests.make import CHINESE, CNMARC_LEADER, ENGLISH, flat, iso, put

ONE = iso(flat(ENGLISH))


def whole(path) -> bytes:
    with open_source(path) as file:
        return file.read()


@pytest.mark.parametrize(
    "packed",
    [
        ONE * 9,
        gzip.compress(ONE * 9),
        gzip.compress(ONE * 4) + gzip.compress(ONE * 5),
        gzip.compress(ONE * 9) + b"\x00" * 512,
    ],
    ids=["plain", "gzip", "two members", "padded"],
)
def test_packed_or_not_it_is_the_same_stream(tmp_path, packed):
    path = put(tmp_path, "a.mrc", packed)
    assert whole(path) == ONE * 9
    with open_source(path) as file:
        assert len(list(pieces(file, Syntax.ISO2709, len(ONE) * 4))) == 5


@pytest.mark.parametrize("coding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_is_seen_through(tmp_path, coding):
    text = iso(flat(CHINESE), CNMARC_LEADER).decode()
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(coding, b"")
    for content in (mark + (text * 3).encode(coding), gzip.compress(mark + (text * 3).encode(coding))):
        with open_source(put(tmp_path, "ucs2.mrc", content)) as file:
            outcomes = [parse(piece.raw, Syntax.ISO2709) for piece in pieces(file, Syntax.ISO2709)]
        assert [list(good.marc.fields) for good in outcomes] == [CHINESE] * 3


def test_what_is_no_file_is_refused(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path, code in (
        (tmp_path, "directory"),
        (tmp_path / "nowhere.mrc", "missing"),
        (pipe, "not-a-file"),
        (put(tmp_path, "empty.mrc", b""), "empty"),
        (put(tmp_path, "empty.gz", gzip.compress(b"")), "empty"),
        (put(tmp_path, "rubbish.gz", b"\x1f\x8brubbish"), "damaged-gzip"),
    ):
        with pytest.raises(Unreadable) as refused:
            open_source(path)
        assert refused.value.code == code
        assert refused.value.facts["file"] == path.name


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_refused(tmp_path):
    path = put(tmp_path, "secret.mrc", ONE)
    path.chmod(0)
    with pytest.raises(Unreadable, match="forbidden"):
        open_source(path)


@pytest.mark.parametrize(
    "inner", [b"\x00" * (200 << 20), ONE * (200 * (1 << 20) // len(ONE))], ids=["zeros", "one record"]
)
def test_a_gzip_bomb_is_refused_at_once_and_in_small_memory(tmp_path, inner):
    path = put(tmp_path, "bomb.gz", gzip.compress(inner, 1))
    del inner
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begin = time.process_time()
    with open_source(path) as file, pytest.raises(Unreadable, match="bomb"):
        for _ in pieces(file, Syntax.ISO2709):
            pass
    assert time.process_time() - begin < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 << 10


def test_real_catalogues_are_far_from_the_cap(tmp_path):
    """A file as dense as catalogues get, well beyond the free size, passes."""
    records = b"".join(
        ONE.replace(b"000017", b"%06d" % number).replace(b"30017", os.urandom(3).hex()[:5].encode())
        for number in range(3000)
    )
    assert len(records) * 40 > source.FREE_BYTES
    packed = gzip.compress(records) * 40
    assert len(whole(put(tmp_path, "many.gz", packed))) == len(records) * 40


@pytest.mark.parametrize("damage", ["cut", "overwritten"])
def test_damaged_gzip_gives_what_stands_before_the_damage(tmp_path, damage):
    content = b"".join(ONE.replace(b"000017", os.urandom(3).hex().encode()) for _ in range(4000))
    packed = gzip.compress(content)
    half = len(packed) // 2
    packed = packed[:half] if damage == "cut" else packed[:half] + b"\x00" * 64 + packed[half + 64 :]
    with open_source(put(tmp_path, "damaged.gz", packed)) as file:
        found = list(pieces(file, Syntax.ISO2709))
    goods = [piece for piece in found if isinstance(piece, Piece)]
    assert len(goods) > 1000
    assert all(content[piece.offset :].startswith(piece.raw) for piece in goods[:1000])
    (piece, bad) = found[-1]
    assert bad.reason == "damaged-gzip"
    assert piece.offset >= goods[-1].offset + len(goods[-1].raw)


def test_damaged_gzip_of_other_forms_ends_the_same_way(tmp_path):
    for syntax, content in (
        (Syntax.MARCXML, b"<c>" + b"<record><leader/></record>" * 60_000),
        (Syntax.JSON, b'{"fields":[]}\n' * 60_000),
    ):
        packed = gzip.compress(content)
        with open_source(put(tmp_path, "damaged.gz", packed[:-40])) as file:
            assert list(pieces(file, syntax))[-1][1].reason == "damaged-gzip"


def test_a_pipe_of_records_and_its_name_are_told_apart():
    head = io.BytesIO(ONE * 3)
    assert sniff(head.read(4096), "catalogue.csv") is Syntax.ISO2709
    assert isinstance(parse(ONE, Syntax.ISO2709), Good)
