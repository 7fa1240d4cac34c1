"""What a library takes along of rules, contracts and activities: its own, and nothing of another's."""

from __future__ import annotations

import hashlib
import json
import zipfile

import pytest
from django.utils import timezone

from commonshelf.members import api as members
from commonshelf.members import testing
from commonshelf.office import api, taking
from commonshelf.office.tests.test_activities import entered as activity
from commonshelf.office.tests.test_contracts import PDF, entered, sign, text
from commonshelf.office.tests.test_rules import adopted, drafted, said


@pytest.fixture
def cast(db, tmp_path, settings) -> testing.Cast:
    settings.MEDIA_ROOT = tmp_path / "files"
    return testing.cast()


@pytest.fixture
def full(cast):
    """A contract of both, one of WEST alone, a local rule and an activity of each."""
    both = entered(cast)
    text(cast, both.id)
    sign(cast, both.id, both.parties[0].id)
    theirs = {"parties": ("WEST",), "outside": ("某出版社",), "conflict": "none", "visible": "parties"}
    west = entered(cast, "HT-9", **theirs)
    text(cast, west.id, name="西馆秘密.pdf")
    adopted(
        cast, drafted(cast, "7", cast.manager, level="local", library="EAST", given=said("东馆规则", "东"))
    )
    drafted(cast, "8", cast.partner, level="local", library="WEST", given=said("西馆规则", "西"))
    activity(cast)
    activity(cast, cast.partner, "WEST", title_zh="西馆展")
    return cast


def told(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_its_own_with_the_files_as_they_were_signed(full, tmp_path):
    folder = tmp_path / "east"
    folder.mkdir()
    taking.write_own("EAST", folder)
    [contract] = json.loads((folder / "contracts.json").read_text(encoding="utf-8"))
    [version] = contract["versions"]
    kept = (folder / version["file"]).read_bytes()
    assert kept == PDF
    assert hashlib.sha256(kept).hexdigest() == version["sha256"]
    assert [one["signer"] for one in version["signatures"]] == ["馆长"]
    assert [one["library"] for one in contract["parties"]] == ["EAST", "WEST"]
    rules = json.loads((folder / "rules.json").read_text(encoding="utf-8"))
    assert [one["number"] for one in rules["own"]] == ["7"]
    assert rules["own"][0]["versions"][0]["title_zh"] == "东馆规则"
    assert "古籍展" in (folder / "activities.csv").read_text(encoding="utf-8-sig")


def test_nothing_of_another_library(full, tmp_path):
    folder = tmp_path / "east"
    folder.mkdir()
    taking.write_own("EAST", folder)
    for name, content in told(folder).items():
        assert "西馆规则".encode() not in content, name
        assert "西馆展".encode() not in content, name
        assert "西馆秘密".encode() not in content, name
    assert len([name for name in told(folder) if name.startswith("contract-")]) == 1


def test_an_exception_from_a_rule_goes_along(full, tmp_path):
    cast, today = full, timezone.localdate()
    rule = adopted(cast, drafted(cast, "1"))
    api.grant_exception(
        actor=cast.office, rule=rule.id, library="EAST", reason="改造期间", first_date=today, end_date=today
    )
    folder = tmp_path / "east"
    folder.mkdir()
    taking.write_own("EAST", folder)
    rules = json.loads((folder / "rules.json").read_text(encoding="utf-8"))
    assert [one["reason"] for one in rules["exceptions"]] == ["改造期间"]


def test_they_lie_in_the_zip_of_a_library_that_leaves(full):
    card = members.pack(actor=full.manager, symbol="EAST")
    _card, path = members.parcel_file(actor=full.manager, parcel=card.id)
    with zipfile.ZipFile(path) as parcel:
        names = set(parcel.namelist())
    assert {"office/rules.json", "office/contracts.json", "office/activities.csv"} <= names
