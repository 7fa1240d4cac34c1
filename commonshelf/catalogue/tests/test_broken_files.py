"""Files without records, files that break off, files of one name: what the reader of files makes of them."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from commonshelf.catalogue.files import told_apart
from commonshelf.catalogue.reading import Batch, Broken, Named, messages, syntax_of
from commonshelf.catalogue.rows import Rules
from commonshelf.catalogue.testing import file_of, load, load_file, marc
from commonshelf.wire.marc.write import iso2709, marcxml
from commonshelf.wire.source import Unreadable

BOOKS = [marc(f"a{n}", f"书架之间 {n}", "张三") for n in range(40)]
WHOLE = b"".join(map(iso2709, BOOKS))


def read(path: Path, **rules: str):
    told = list(messages([Named(path, path.name)], Rules("EAST", **rules)))
    rows = [row for message in told if isinstance(message, Batch) for row in message.tray.rows]
    return rows, [message.code for message in told if isinstance(message, Broken)]


@pytest.mark.parametrize(
    ("name", "content", "syntax"),
    [
        ("none.xml", b"<collection/>", ""),
        ("none.json", b"[ ]", ""),
        ("none.csv", "题名,责任者\n".encode(), ""),
        ("whole.mrc", WHOLE, "marcxml"),
        ("whole.mrc", WHOLE, "json"),
    ],
)
def test_a_file_without_a_record_is_said_to_have_none(tmp_path, name, content, syntax):
    (tmp_path / name).write_bytes(content)
    assert read(tmp_path / name, syntax=syntax) == ([], ["no-records"])


@pytest.mark.parametrize("content", [WHOLE, marcxml(BOOKS)])
def test_what_stands_before_damage_is_read(tmp_path, content):
    packed = gzip.compress(content)
    (tmp_path / "cut.gz").write_bytes(packed[:-60])
    rows, broken = read(tmp_path / "cut.gz")
    assert broken == []
    assert rows[-1].reason == "damaged-gzip"
    assert [row.local_id for row in rows[:-1]] == [f"a{n}" for n in range(len(rows) - 1)]
    assert len(rows) > 5


def test_what_stands_before_a_bomb_is_read(tmp_path):
    (tmp_path / "bomb.gz").write_bytes(gzip.compress(WHOLE + b"1" * (40 << 20)))
    rows, broken = read(tmp_path / "bomb.gz")
    assert ([row.local_id for row in rows], broken) == ([f"a{n}" for n in range(40)], ["bomb"])


def test_blanks_before_the_first_record_are_passed_over(tmp_path):
    (tmp_path / "late.mrc").write_bytes(bytes(200_000) + WHOLE)
    assert syntax_of(tmp_path / "late.mrc", "late.mrc") == "iso2709"
    (tmp_path / "zeros.gz").write_bytes(gzip.compress(bytes(40 << 20)))
    with pytest.raises(Unreadable, match="bomb"):
        syntax_of(tmp_path / "zeros.gz", "zeros.gz")


def test_files_of_one_name_are_told_apart():
    paths = [Path("/in/north/2024/r.mrc"), Path("/in/south/2024/r.mrc"), Path("/in/other.mrc")]
    assert told_apart(paths) == ["north/2024/r.mrc", "south/2024/r.mrc", "other.mrc"]
    assert told_apart([paths[0], paths[0]]) == ["r.mrc", "r.mrc"]


@pytest.mark.usefixtures("alliance")
@pytest.mark.parametrize("content", [WHOLE[:-50], gzip.compress(WHOLE)[:-50], b"[]"])
def test_a_full_load_of_a_broken_file_deletes_and_replaces_nothing(tmp_path, content):
    more = marc("b", "另一本书", "李四")
    load(*BOOKS, more)
    (tmp_path / "broken.mrc").write_bytes(content)
    card = load_file(tmp_path / "broken.mrc", full=True, sure=True)
    assert (card.deleted, card.loaded) == (0, 0)
    assert card.refusal or card.report["full"]["held"] == "broken"
    again = load_file(file_of([*BOOKS, more], tmp_path, name="whole.mrc"))
    assert (again.unchanged, again.loaded) == (41, 0)
