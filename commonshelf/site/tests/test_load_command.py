"""`load` and `clusters` as the contract of issue 2 has them."""

from __future__ import annotations

import io
import json
import signal
import sqlite3
import subprocess
import time
from contextlib import closing

import pytest
from django.core.management import call_command

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.testing import copy, file_of, load, marc
from commonshelf.members import api as members
from commonshelf.search import api as search
from commonshelf.search.api import Ask
from commonshelf.site.home import DATABASE
from commonshelf.site.tests.processes import run


@pytest.fixture(autouse=True)
def _home(db, tmp_path, settings, fresh_index):
    settings.COMMONSHELF_HOME = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"


def command(*arguments):
    out, err, code = io.StringIO(), io.StringIO(), 0
    try:
        call_command(*arguments, stdout=out, stderr=err)
    except SystemExit as exit_:
        code = exit_.code
    return code, out.getvalue(), err.getvalue()


def test_json_is_one_object_with_what_the_contract_names(tmp_path):
    path = file_of([marc("1"), marc("2", "西游记"), b"00047 no record\x1e\x1d"], tmp_path)
    code, out, err = command("load", str(path), "--library", "EAST", "--create", "--json")
    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert {
        name: answer[name] for name in ("read", "loaded", "unchanged", "rejected", "deleted", "editions")
    } == {
        "read": 3,
        "loaded": 2,
        "unchanged": 0,
        "rejected": 1,
        "deleted": 0,
        "editions": 2,
    }
    assert answer["rejects"] == [
        {"file": "records.mrc", "offset": path.stat().st_size - 17, "reason": "no-directory"}
    ]
    assert answer["seconds"] > 0


def test_what_it_loaded_is_searchable_when_it_returns(tmp_path):
    path = file_of([marc("1", "脂砚斋重评石头记", "曹雪芹", copy("B1"))], tmp_path)
    command("load", str(path), "--library", "EAST", "--create", "--json")
    assert search.find(ask=Ask(words="石头记")).total == 1


def test_people_get_sentences(tmp_path):
    path = file_of([marc("1")], tmp_path)
    code, out, _err = command("load", str(path), "--library", "EAST", "--create")
    assert code == 0
    assert "1 record read: 1 new or changed" in out


def test_an_unknown_library_needs_create(tmp_path):
    code, out, err = command("load", str(file_of([marc("1")], tmp_path)), "--library", "EAST")
    assert (code, out) == (1, "")
    assert "EAST" in err
    assert "--create" in err


@pytest.mark.parametrize("name", ["missing.mrc", "."])
def test_refusals_are_one_sentence_and_exit_1(tmp_path, name):
    code, out, err = command("load", str(tmp_path / name), "--library", "EAST", "--create", "--json")
    assert code == 1
    assert err.count("\n") == 1
    assert json.loads(out)["sentence"] == err.strip()
    assert command("load", str(tmp_path / name), "--library", "EAST")[1] == ""


def test_of_several_files_the_rest_goes_on(tmp_path):
    good = file_of([marc("1")], tmp_path)
    code, out, err = command(
        "load", str(tmp_path / "missing.mrc"), str(good), "--library", "EAST", "--create", "--json"
    )
    answer = json.loads(out)
    assert (code, answer["loaded"]) == (0, 1)
    assert answer["refused"] == [{"file": "missing.mrc", "code": "catalogue.file-missing"}]
    assert "missing.mrc" in err


def test_a_dry_run_writes_nothing_and_says_so(tmp_path):
    members.add_library(actor=members.operator(), symbol="EAST", name_zh="东馆", name_en="")
    path = str(file_of([marc("1")], tmp_path))
    code, out, _err = command("load", path, "--library", "EAST", "--create", "--dry-run", "--json")
    answer = json.loads(out)
    assert (code, answer["dry_run"], answer["editions"]) == (0, True, 0)
    assert answer["report"]["dry"]["new"] == 1
    assert not list(catalogue.clusters())


