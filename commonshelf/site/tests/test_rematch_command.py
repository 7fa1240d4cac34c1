"""`rematch`: for people and for machines, tried and done."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import call_command

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.testing import load, marc, stand_apart
from commonshelf.members.testing import two_libraries

pytestmark = pytest.mark.django_db(transaction=True)  # a preview works on a copy of what is committed


@pytest.fixture(autouse=True)
def _home(tmp_path, settings, fresh_index):
    settings.COMMONSHELF_HOME = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    two_libraries()


def rematch(*arguments):
    out = io.StringIO()
    call_command("rematch", *arguments, stdout=out)
    return out.getvalue()


def test_a_preview_and_the_doing_tell_the_same():
    load(marc("1"), marc("2", "西游记"))
    load(marc("9"), library="WEST")
    before = sorted(catalogue.clusters())
    tried, done = json.loads(rematch("--preview", "--json")), json.loads(rematch("--json"))
    assert tried == {
        "records": 3,
        "editions_before": 2,
        "editions_after": 2,
        "joined": 0,
        "parted": 0,
        "queued": 0,
        "settled": 0,
        "examples": [],
        "preview": True,
    }
    assert done == tried | {"preview": False}
    assert sorted(catalogue.clusters()) == before


def test_people_read_sentences_and_examples(monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    load(marc("1"), marc("2", "西游记"))
    load(marc("9"), library="WEST")
    stand_apart("WEST", "9")
    home = {(library, local_id): edition for library, local_id, edition, _ in catalogue.clusters()}
    told = rematch("--preview")
    assert "3 editions would become 2" in told
    assert f"Edition {home['EAST', '1']} would take in:" in told
    assert "WEST 9" in told
    assert "3 editions became 2" in rematch()
