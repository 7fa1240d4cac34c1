"""Two processes write the index that one writes, and when the second dies the first goes on alone."""

from __future__ import annotations

import os
import signal
from contextlib import closing
from pathlib import Path

import pytest

from commonshelf.catalogue.cards import EditionChange, Entry, Held
from commonshelf.catalogue.domain.said import Said
from commonshelf.engine.contract import LockBusy
from commonshelf.engine.tantivy import Tantivy
from commonshelf.search.domain import fields
from commonshelf.search.feed import NOWHERE
from commonshelf.search.scribe import Lost, Scribe

TITLES = ("机械制图", "Emma: a novel", "音乐的故乡", "L’étranger")
TOLD = (fields.ALL_PAIRS, fields.NUMBER, fields.EXACT, fields.SOUNDS, fields.OFFERED, fields.WORDS)


def changes(many: int, first: int = 1) -> list[EditionChange]:
    made = []
    for id in range(first, first + many):
        title = f"{TITLES[id % len(TITLES)]} {id}"
        said = Said(title=title, titles=((title, "", ""),), makers=("王 五",), year=2000 + id % 20)
        copies = (Held("EAST", "main", f"TH{id}/é2", f"B{id:06d}", "on-shelf"),)
        made.append(
            EditionChange(id, id * 10, Entry(id, said, (("EAST", f"e{id}"), ("WEST", f"w{id}")), copies))
        )
    return made


def told(folder: Path) -> object:
    """All that stands in the index, as far as it can be asked."""
    with closing(Tantivy(folder, fields.SHAPE)) as reader:
        words = [(field, reader.terms(field, limit=100_000)) for field in TOLD]
        return reader.cursor(), reader.marks(range(1, 200)), words


@pytest.fixture
def writer(tmp_path: Path):
    with closing(Tantivy(tmp_path, fields.SHAPE)) as one:
        one.lock()
        yield one


def write(folder: Path, worth: int) -> object:
    with closing(Tantivy(folder, fields.SHAPE)) as writer, closing(Scribe(writer, folder, worth)) as scribe:
        writer.lock()
        scribe.take(changes(30), NOWHERE)
        scribe.take([EditionChange(7, 301, None), *changes(2, first=40)], NOWHERE)
        scribe.commit(410)
        scribe.take(changes(5, first=10), NOWHERE)
        scribe.clear()  # what is not committed is dropped
        scribe.take(changes(30, first=100), NOWHERE)
        scribe.commit(1290)
        assert (scribe.process is not None) == (worth < 30)
    return told(folder)


def test_two_processes_write_what_one_writes(tmp_path: Path) -> None:
    alone = write(tmp_path / "one", worth=1_000)
    assert write(tmp_path / "two", worth=3) == alone
    assert alone[0] == 1290


def test_few_editions_are_written_here(writer: Tantivy, tmp_path: Path) -> None:
    with closing(Scribe(writer, tmp_path, worth=5)) as scribe:
        scribe.take(changes(3), NOWHERE)
        scribe.take(changes(20, first=4), NOWHERE)
        assert scribe.process is None, "ours is not committed yet: nobody else may write now"
        scribe.commit(1)
        scribe.take(changes(20, first=40), NOWHERE)
        assert scribe.process is not None
        scribe.commit(2)
    assert writer.cursor() == 2
    assert len(writer.marks(range(1, 100))) == 43


@pytest.mark.parametrize("moment", ["before", "after"])
def test_when_the_second_process_dies_it_is_said_once_and_all_goes_on(
    writer: Tantivy, tmp_path: Path, moment: str
) -> None:
    with closing(Scribe(writer, tmp_path, worth=3)) as scribe:
        scribe.take(changes(6), NOWHERE)
        scribe.commit(60)
        if moment == "after":
            scribe.take(changes(6, first=7), NOWHERE)
        os.kill(scribe.process.pid, signal.SIGKILL)
        scribe.process.wait()
        with pytest.raises(Lost):  # noqa: PT012  # which of them meets it is a matter of time
            scribe.take(changes(6, first=7), NOWHERE)
            scribe.commit(120)
        assert writer.cursor() == 60
        scribe.take(changes(6, first=7), NOWHERE)
        scribe.commit(120)
        assert scribe.process is None
    assert writer.cursor() == 120
    assert len(writer.marks(range(1, 100))) == 12


def test_the_lock_is_held_as_long_as_one_of_the_two_lives(writer: Tantivy, tmp_path: Path) -> None:
    scribe = Scribe(writer, tmp_path, worth=3)
    scribe.take(changes(6), NOWHERE)
    writer.close()
    other = Tantivy(tmp_path, fields.SHAPE)
    with pytest.raises(LockBusy):
        other.lock()
    scribe.close()
    other.lock()
    other.close()
