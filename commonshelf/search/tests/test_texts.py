"""Texts kept beside the index: what is kept is what would be made, and nothing depends on it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from commonshelf.catalogue.cards import Entry
from commonshelf.catalogue.domain.facts import Facts, Name
from commonshelf.catalogue.domain.said import gathered, lines, read
from commonshelf.search import texts as module
from commonshelf.search.domain import fields
from commonshelf.search.feed import Texts, document_of, telling, texts_of
from commonshelf.search.texts import FILE, KeptTexts

MUSIC = Facts("cnmarc", "音乐的重量", names=(Name("单雄信"),), subjects=("音乐",), summary="长调")
EMMA = Facts("marc21", "Emma", names=(Name("Austen, Jane"),))


def entry(id: int, *facts: Facts, libraries: str = "AB") -> Entry:
    told = ""
    for one in facts:
        told = gathered(told, lines(one))
    return Entry(id, read(told), tuple((library, f"{library}{id}") for library in libraries), ())


MADE: list[int] = []


def making(entries: Sequence[Entry]) -> list[Texts]:
    MADE.extend(entry.id for entry in entries)
    return list(map(texts_of, entries))


@pytest.fixture
def made() -> list[int]:
    """Editions whose texts were made, not taken from the file."""
    MADE.clear()
    return MADE


def asked(folder: Path, *entries: Entry) -> dict[int, Texts]:
    with closing(KeptTexts(folder, making)) as kept:
        return kept.of(entries)


def test_what_is_kept_is_what_would_be_made(tmp_path: Path, made: list[int]) -> None:
    both = entry(1, MUSIC), entry(2, EMMA)
    assert asked(tmp_path, *both) == asked(tmp_path, *both) == {one.id: texts_of(one) for one in both}
    assert made == [1, 2]
    for one in both:
        kept = asked(tmp_path, one)[one.id]
        assert document_of(one, 3, texts=kept) == document_of(one, 3)
    assert any(isinstance(value, tuple) for value in texts_of(both[0])[fields.PINYIN])


def test_other_words_and_other_steps_are_made_anew(tmp_path: Path, made: list[int]) -> None:
    asked(tmp_path, entry(1, MUSIC))
    asked(tmp_path, entry(1, MUSIC, libraries="ABC"))  # one more library of the same step: the same words
    assert made == [1]
    changed = entry(1, MUSIC, replace(MUSIC, subtitle="二集"))
    assert asked(tmp_path, changed)[1] == texts_of(changed)
    many = entry(1, MUSIC, libraries="ABCDEFGH")
    assert asked(tmp_path, many)[1] == texts_of(many)
    assert made == [1, 1, 1]
    assert telling(entry(1, MUSIC)) == telling(entry(1, MUSIC, libraries="ABC")) != telling(many)


def test_of_one_library_alone_nothing_is_kept(tmp_path: Path, made: list[int]) -> None:
    for _ in range(2):
        asked(tmp_path, entry(1, EMMA, libraries="A"))
    assert made == [1, 1]
    assert not (tmp_path / FILE).exists()


def test_another_analysis_begins_anew(tmp_path: Path, made: list[int], monkeypatch) -> None:
    asked(tmp_path, entry(1, MUSIC))
    monkeypatch.setattr(module, "_FORM", 7)
    asked(tmp_path, entry(1, MUSIC))
    assert made == [1, 1]


@pytest.mark.parametrize("damage", [b"no database", b""])
def test_a_damaged_file_costs_only_time(tmp_path: Path, damage: bytes, made: list[int]) -> None:
    asked(tmp_path, entry(1, MUSIC))
    (tmp_path / FILE).write_bytes(damage)
    assert asked(tmp_path, entry(1, MUSIC)) == {1: texts_of(entry(1, MUSIC))}
    assert asked(tmp_path, entry(1, MUSIC)) == {1: texts_of(entry(1, MUSIC))}
    assert made[:2] == [1, 1]


def test_texts_that_cannot_be_read_are_made_anew(tmp_path: Path) -> None:
    asked(tmp_path, entry(1, MUSIC))
    with sqlite3.connect(tmp_path / FILE) as rows:
        rows.execute("UPDATE kept SET texts = '{'")
    rows.close()
    assert asked(tmp_path, entry(1, MUSIC)) == {1: texts_of(entry(1, MUSIC))}
