"""Kept files: whole or not at all, named by what is in them."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from django.utils import timezone

from commonshelf.catalogue import files

pytestmark = pytest.mark.usefixtures("alliance")


def kept(tmp_path):
    return sorted(path.name for path in (tmp_path / "files").rglob("*") if path.is_file())


def test_what_is_cut_off_while_it_is_sent_leaves_nothing_behind(tmp_path):
    def cut_off():
        yield b"the first part"
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        files.keep_chunks(cut_off(), "a.mrc")
    assert kept(tmp_path) == []


def test_what_a_death_left_half_written_goes_after_a_day(tmp_path):
    (tmp_path / "files").mkdir()
    half = tmp_path / "files" / "half-x1"
    half.write_bytes(b"half")
    files.tidy(timezone.now())
    assert kept(tmp_path) == ["half-x1"]  # it may still be being written
    files.tidy(timezone.now() + timedelta(days=2))
    assert kept(tmp_path) == []


def test_a_file_that_grew_after_the_look_is_kept_under_its_own_name(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("title\n一\n")
    [entry] = files.look([path], "")
    path.write_text("title\n一\n二\n")
    copied = files.keep(entry)
    assert copied["sha256"] == files.digest(path) != entry["sha256"]
    assert files.unchanged(copied)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (b"a.mrc", "a.mrc"),
        ("馆藏".encode(), "馆藏"),
        ("馆藏".encode("gbk"), "馆藏"),
        (b"\xff\xff.mrc", "��.mrc"),
    ],
)
def test_names_are_text(raw, shown):
    assert files.readable(os.fsdecode(raw)) == shown
