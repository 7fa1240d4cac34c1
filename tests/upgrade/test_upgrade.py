"""What an earlier release kept is all there after an update: rows, log, agencies, people, search."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from commonshelf.site import backup, drill
from commonshelf.site.tests.processes import run, surroundings

pytestmark = pytest.mark.processes

FIXTURES = Path(__file__).parent / "fixtures"
RELEASES = sorted(path.name.removesuffix(".tar.xz") for path in FIXTURES.glob("*.tar.xz"))
DATABASE = "commonshelf.sqlite3"
PEOPLE = ("office", "manager", "cataloguer", "librarian", "reader")
PASSWORD = "cedar-lantern-42"
TITLE = "A lost map in the woods"
SIGN_IN = f"""
import django
django.setup()
from django.contrib.auth import authenticate
from commonshelf.kernel.actor import Agent
from commonshelf.members import api
for name in {PEOPLE!r}:
    user = authenticate(username=name, password={PASSWORD!r})
    held = api.actor_for(user=user, agent=Agent.WEB).standings if user else ()
    print(name, *(f"{{one.role}}@{{one.library}}" for one in held))
"""
BROKEN = """
import sys, django
django.setup()
from django.db import DatabaseError, connection, migrations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from commonshelf.site import cli

def fails(apps, editor):
    apps.get_model("members", "Person").objects.all().delete()
    raise DatabaseError("planted")

loaded = MigrationLoader.build_graph
def planted(self):
    loaded(self)
    before = MigrationRecorder(connection).applied_migrations()
    new = [one for one in self.disk_migrations if one not in before]
    first = min(new, key=lambda one: (one[0] != "members", one))
    self.disk_migrations[first].operations = [migrations.RunPython(fails)]
MigrationLoader.build_graph = planted
cli.migrate()
"""


def unpacked(release: str, folder: Path) -> Path:
    with tarfile.open(FIXTURES / f"{release}.tar.xz") as archive:
        archive.extractall(folder, filter="data")
    return folder


ENDS = [
    pytest.param(one, marks=[] if one in {RELEASES[0], RELEASES[-1]} else [pytest.mark.prove])
    for one in RELEASES
]
"""The oldest and the newest in every run, those between in the proofs: for what no release does otherwise."""


@pytest.fixture(params=ENDS)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A data folder as that release left it."""
    return unpacked(request.param, tmp_path / "home")


def asked(home: Path, sql: str) -> list[tuple]:
    with closing(sqlite3.connect(home / DATABASE)) as database:
        return database.execute(sql).fetchall()


def troubles(home: Path, before: Path) -> Iterator[str]:
    """What an update must never do: rows gone, the log changed, agencies adrift, people not let in."""
    saved = json.loads((before / backup.MANIFEST).read_text())
    yield from drill.missing(saved, home)
    if backup.events(before / DATABASE)[0] > backup.events(home / DATABASE)[0]:
        yield "events are gone"
    kept = "SELECT id, at, kind, person, object_kind, object_id, library, facts FROM news_event ORDER BY id"
    old_log = asked(before, kept)
    if asked(home, f"{kept} LIMIT {len(old_log)}") != old_log:
        yield "the log is not the same"
    [(general,)] = asked(home, "SELECT count(*) FROM members_agency WHERE kind = 'general'")
    adrift = asked(
        home,
        "SELECT library_id FROM members_agency WHERE kind = 'member' AND (parent_id IS NULL OR"
        " parent_id NOT IN (SELECT id FROM members_agency WHERE kind = 'general'))",
    )
    if general != 1 or adrift:
        yield f"{general} general agencies, {len(adrift)} agencies adrift"
    without = (
        "SELECT count(*) FROM members_library WHERE id NOT IN"
        " (SELECT library_id FROM members_agency WHERE kind = 'member')"
    )
    if asked(home, without) != [(0,)]:
        yield "a member has no agency"
    names = {name for (name,) in asked(before, "SELECT username || password FROM members_person")}
    if names != {name for (name,) in asked(home, "SELECT username || password FROM members_person")}:
        yield "people are not who they were"


