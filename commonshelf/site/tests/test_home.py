"""The data folder: its shape, its locks, and who may have it alone."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from commonshelf.kernel.refusal import Refusal
from commonshelf.site import home


def database_in(folder):
    with closing(sqlite3.connect(folder / home.DATABASE)) as made:
        made.execute("CREATE TABLE t (a)")


def test_a_folder_without_a_database_has_no_shape(tmp_path):
    assert home.shape_of(tmp_path) == 0


def test_the_shape_is_remembered_in_the_database_itself(tmp_path):
    database_in(tmp_path)
    assert home.shape_of(tmp_path) == 0
    home.set_shape(tmp_path)
    assert home.shape_of(tmp_path) == home.shape() != 0


def test_something_that_is_no_database_has_no_shape(tmp_path):
    (tmp_path / home.DATABASE).write_text("not a database, but long enough to be taken for one" * 20)
    assert home.shape_of(tmp_path) == 0


def test_the_shape_changes_with_the_migrations(monkeypatch, tmp_path):
    (tmp_path / "room" / "migrations").mkdir(parents=True)
    monkeypatch.setattr(home, "PACKAGE", tmp_path)
    before = home.shape()
    (tmp_path / "room" / "migrations" / "0001_initial.py").touch()
    assert home.shape() != before
    assert 0 < home.shape() < 2**31


def test_many_may_use_the_folder_and_one_may_have_it_alone(tmp_path):
    with closing(home.Use(tmp_path)), closing(home.Use(tmp_path)):
        with pytest.raises(Refusal) as refused:
            home.Use(tmp_path, alone=True)
        assert refused.value.code == "site.home-busy"
    with closing(home.Use(tmp_path, alone=True)), pytest.raises(Refusal):
        home.Use(tmp_path)


def test_two_servers_on_one_folder_are_refused(tmp_path):
    with home.serving(tmp_path):
        with pytest.raises(Refusal) as refused, home.serving(tmp_path):
            pass
        assert refused.value.code == "site.server-runs"
    with home.serving(tmp_path):
        pass
