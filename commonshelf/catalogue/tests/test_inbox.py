"""The watched folder: taken when at rest, put away with a report, whatever dies in between."""

from __future__ import annotations

import os

import pytest
from django.utils import timezone

from commonshelf.catalogue import api, inbox
from commonshelf.catalogue.models import Load
from commonshelf.catalogue.testing import file_of, marc
from commonshelf.news import api as news

pytestmark = pytest.mark.usefixtures("alliance")


def look():
    inbox.look(timezone.now())


def deliver():
    news.work_once(now=timezone.now(), include=["catalogue.run-load"], turns=False)


@pytest.fixture
def folder(tmp_path):
    look()
    return tmp_path / "inbox" / "EAST"


def names(folder, kind):
    return sorted(path.name for path in (folder / kind).glob("*"))


def test_a_file_at_rest_is_loaded_and_put_away_with_a_report(folder):
    file_of([marc("1"), b"00047 no record\x1e\x1d"], folder)
    look()
    assert not Load.objects.exists()  # it may still be growing
    look()
    assert names(folder, "loading") == ["records.mrc"]
    deliver()
    look()
    assert names(folder, "done") == ["records.mrc", "records.mrc.report.txt"]
    told = (folder / "done" / "records.mrc.report.txt").read_text()
    assert "读入 2 条记录" in told
    assert "2 records read" in told
    assert api.edition_count() == 1


def test_a_growing_file_is_left_alone(folder):
    path = file_of([marc("1")], folder)
    look()
    path.write_bytes(path.read_bytes() * 2)
    look()
    assert not Load.objects.exists()
    look()
    assert Load.objects.count() == 1


def test_what_cannot_be_read_is_put_aside_with_the_reason(folder):
    (folder / "notes.pdf").write_bytes(b"%PDF-1.4")
    look()
    look()
    assert names(folder, "refused") == ["notes.pdf", "notes.pdf.report.txt"]
    assert "notes.pdf" in (folder / "refused" / "notes.pdf.report.txt").read_text()
    assert not Load.objects.exists()


def test_a_death_between_moving_and_beginning_is_made_good(folder):
    (folder / "loading").mkdir()
    file_of([marc("1")], folder / "loading")
    look()
    deliver()
    look()
    assert names(folder, "done") == ["records.mrc", "records.mrc.report.txt"]


def test_the_next_file_of_the_same_name_gets_a_number(folder):
    for title in ("红楼梦", "西游记"):
        file_of([marc("1", title)], folder)
        look()
        look()
        deliver()
        look()
    assert [name for name in names(folder, "done") if name.endswith(".mrc")] == [
        "records-2.mrc",
        "records.mrc",
    ]


def test_each_library_has_its_own(folder):
    file_of([marc("1")], folder.parent / "WEST")
    look()
    look()
    deliver()
    [change] = api.editions_changed_since(stamp=0, limit=5)
    assert change.card.libraries == ("WEST",)
