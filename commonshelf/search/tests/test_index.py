"""The index follows the catalogue, and can always be made anew."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection

from commonshelf.catalogue import api as catalogue
from commonshelf.engine.contract import Document
from commonshelf.kernel.refusal import Refusal
from commonshelf.search import api, index
from commonshelf.search.api import Ask, Step
from commonshelf.search.domain import fields
from commonshelf.search.tests.conftest import AAA, BBB, Load

pytestmark = [pytest.mark.django_db]


def total(words: str = "") -> int:
    return api.find(ask=Ask(words=words)).total


def test_drain_brings_new_changed_and_deleted(load: Load, fresh_index: Path) -> None:
    assert api.drain() == 0
    load("BBB", BBB)
    assert total() == 0
    assert api.find(ask=Ask()).steps == (Step("building"),)
    assert api.drain() == 2
    assert api.drain() == 0
    assert total("西游记") == 1
    load("BBB", BBB.replace("西游记", "封神演义"))
    api.drain()
    assert (total("西游记"), total("封神演义"), total()) == (0, 1, 2)
    load("BBB", BBB.strip().splitlines()[0], full=True)
    api.drain()
    assert (total("封神演义"), total()) == (0, 1)
    assert list(api.problems()) == []


def test_problems_are_found(two: None) -> None:
    assert list(api.problems()) == []
    writer = index.opened()
    ids = api.find(ask=Ask(sort="title")).ids
    cursor = writer.cursor()
    writer.delete([ids[0]])
    writer.write([Document(999, {}), Document(ids[1], {}, mark=1)])
    writer.commit(cursor)
    writer.close()
    said = " ".join(index.problems())
    assert f"Edition {ids[0]} is not in the index." in said
    assert f"Edition {ids[1]} stands in the index as of an earlier change." in said
    api.reindex()
    assert list(api.problems()) == []
    writer.write([Document(999, {})])
    writer.commit(cursor)
    writer.close()
    assert list(api.problems()) == ["The index holds 7 editions and the catalogue 6."]


def test_reindex_after_the_folder_is_gone(two: None, fresh_index: Path) -> None:
    for path in sorted(fresh_index.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
    assert total() == 0
    assert api.reindex() == 6
    assert total("红楼梦") == 2


def test_another_version_is_built_anew_by_itself(two: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fields, "SHAPE", replace(fields.SHAPE, version="next"))
    index._reading.cache_clear()
    assert api.find(ask=Ask()).steps == (Step("building"),)
    assert api.drain() == 6
    assert total("红楼梦") == 2
    index._reading.cache_clear()


def test_an_index_ahead_of_the_catalogue_is_of_another_past(
    two: None, caplog: pytest.LogCaptureFixture
) -> None:
    writer = index.opened()
    writer.write([Document(999, {})])
    writer.commit(writer.cursor() + 100)
    writer.close()
    assert api.drain() == 6
    assert "ahead of the catalogue" in caplog.text
    assert total() == 6


@contextmanager
def held() -> Iterator[None]:
    writer = index.opened()
    writer.lock()
    try:
        yield
    finally:
        writer.close()


def test_a_busy_writer_is_waited_for_only_so_long(load: Load, fresh_index: Path) -> None:
    load("BBB", BBB)
    with held():
        assert api.drain() == 0
        with pytest.raises(Refusal) as refused:
            api.wait_until_searchable(stamp=catalogue.latest_stamp(), patience=0.05)
        assert (refused.value.code, refused.value.status) == ("search.still-indexing", 503)
        with pytest.raises(Refusal):
            api.reindex(patience=0.05)
    api.wait_until_searchable(stamp=catalogue.latest_stamp(), patience=1)
    assert total() == 2


@contextmanager
def writing() -> Iterator[None]:
    """The writer, as the server runs it: in its own thread with its own connection."""
    stop = threading.Event()

    def run() -> None:
        try:
            api.writer_loop(stop=stop)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(10)
        assert not thread.is_alive()


@pytest.mark.django_db(transaction=True)
def test_the_writer_sees_changes_by_itself_and_rebuilds_when_asked(load: Load, fresh_index: Path) -> None:
    with writing():
        load("BBB", BBB)
        api.wait_until_searchable(stamp=catalogue.latest_stamp(), patience=60)
        assert total("西游记") == 1
        before = (fresh_index / "current").readlink()
        assert api.reindex(patience=60) == 2
        assert (fresh_index / "current").readlink() != before
    load("AAA", AAA)
    assert api.drain() == 5, "the lock was let go"


@pytest.mark.django_db(transaction=True)
def test_the_writer_outlives_errors(
    load: Load, fresh_index: Path, monkeypatch: pytest.MonkeyPatch, caplog
) -> None:
    monkeypatch.setattr(index, "AFTER_FAILURE", 0.05)
    fresh_index.write_text("a file where the folder should be")
    with writing():
        load("BBB", BBB)
        end = time.monotonic() + 60
        while "could not be written" not in caplog.text and time.monotonic() < end:
            time.sleep(0.01)
        fresh_index.unlink()
        api.wait_until_searchable(stamp=catalogue.latest_stamp(), patience=60)
    assert "could not be written" in caplog.text
    assert total() == 2


def test_a_rebuild_told_to_stop_leaves_the_old_index(two: None) -> None:
    stop = threading.Event()
    stop.set()
    writer = index.opened()
    assert index.rebuild(writer, stop) == 0
    writer.close()
    assert total() == 6
    assert list(api.problems()) == []


def test_following_a_load_makes_it_searchable_at_its_end(load: Load, fresh_index: Path) -> None:
    with api.following() as step:
        load("AAA", AAA)
        step()
        assert index.engine().cursor() == 0, "nothing is visible before the end"
        load("BBB", BBB)
    assert (total(), total("西游记")) == (6, 1)
    assert not index.behind()
    assert list(api.problems()) == []


def test_an_edition_that_changes_twice_while_followed_stands_once(load: Load, fresh_index: Path) -> None:
    with api.following() as step:
        load("BBB", BBB)
        step()
        load("BBB", BBB.replace("西游记", "封神演义"))
        step()
    assert (total(), total("西游记"), total("封神演义")) == (2, 0, 1)
    assert list(api.problems()) == []


def test_following_gives_way_to_a_running_writer(load: Load, fresh_index: Path) -> None:
    writer = index.opened()
    writer.lock()
    try:
        with api.following() as step:
            load("BBB", BBB)
            step()
    finally:
        writer.close()
    assert index.behind()


def test_a_load_that_breaks_leaves_the_rest_to_the_next_writer(load: Load, fresh_index: Path) -> None:
    def breaks() -> None:
        with api.following() as step:
            load("BBB", BBB)
            step()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        breaks()
    assert index.behind()
    assert api.drain() == 2
    assert total() == 2
