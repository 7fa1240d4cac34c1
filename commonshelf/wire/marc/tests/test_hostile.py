"""Damaged at random: no exception, no runaway time or memory, whatever comes."""

from __future__ import annotations

import io
import json
import random
import time

import pytest

from commonshelf.conftest import shared_data
from commonshelf.wire.marc import write
from commonshelf.wire.marc.read import Bad, Good, Piece, open_source, parse, pieces
from commonshelf.wire.marc.record import Flavour, Marc, Syntax
from commonshelf.wire.marc.tests.make import CHINESE, CNMARC_LEADER, ENGLISH, LEADER, TRADITIONAL, flat, iso

SEEDS = {
    Syntax.ISO2709: [
        iso(flat(ENGLISH)),
        iso(flat(CHINESE), CNMARC_LEADER),
        iso(flat(CHINESE, "gb18030"), CNMARC_LEADER),
        iso(flat(TRADITIONAL, "big5"), CNMARC_LEADER),
        iso([("001", b"m8"), ("245", b"10\x1faCaf\xe2e \x1b$1!2H!?5\x1b(B /")], "00000nam  2200000   4500"),
    ],
    Syntax.MARCXML: [write.marcxml([Marc(LEADER, tuple(fields))]) for fields in (ENGLISH, CHINESE)],
    Syntax.JSON: [
        json.dumps(write.json_form(Marc(LEADER, tuple(fields)))).encode() for fields in (ENGLISH, CHINESE)
    ],
}
CHARSETS = ["", "utf-8", "gb18030", "big5", "marc8", "latin1"]


def mutated(raw: bytes, dice: random.Random) -> bytes:
    """One to six cuts, doublings, swaps and strange bytes."""
    data = bytearray(raw)
    for _ in range(dice.randint(1, 6)):
        at = dice.randrange(len(data) + 1)
        match dice.randrange(7):
            case 0:
                del data[at : at + dice.randint(1, 20)]
            case 1:
                data[at:at] = dice.randbytes(dice.randint(1, 8))
            case 2:
                data[at : at + 1] = dice.choice(
                    [b"\x1d", b"\x1e", b"\x1f", b"\x00", b"\x1b", b"\xff", b"&#x0;", b"<", b'"']
                )
            case 3:
                data[at : at + 5] = b"%05d" % dice.randrange(100_000)
            case 4:
                data[at:at] = data[at : at + dice.randint(1, 60)]
            case 5:
                del data[at:]
            case _:
                data[at : at + 1] = dice.randbytes(1)
    return bytes(data)


def judge(outcome: object) -> None:
    """What everyone above may rely on."""
    if isinstance(outcome, Bad):
        assert outcome.reason
        assert all(isinstance(value, (str, int)) for value in outcome.facts.values())
        return
    assert isinstance(outcome, Good)
    assert len(outcome.marc.leader) == 24
    assert outcome.marc.leader.isascii()
    assert outcome.flavour in Flavour
    assert list(outcome.mended) == sorted(set(outcome.mended))
    for at, field in enumerate(outcome.marc.fields):
        assert len(field.tag) == 3
        assert field.tag.isascii()
        assert len(field.ind) in {0, 2}
        assert all(len(code) == 1 and code.isascii() for code, _ in field.subfields)
        text = field.data + "".join(value for _, value in field.subfields)
        assert "\ufffd" not in text or at in outcome.doubtful
        assert not set(text) & set("\x00\x1b\x1d\x1e\x1f")


def attack(raw: bytes, syntax: Syntax, dice: random.Random) -> None:
    damaged = mutated(raw, dice)
    judge(parse(damaged, syntax, dice.choice(CHARSETS)))
    for piece in pieces(io.BytesIO(damaged + raw), syntax):
        judge(parse(piece.raw, syntax) if isinstance(piece, Piece) else piece[1])


def writable(outcome: object) -> None:
    if isinstance(outcome, Good):
        assert write.marcxml([outcome.marc])
        assert write.marcxchange([outcome.marc])
        json.dumps(write.json_form(outcome.marc)).encode()
        assert write.from_json(write.json_form(outcome.marc))
        try:
            again = parse(write.iso2709(outcome.marc), Syntax.ISO2709)
        except write.TooLong:
            return
        assert isinstance(again, Good)
        assert len(again.marc.fields) == len(outcome.marc.fields)


@pytest.mark.parametrize(
    ("syntax", "count"), [(Syntax.ISO2709, 4000), (Syntax.MARCXML, 1000), (Syntax.JSON, 1000)]
)
def test_thousands_of_damaged_records(syntax, count):
    dice = random.Random(20261122)
    for turn in range(count):
        attack(SEEDS[syntax][turn % len(SEEDS[syntax])], syntax, dice)


def test_what_was_read_can_be_written():
    dice = random.Random(7)
    for turn in range(600):
        writable(parse(mutated(SEEDS[Syntax.ISO2709][turn % 5], dice), Syntax.ISO2709))


@pytest.mark.parametrize(
    "raw",
    [
        b"00000nam a2200000   4500" + b"245000100000" * 8000 + b"\x1e" + b"10\x1fax\x1e" * 8000 + b"\x1d",
        b"00000nam a2200000   4500" + b"0" * 90_000 + b"\x1e" + b"10\x1fax\x1e" * 100 + b"\x1d",
        b"00000nam a2200000   4500" + b"245000500000" * 300 + b"\x1e" + b"10\x1fax" * 90_000 + b"\x1e\x1d",
        b"00000nam a2200000   4500"
        + b"245000500000" * 140
        + b"\x1e"
        + b"\x1e" * 139
        + b"\x1fa" * 50_000
        + b"\x1e\x1d",
        b"00000nam a2200000   4500001000500000\x1e" + b"\xe9\xe8" * 200_000 + b"\x1e\x1d",
        b"00000nam  2200000   4500001000500000\x1e" + b"$1!" * 100_000 + b"\x1e\x1d",
        b"00000nam  2200000   4500001000500000\x1e" + b"&#x" * 100_000 + b"\x1e\x1d",
        b"\x1e" * 200_000 + b"\x1d",
        b"0" * 200_000 + b"\x1d",
    ],
    ids=range(9),
)
def test_no_record_takes_for_ever(raw):
    begin = time.process_time()
    judge(parse(raw, Syntax.ISO2709))
    for piece in pieces(io.BytesIO(raw + raw), Syntax.ISO2709):
        judge(parse(piece.raw, Syntax.ISO2709) if isinstance(piece, Piece) else piece[1])
    assert time.process_time() - begin < 5


@pytest.mark.prove
@pytest.mark.shared
@pytest.mark.parametrize(
    "name",
    [
        "bad-records/marc4j__pride-and-prejudice-with-many-errors.mrc.gz",
        "uva-solrmarc/records.mrc.gz",
        "zh-four-libraries/library-B.mrc.gz",
        "marc-tool-tests/records.mrc.gz",
    ],
)
def test_tens_of_thousands_of_real_ones(name):
    dice = random.Random(name)
    with open_source(shared_data(f"data/{name}")) as file:
        raws = [piece.raw for piece in pieces(file, Syntax.ISO2709) if isinstance(piece, Piece)]
    for turn in range(15_000):
        attack(raws[turn % len(raws)], Syntax.ISO2709, dice)
