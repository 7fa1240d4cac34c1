"""Backups made by themselves: kept so many, refused where there is no room, tried out and told of."""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api as members
from commonshelf.members import testing
from commonshelf.news import api as news
from commonshelf.office import api as office
from commonshelf.site import backup, drill, env, keeping
from commonshelf.site.tests.processes import run

NOW = datetime(2026, 11, 22, 3, 15, tzinfo=UTC)


def a_backup(folder: Path, day: int) -> Path:
    made = folder / (NOW + timedelta(days=day)).strftime(keeping.NAME)
    made.mkdir(parents=True)
    (made / backup.MANIFEST).write_text("{}")
    return made


def test_the_oldest_go_and_nothing_that_is_not_ours(tmp_path, settings):
    settings.BACKUPS = env.Backups(tmp_path, kept=2, at="", drill_at="")
    made = [a_backup(tmp_path, day) for day in range(4)]
    (tmp_path / "commonshelf-20200101-000000").mkdir()  # unfinished: no manifest
    (tmp_path / "letters").mkdir()
    assert keeping.drop_old() == [one.name for one in made[:2]]
    assert keeping.latest() == made[-1]
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted(
        ["commonshelf-20200101-000000", "letters", made[2].name, made[3].name]
    )


def test_without_a_folder_it_is_said_what_to_do(settings):
    settings.BACKUPS = env.Backups(None, kept=2, at="", drill_at="")
    for asked in (lambda: keeping.target(NOW), keeping.latest):
        with pytest.raises(Refusal) as refused:
            asked()
        assert refused.value.code == "site.no-backup-folder"


@pytest.mark.django_db
@pytest.mark.parametrize("by_itself", [True, False])
def test_a_drill_before_any_backup_says_so_on_the_offices_first_page(tmp_path, settings, by_itself):
    settings.BACKUPS = env.Backups(tmp_path, kept=2, at="", drill_at="")
    cast = testing.cast()
    with pytest.raises(SystemExit):
        call_command("drill", by_itself=by_itself, stderr=io.StringIO())
    [written] = news.happenings(kind="site.drill")
    assert written.facts["code"] == keeping.NONE_YET
    sections = office.home(actor=cast.office, now=timezone.now())
    assert "drill-nothing" in {one.code for section in sections for one in section.findings}


@pytest.mark.django_db
def test_without_a_folder_a_drill_writes_nothing_down(settings):
    settings.BACKUPS = env.Backups(None, kept=2, at="", drill_at="")
    with pytest.raises(SystemExit):
        call_command("drill", stderr=io.StringIO())
    assert news.happenings(kind="site.drill") == []


def test_a_full_disk_is_refused_before_anything_is_written(tmp_path, monkeypatch):
    home, target = tmp_path / "home", tmp_path / "backups" / "one"
    home.mkdir()
    (home / "commonshelf.sqlite3").write_bytes(b"x" * 1000)
    (home / "index").mkdir()
    (home / "index" / "segment").write_bytes(b"x" * 10**6)  # made anew, so it needs no room
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1200))
    keeping.enough_room(home, target)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1050))
    with pytest.raises(Refusal) as refused:
        keeping.enough_room(home, target)
    assert refused.value.code == "site.backup-no-room"
    assert not target.parent.exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("COMMONSHELF_BACKUP_AT", "every night"),
        ("COMMONSHELF_BACKUP_AT", "99 3 * * *"),
        ("COMMONSHELF_BACKUPS_KEPT", "1"),
        ("COMMONSHELF_BACKUPS", "/srv/home/backups"),
        ("COMMONSHELF_BACKUPS", "/srv"),
    ],
)
def test_settings_that_cannot_be_meant_are_refused_at_start(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(env.BadSetting):
        env.backups(Path("/srv/home"))


def test_a_turn_missed_for_days_makes_one_backup_not_many(db, monkeypatch):
    started: list[str] = []
    monkeypatch.setattr(keeping.threading.Thread, "start", lambda self: started.append(self.name))
    turn = keeping._turn_of("backup")
    turn(NOW - timedelta(days=2))
    assert started == ["backup"]
    keeping.write_down("site.backup", Path("/b/one"), {"bytes": 1}, by_itself=True)
    turn(NOW - timedelta(days=1))
    assert started == ["backup"]
    [event] = news.happenings(kind="site.backup")
    assert (event.agent, event.object.id, event.facts) == ("worker", "one", {"bytes": 1})


@pytest.mark.processes
def test_a_backup_is_made_tried_out_and_told_of_and_a_harmed_one_is_not_passed(home, tmp_path):
    """One way through with the real commands: backup, drill, an old one deleted, a planted loss seen."""
    folder = tmp_path / "backups"
    around = {"COMMONSHELF_BACKUPS": str(folder), "COMMONSHELF_BACKUPS_KEPT": "2"}
    made = json.loads(run(home, "backup", "--json", **around).stdout)
    assert (made["problems"], made["deleted"]) == ([], [])
    tried = json.loads(run(home, "drill", "--json", **around).stdout)
    assert (tried["problems"], tried["folder"]) == ([], made["folder"])
    assert not list(folder.glob("drill-*.half"))
    kinds = _events(home)
    assert [kind for kind, _facts in kinds] == ["site.backup", "site.drill"]
    assert kinds[1][1]["problems"] == 0
    # Planted: a backup whose database lost a row after the manifest was written.
    lost = Path(made["folder"])
    with closing(sqlite3.connect(lost / "commonshelf.sqlite3")) as database:
        database.execute("CREATE TABLE planted (id INTEGER)")
        database.commit()
    harmed = run(home, "drill", "--json", **around)
    assert harmed.returncode == 1
    assert json.loads(harmed.stdout)["refused"] == "site.backup-harmed"
    assert _events(home)[-1][1]["code"] == "site.backup-harmed"


def _events(home: Path) -> list[tuple[str, dict]]:
    with closing(sqlite3.connect(home / "commonshelf.sqlite3")) as database:
        rows = database.execute("SELECT kind, facts FROM news_event WHERE kind LIKE 'site.%' ORDER BY id")
        return [(kind, json.loads(facts)) for kind, facts in rows]


def test_rows_and_events_that_do_not_come_back_are_named(tmp_path):
    place = tmp_path / "tried"
    place.mkdir()
    with closing(sqlite3.connect(place / "commonshelf.sqlite3")) as database:
        database.executescript(
            "CREATE TABLE members_library (id INTEGER); INSERT INTO members_library VALUES (1);"
            "CREATE TABLE browse_term (id INTEGER);"
        )
    saved = {"rows": {"members_library": 2, "browse_term": 9, "gone_since": 3}}
    assert list(drill.missing(saved, place)) == ["members_library: 2 rows saved, 1 came back"]


def test_the_log_is_compared_event_by_event(db, tmp_path, settings):
    members.set_alliance(actor=members.operator(), name_zh="联盟")
    paths = [tmp_path / name for name in ("one.sqlite3", "other.sqlite3")]
    for path, facts in zip(paths, ("{}", '{"planted": 1}'), strict=True):
        with closing(sqlite3.connect(path)) as database:
            database.execute(
                "CREATE TABLE news_event (id, at, kind, person, object_kind, object_id, library, facts)"
            )
            database.execute("INSERT INTO news_event VALUES (1, 'now', 'a.b', '', '', '', '', ?)", [facts])
            database.commit()
    one, other = (backup.events(path) for path in paths)
    assert one[0] == other[0] == 1
    assert one != other
