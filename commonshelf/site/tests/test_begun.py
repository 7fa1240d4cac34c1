"""A command in a process that had begun before is the same command."""

from __future__ import annotations

import json

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


def test_each_has_the_folder_it_was_given(tmp_path):
    for name in ("one", "two"):
        answer = json.loads(run(tmp_path / name, "fsck", "--json").stdout)
        assert answer["problems"] == []
        assert (tmp_path / name / "commonshelf.sqlite3").exists()
    assert (tmp_path / "one" / "secret").read_text() != (tmp_path / "two" / "secret").read_text()
