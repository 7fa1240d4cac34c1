"""`commonshelf readers import`."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import call_command

from commonshelf.cards import sheet_files, testing
from commonshelf.cards.models import Reader


@pytest.fixture
def file(db, tmp_path, settings, monkeypatch):
    monkeypatch.setenv("COMMONSHELF_LANG", "en")
    settings.COMMONSHELF_HOME = tmp_path / "home"
    testing.readers()
    path = tmp_path / "readers.csv"
    path.write_text("学号,姓名,身份证号\nS1001,陈晨,\nS1002,坏行,123\n", encoding="gb18030")
    return path


def run(*words) -> dict:
    out = io.StringIO()
    call_command("readers", "import", *map(str, words), "--json", stdout=out)
    return json.loads(out.getvalue())


def test_a_file_is_looked_at_taken_over_once_and_leaves_nothing_behind(file):
    told = (file, "--library", "EAST", "--group", "undergraduate")
    before = Reader.objects.count()
    dry = run(*told, "--dry-run")
    assert (dry["taken"], dry["counts"]["new"], Reader.objects.count()) == (False, 1, before)
    done = run(*told)
    assert (done["taken"], Reader.objects.count()) == (True, before + 1)
    [fault] = done["faults"]
    assert (fault["row"], fault["column"], fault["code"]) == (3, "proof_number", "cards.sheet-say-proof-kind")
    again = run(*told)
    assert (again["taken"], again["counts"]["same"], Reader.objects.count()) == (False, 1, before + 1)
    assert list(sheet_files.folder().iterdir()) == []


def test_what_does_not_go_is_refused_with_a_code(file, tmp_path, capsys):
    for words, code in (
        ((tmp_path / "none.csv", "--library", "EAST"), "catalogue.file-missing"),
        ((file, "--library", "EAST", "--group", "nobody"), "cards.no-such-group"),
        ((file, "--library", "NOWHERE"), "absent"),
    ):
        out = io.StringIO()
        with pytest.raises(SystemExit):
            call_command("readers", "import", *map(str, words), "--json", stdout=out)
        assert json.loads(out.getvalue())["refused"] == code
