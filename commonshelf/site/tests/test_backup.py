"""Backup and restore of a living data folder, and what may not be restored."""

from __future__ import annotations

import json
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime

import pytest

from commonshelf.kernel.refusal import Refusal
from commonshelf.site import backup
from commonshelf.site.tests.processes import run, surroundings

pytestmark = pytest.mark.processes

NOW = datetime(2026, 11, 22, 3, 15, tzinfo=UTC)
WRITER = """
import django
django.setup()
from commonshelf.members import api
for number in range(100_000):
    api.add_library(
        actor=api.operator(), symbol=f"L{number}", name_zh=f"图书馆 {number}", name_en="", kind="public"
    )
    print(number, flush=True)
"""


def libraries(home) -> list[int]:
    with closing(sqlite3.connect(home / "commonshelf.sqlite3")) as database:
        return [
            int(symbol[1:])
            for (symbol,) in database.execute("SELECT symbol FROM members_library ORDER BY id")
        ]


def events(home) -> int:
    with closing(sqlite3.connect(home / "commonshelf.sqlite3")) as database:
        return database.execute(
            "SELECT count(*) FROM news_event WHERE kind = 'members.add-library'"
        ).fetchone()[0]


class Writer:
    """Acts on the data folder as fast as it can, and says each act that was done."""

    def __init__(self, home):
        self.process = subprocess.Popen(
            [sys.executable, "-c", WRITER],
            env=surroundings(home, DJANGO_SETTINGS_MODULE="commonshelf.site.settings"),
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def acked(self, at_least: int) -> int:
        for line in self.process.stdout:
            if int(line) >= at_least:
                return int(line)
        raise AssertionError("the writer died")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()


@pytest.fixture(scope="module")
def once_lived_in(migrated, tmp_path_factory):
    """A data folder in which something has happened."""
    home = shutil.copytree(migrated, tmp_path_factory.mktemp("lived-in") / "home")
    with Writer(home) as writer:
        writer.acked(2)
    (home / "files").mkdir()
    (home / "files" / "load.mrc").write_bytes(b"as received")
    return home


@pytest.fixture
def lived_in(once_lived_in, tmp_path):
    return shutil.copytree(once_lived_in, tmp_path / "home")


def test_a_backup_under_writes_is_one_exact_moment(home, tmp_path):
    with Writer(home) as writer:
        before = writer.acked(5)
        done = run(home, "backup", tmp_path / "copy", "--json")
        after = writer.acked(before + 1)
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["problems"] == []
    copied = libraries(tmp_path / "copy")
    assert copied == list(range(len(copied)))
    assert before < len(copied)
    assert events(tmp_path / "copy") == len(copied)
    assert after > before


def test_what_was_backed_up_comes_back_and_is_whole(lived_in, tmp_path):
    assert run(lived_in, "backup", tmp_path / "copy").returncode == 0
    done = run(tmp_path / "new", "restore", tmp_path / "copy", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    answer = json.loads(done.stdout)
    assert (answer["problems"], answer["put_aside"]) == ([], "")
    assert libraries(tmp_path / "new") == libraries(lived_in)
    assert (tmp_path / "new" / "files" / "load.mrc").read_bytes() == b"as received"
    assert (tmp_path / "new" / "secret").read_text() == (lived_in / "secret").read_text()
    assert run(tmp_path / "new", "fsck").returncode == 0


def test_a_lived_in_folder_is_pushed_aside_only_when_told(lived_in, tmp_path):
    run(lived_in, "backup", tmp_path / "copy")
    refused = run(lived_in, "restore", tmp_path / "copy")
    assert refused.returncode == 1
    assert "--replace" in refused.stderr
    done = json.loads(run(lived_in, "restore", tmp_path / "copy", "--replace", "--json").stdout)
    aside = lived_in / done["put_aside"].rsplit("/", 1)[-1]
    assert libraries(aside) == libraries(lived_in)
    assert (aside / "files" / "load.mrc").exists()
    # and the next backup does not carry it along
    assert run(lived_in, "backup", tmp_path / "again").returncode == 0
    assert not list((tmp_path / "again").glob("before-restore-*"))


def test_a_ruined_database_is_put_aside_and_the_backup_restored(lived_in, tmp_path):
    run(lived_in, "backup", tmp_path / "copy")
    kept = libraries(lived_in)
    for path in lived_in.glob("commonshelf.sqlite3*"):
        path.unlink()
    (lived_in / "commonshelf.sqlite3").write_bytes(b"no database, but somebody may want it" * 300)
    for command in (["fsck"], ["restore", tmp_path / "copy"]):
        refused = run(lived_in, *command)
        assert refused.returncode == 1
        assert "--replace" in refused.stderr
        assert "Traceback" not in refused.stderr
    done = run(lived_in, "restore", tmp_path / "copy", "--replace", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert libraries(lived_in) == kept
    aside = json.loads(done.stdout)["put_aside"].rsplit("/", 1)[-1]
    assert (lived_in / aside / "commonshelf.sqlite3").read_bytes().startswith(b"no database")


def test_what_a_killed_program_left_in_the_log_goes_aside_inside_the_database(home, tmp_path):
    assert run(home, "backup", tmp_path / "copy").returncode == 0
    with Writer(home) as writer:
        acked = writer.acked(5)
    assert (home / "commonshelf.sqlite3-wal").stat().st_size  # planted: the last acts are only there
    backup.put_back(folder=tmp_path / "copy", target=home, manifest=backup.check(tmp_path / "copy"), now=NOW)
    (aside,) = home.glob("before-restore-*")
    assert not list(aside.glob("commonshelf.sqlite3-*"))
    assert libraries(aside)[: acked + 1] == list(range(acked + 1))
    assert libraries(home) == []


def test_a_database_that_cannot_be_read_is_not_backed_up(home, tmp_path):
    (home / "commonshelf.sqlite3").write_bytes(b"no database" * 900)
    with pytest.raises(Refusal, match="backup-failed"):
        backup.make(source=home, target=tmp_path / "copy", now=NOW)
    assert not list(tmp_path.glob("copy*"))


@pytest.fixture(scope="module")
def once_copied(once_lived_in, tmp_path_factory):
    target = tmp_path_factory.mktemp("backup") / "copy"
    backup.make(source=once_lived_in, target=target, now=NOW)
    return target


@pytest.fixture
def copy(once_copied, tmp_path):
    return shutil.copytree(once_copied, tmp_path / "copy")


def code(folder) -> str:
    with pytest.raises(Refusal) as refused:
        backup.check(folder)
    return refused.value.code


def test_a_whole_backup_passes(copy):
    assert backup.check(copy)["made_at"] == "2026-11-22T03:15:00+00:00"


def test_a_plain_copy_is_refused(lived_in, tmp_path):
    shutil.copytree(lived_in, tmp_path / "plain")
    assert code(tmp_path / "plain") == "site.no-manifest"


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"files": 3, "commonshelf": "0.1.0"}', '{"commonshelf": "x"}']
)
def test_a_manifest_that_is_none_is_refused(copy, text):
    (copy / backup.MANIFEST).write_text(text)
    assert code(copy) == "site.no-manifest"


@pytest.mark.parametrize("name", ["commonshelf.sqlite3", "files/load.mrc", "secret"])
def test_a_changed_or_missing_file_is_named(copy, name):
    raw = bytearray((copy / name).read_bytes())
    raw[len(raw) // 2] ^= 1
    (copy / name).write_bytes(raw)
    assert code(copy) == "site.backup-harmed"
    (copy / name).unlink()
    assert code(copy) == "site.backup-harmed"


def test_a_backup_by_a_newer_version_is_refused(copy):
    manifest = json.loads((copy / backup.MANIFEST).read_text())
    (copy / backup.MANIFEST).write_text(json.dumps({**manifest, "commonshelf": "99.0.0"}))
    assert code(copy) == "site.backup-newer"


@pytest.mark.parametrize("path", ["../outside", "/etc/hostname", "files/../../outside"])
def test_a_manifest_that_points_outside_is_refused(copy, path):
    manifest = json.loads((copy / backup.MANIFEST).read_text())
    manifest["files"].append({"path": path, "bytes": 1, "sha256": ""})
    (copy / backup.MANIFEST).write_text(json.dumps(manifest))
    assert code(copy) in {"site.no-manifest", "site.backup-harmed"}


def test_a_folder_with_something_in_it_is_not_overwritten(lived_in, copy):
    with pytest.raises(Refusal, match="backup-not-empty"):
        backup.make(source=lived_in, target=copy, now=NOW)
    with pytest.raises(Refusal, match="backup-inside"):
        backup.make(source=lived_in, target=lived_in / "files" / "copy", now=NOW)


def test_a_sick_database_is_copied_and_called_sick(lived_in, tmp_path):
    with closing(sqlite3.connect(lived_in / "commonshelf.sqlite3")) as database:
        database.execute("PRAGMA foreign_keys=OFF")
        database.execute("INSERT INTO members_libraryalias (library_id, name) VALUES (999999, 'nobody')")
        database.commit()
    done = run(lived_in, "backup", tmp_path / "copy", "--json")
    assert done.returncode == 1
    assert any("members_libraryalias" in one["problem"] for one in json.loads(done.stdout)["problems"])
    assert backup.check(tmp_path / "copy")["problems"]
