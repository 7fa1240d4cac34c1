"""The command line as a contract: shape of the folder first, exits 0, 1, 2, one JSON object."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from commonshelf.site import cli
from commonshelf.site import home as folder
from commonshelf.site.tests.processes import COMMONSHELF, run, surroundings
from commonshelf.site.version import version

pytestmark = pytest.mark.processes


def test_any_command_gives_an_empty_folder_its_shape_and_loads_no_demo(tmp_path):
    done = run(tmp_path / "home", "fsck", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["problems"] == []
    assert folder.shape_of(tmp_path / "home") == folder.shape()
    with closing(sqlite3.connect(tmp_path / "home" / folder.DATABASE)) as database:
        assert database.execute("SELECT count(*) FROM members_library").fetchone() == (0,)


def test_three_first_commands_at_once_do_not_collide(tmp_path):
    started = [
        subprocess.Popen(
            [*COMMONSHELF, "fsck", "--json"],
            env=surroundings(tmp_path / "home"),
            stdout=-1,
            stderr=-1,
            text=True,
        )
        for _ in range(3)
    ]
    ended = [(process.communicate(timeout=60), process.returncode) for process in started]
    assert [status for _, status in ended] == [0, 0, 0], ended


def test_a_shape_that_is_there_is_not_looked_at_again(home):
    """What a migration would repair stays as it is: nothing was run."""
    with closing(sqlite3.connect(home / folder.DATABASE)) as database:
        database.execute("DELETE FROM django_migrations")
        database.commit()
    run(home, "settings")
    run(home, "fsck")
    with closing(sqlite3.connect(home / folder.DATABASE)) as database:
        assert database.execute("SELECT count(*) FROM django_migrations").fetchone() == (0,)


def test_fsck_names_what_is_wrong_and_exits_1(home):
    with closing(sqlite3.connect(home / folder.DATABASE)) as database:
        database.execute("INSERT INTO members_libraryalias (library_id, name) VALUES (77, 'nobody')")
        database.commit()
    done = run(home, "fsck")
    assert done.returncode == 1
    assert "members_libraryalias" in done.stdout
    problems = json.loads(run(home, "fsck", "--json").stdout)["problems"]
    assert [one["room"] for one in problems if "members_libraryalias" in one["problem"]] == ["database"]


def test_usage_exits_2_and_help_needs_no_folder(home, tmp_path):
    assert run(home, "fsck", "--nonsense").returncode == 2
    assert run(home, "nonsense").returncode in {1, 2}
    assert run(tmp_path / "other", "fsck", "--help").returncode == 0
    assert not (tmp_path / "other" / folder.DATABASE).exists()


def test_the_version_is_told(tmp_path):
    assert run(tmp_path / "home", "--version").stdout == f"commonshelf {version()}\n"


@pytest.mark.parametrize(
    ("name", "value"), [("COMMONSHELF_TLS", "perhaps"), ("COMMONSHELF_HOME", "/dev/null/x")]
)
def test_a_setting_that_cannot_be_meant_is_one_line(tmp_path, name, value):
    done = run(tmp_path / "home", "settings", **{name: value})
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert name in done.stderr


def test_the_language_of_the_terminal_is_followed(tmp_path):
    done = run(tmp_path / "home", "restore", tmp_path / "nothing", COMMONSHELF_LANG="zh")
    assert "不是备份" in done.stderr
    done = run(tmp_path / "home", "restore", tmp_path / "nothing", COMMONSHELF_LANG="en")
    assert "is not a backup" in done.stderr


def test_whoever_reads_the_answer_may_stop_reading(monkeypatch):
    reads, writes = os.pipe()
    os.close(reads)
    with os.fdopen(writes, "w") as gone, monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", gone)
        with pytest.raises(SystemExit) as ended, cli.read_to_its_end():
            gone.write("more than anybody wants to read")
    assert ended.value.code == cli.UNREAD