def test_there_is_a_fixture_of_every_release():
    """Of every minor release that the change log names before today's."""
    lines = (Path(__file__).parents[2] / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()
    named = [line.split()[1] for line in lines if line.startswith("## 0")]
    assert set(RELEASES) >= {"0.1.0", "0.2.0", "0.3.0", "0.4.0"} & set(named)
    assert sum(path.stat().st_size for path in FIXTURES.glob("*.tar.xz")) < 300_000


def test_everything_is_there_after_the_update(old: Path, tmp_path: Path):
    before = Path(shutil.copytree(old, tmp_path / "before"))
    assert json.loads((before / backup.MANIFEST).read_text())["problems"] == []
    looked_over = run(old, "fsck", "--json")
    assert json.loads(looked_over.stdout)["problems"] == [], looked_over.stderr
    assert list(troubles(old, before)) == []
    said = subprocess.run(
        [sys.executable, "-c", SIGN_IN],
        env=surroundings(old, DJANGO_SETTINGS_MODULE="commonshelf.site.settings"),
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert said.splitlines() == [
        "office office@", "manager manager@W0001", "cataloguer cataloguer@W0001",
        "librarian librarian@W0002", "reader reader@W0003",
    ]  # fmt: skip
    found = json.loads(run(old, "search", TITLE, "--json").stdout)
    assert found["total"] >= 1


def test_its_backup_can_be_restored_by_today_s_release(old: Path, tmp_path: Path):
    """The way back in after a machine was lost meanwhile; the signing key is made anew."""
    manifest = json.loads((old / backup.MANIFEST).read_text())
    manifest["files"] = [one for one in manifest["files"] if one["path"] != "secret"]
    (old / backup.MANIFEST).write_text(json.dumps(manifest))
    told = json.loads(run(tmp_path / "new", "restore", old, "--json").stdout)
    assert told["problems"] == []


HARMS = {
    "people lost": "DELETE FROM members_affiliation; DELETE FROM members_person WHERE username = 'reader'",
    "agencies adrift": "UPDATE members_agency SET parent_id = NULL WHERE kind = 'member'",
    "two general agencies": "DROP INDEX one_general_agency; UPDATE members_agency SET kind = 'general'",
    "a password emptied": "UPDATE members_person SET password = '' WHERE username = 'office'",
    "the log rewritten": "UPDATE news_event SET facts = '{}'",
    "editions lost": "DELETE FROM catalogue_reject; DELETE FROM catalogue_load",
}


@pytest.fixture(scope="module")
def updated(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The newest earlier release: as it was, and brought to today's shape."""
    before = unpacked(RELEASES[-1], tmp_path_factory.mktemp("before"))
    home = Path(shutil.copytree(before, tmp_path_factory.mktemp("after") / "home"))
    assert run(home, "fsck", "--without-index", "--json").returncode == 0
    return before, home


@pytest.mark.parametrize("harm", HARMS)
def test_planted_an_update_that_loses_something_is_seen(
    harm: str, updated: tuple[Path, Path], tmp_path: Path
):
    before, sound = updated
    home = Path(shutil.copytree(sound, tmp_path / "home"))
    assert list(troubles(home, before)) == []
    with closing(sqlite3.connect(home / DATABASE)) as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {name}")
        database.executescript(HARMS[harm])
        database.commit()
    assert list(troubles(home, before))


def test_planted_a_migration_that_fails_changes_nothing_and_says_so(old: Path, tmp_path: Path):
    before = Path(shutil.copytree(old, tmp_path / "before"))
    done = subprocess.run(
        [sys.executable, "-c", BROKEN],
        env=surroundings(old, DJANGO_SETTINGS_MODULE="commonshelf.site.settings"),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "planted" in done.stderr
    assert "restore" in done.stderr
    people = asked(old, "SELECT username FROM members_person ORDER BY id")
    assert people == asked(before, "SELECT username FROM members_person ORDER BY id")
    assert people[: len(PEOPLE)] == [(name,) for name in PEOPLE]
    assert backup.events(old / DATABASE) == backup.events(before / DATABASE)
