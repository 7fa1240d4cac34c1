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
    assert change.entry.libraries == ("WEST",)


def take(folder):
    look()
    look()
    deliver()
    look()


def test_a_link_is_never_followed(folder, tmp_path):
    """Else whoever may write here could read, as rejects, any file the server can."""
    secret = file_of([marc("1", "密")], tmp_path, "secret.mrc")
    (folder / "records.mrc").symlink_to(secret)
    (folder / "loading").mkdir()
    (folder / "loading" / "more.mrc").symlink_to(secret)
    take(folder)
    assert not Load.objects.exists()
    assert secret.exists()


def test_a_folder_that_is_a_link_is_left_alone_and_keeps_nobody_waiting(folder, caplog):
    """Else a file put away in `done` could land in another library's folder and be loaded as theirs."""
    west = folder.parent / "WEST"
    (folder / "done").symlink_to(west, target_is_directory=True)
    file_of([marc("1")], folder)
    file_of([marc("2", "西游记")], west, "west.mrc")
    take(folder)
    assert [load.library.symbol for load in Load.objects.all()] == ["WEST"]
    assert "cannot be worked in" in caplog.text


def test_notes_cut_off_by_a_death_are_begun_anew(folder):
    file_of([marc("1")], folder)
    (folder / ".seen.json").write_text('{"records.mrc": [1')
    take(folder)
    assert api.edition_count() == 1


def test_a_name_in_a_national_coding_is_read_as_one(folder):
    path = folder / os.fsdecode("馆藏.mrc".encode("gbk"))
    file_of([marc("1"), b"00047 no record\x1e\x1d"], folder).rename(path)
    take(folder)
    assert names(folder, "done") == ["馆藏.mrc", "馆藏.mrc.report.txt"]
    assert Load.objects.get().rejected == 1


def test_a_name_that_comes_again_after_a_death_is_not_taken_for_the_old_one(folder):
    file_of([marc("1")], folder)
    take(folder)
    for path in (folder / "done").iterdir():
        path.unlink()
    file_of([marc("1"), marc("2", "西游记")], folder / "loading")  # moved, then somebody died
    look()
    deliver()
    look()
    assert names(folder, "done") == ["records.mrc", "records.mrc.report.txt"]
    assert api.edition_count() == 2