@pytest.mark.processes
def test_a_dry_run_makes_nobody_a_member(home, tmp_path):
    path = file_of([marc("1"), marc("2", "西游记")], tmp_path)
    refused = run(home, "load", path, "--library", "EAST", "--dry-run", "--json")
    assert json.loads(refused.stdout)["refused"] == "catalogue.no-library"
    files = {found.name for found in home.iterdir()}
    done = run(home, "load", path, "--library", "EAST", "--create", "--dry-run", "--json")
    answer = json.loads(done.stdout)
    assert (done.returncode, answer["read"], answer["report"]["dry"]["new"]) == (0, 2, 2)
    assert (answer["load"], answer["editions"]) == (None, 0)
    with closing(sqlite3.connect(home / DATABASE)) as database:
        for table in ("members_library", "news_event", "catalogue_load", "catalogue_source"):
            assert database.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table
    assert {found.name for found in home.iterdir()} - {"locks"} == files - {"locks"}, "the copy is gone"
    done = run(home, "load", path, "--library", "EAST", "--create", "--json")
    assert json.loads(done.stdout)["loaded"] == 2


def test_full_deletes_the_unseen_without_asking(tmp_path):
    command(
        "load",
        str(file_of([marc(str(n), f"书 {n}") for n in range(30)], tmp_path)),
        "--library",
        "E",
        "--create",
    )
    path = file_of([marc("1", "书 1")], tmp_path, name="full.mrc")
    _code, out, _err = command("load", str(path), "--library", "E", "--full", "--json")
    assert json.loads(out)["deleted"] == 29


def test_usage_is_exit_2():
    with pytest.raises(Exception, match="required"):
        call_command("load")


def test_clusters_are_tab_separated(tmp_path):
    command("load", str(file_of([marc("1"), marc("2", "西游记")], tmp_path)), "--library", "EAST", "--create")
    load(marc("x", "紅樓夢"), library="EAST", source="old")
    code, _out, _err = command("clusters", "--out", str(tmp_path / "out.tsv"))
    lines = [line.split("\t") for line in (tmp_path / "out.tsv").read_text().splitlines()]
    assert code == 0
    assert lines[0] == ["library", "local_id", "edition", "work"]
    assert [line[:2] for line in lines[1:]] == [["EAST", "1"], ["EAST", "2"], ["EAST", "x"]]
    assert lines[1][2] == lines[3][2] != lines[2][2]


def test_clusters_that_cannot_be_written_are_refused(tmp_path):
    code, _out, err = command("clusters", "--out", str(tmp_path / "no" / "out.tsv"))
    assert code == 1
    assert "out.tsv" in err


@pytest.mark.processes
def test_killed_and_run_again_it_goes_on_and_loses_nothing(home, tmp_path):
    from commonshelf.site.tests.processes import COMMONSHELF, run, surroundings

    path = file_of([marc(str(n), f"书 {n}", f"人 {n}", copy(f"B{n}")) for n in range(3000)], tmp_path)
    arguments = ["load", str(path), "--library", "EAST", "--create", "--json"]
    process = subprocess.Popen([*COMMONSHELF, *arguments], env=surroundings(home), stdout=subprocess.DEVNULL)
    loads = f"file:{home}/commonshelf.sqlite3?mode=ro"
    import sqlite3

    for _ in range(6000):
        time.sleep(0.02)
        with sqlite3.connect(loads, uri=True) as rows:
            found = rows.execute("SELECT read FROM catalogue_load").fetchone()
        if found and found[0] >= 1000:
            break
    process.send_signal(signal.SIGKILL)
    process.wait()
    with sqlite3.connect(loads, uri=True) as rows:
        stopped_at, state = rows.execute("SELECT read, state FROM catalogue_load").fetchone()
    assert 1000 <= stopped_at < 3000
    assert state == "running"
    answer = json.loads(run(home, *arguments).stdout)
    assert (answer["read"], answer["loaded"], answer["editions"]) == (3000, 3000, 3000)
    with sqlite3.connect(loads, uri=True) as rows:
        assert rows.execute("SELECT COUNT(*) FROM catalogue_load").fetchone() == (1,)
    assert run(home, "fsck").returncode == 0


def test_loads_are_written_down_as_acts_of_the_operator(tmp_path):
    from commonshelf.news import api as news

    command("load", str(file_of([marc("1")], tmp_path)), "--library", "EAST", "--create")
    [happening] = news.happenings(kind="catalogue.load")
    assert (happening.agent, happening.object.library) == ("cli", "EAST")
    [card] = catalogue.loads(actor=members.operator())
    assert card.state == "done"
