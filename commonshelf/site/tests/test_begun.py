"""A command in a process that had begun before is the same command."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from commonshelf.site.tests.processes import run, run_from_nothing

pytestmark = pytest.mark.processes


@pytest.mark.parametrize(
    ("given", "more"),
    [
        (["settings", "--json"], {"COMMONSHELF_HOSTS": "shelf.example.edu.cn"}),
        (["search", "红楼梦", "--library", "NOWHERE"], {"LANG": "zh_CN.UTF-8"}),
        (["nonsense"], {}),
        (["load"], {}),
        (["settings"], {"COMMONSHELF_TLS": "perhaps"}),
    ],
)
def test_it_answers_as_one_from_nothing(home, given, more):
    fork, fresh = (how(home, *given, **more) for how in (run, run_from_nothing))
    assert (fork.returncode, fork.stdout, fork.stderr) == (fresh.returncode, fresh.stdout, fresh.stderr)


def test_each_has_the_folder_it_was_given(migrated, tmp_path):
    """Planted in one of them only: a row that belongs to nobody; each makes a key of its own."""
    homes = [Path(shutil.copytree(migrated, tmp_path / name)) for name in ("one", "two")]
    for home in homes:
        (home / "secret").unlink()
    with closing(sqlite3.connect(homes[1] / "commonshelf.sqlite3")) as database:
        database.execute("INSERT INTO members_libraryalias (library_id, name) VALUES (77, 'nobody')")
        database.commit()
    sound, sick = (json.loads(run(home, "fsck", "--json").stdout)["problems"] for home in homes)
    assert sound == []
    assert any("members_libraryalias" in one["problem"] for one in sick)
    one, two = ((home / "secret").read_text() for home in homes)
    assert one != two
