"""What is taken along holds every planted row, in a page to read, for programs and as tables; no secret."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile

import pytest
from django.utils import translation
from pypdf import PdfReader

from commonshelf.cards.testing import an_actor, readers
from commonshelf.delivery import api as delivery
from commonshelf.delivery.testing import laid, over
from commonshelf.kernel.actor import Actor
from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members
from commonshelf.privacy import api, packing, wording
from commonshelf.privacy.domain.table import TABLE, owned
from commonshelf.privacy.gathering import exported
from commonshelf.privacy.tests.planting import Garden, plant
from commonshelf.privacy.words import SECTIONS, TITLES

pytestmark = pytest.mark.django_db


def withheld(place: str) -> bool:
    label, _, column = place.rpartition(".")
    return column in TABLE[label].withheld


def test_every_planted_row_and_word_is_in_it():
    garden = plant(Garden())
    packed = api.export(actor=members.operator(), person=garden.person.key, language="en")
    archive = zipfile.ZipFile(io.BytesIO(packed))
    data = json.loads(archive.read("data.json"))
    told = {part["model"]: part["rows"] for part in data["parts"]}
    for label, line in owned():
        kept = {row["id"] if "id" in row else row["pk"] for row in told.get(label, [])}
        assert set(garden.rows[label]) <= kept, label
        assert all(set(row) == set(exported(line)) for row in told[label])
    said = archive.read("data.json").decode()
    wanted = {word: place for word, place in garden.words.items() if not withheld(place)}
    assert [place for word, place in wanted.items() if word not in said] == []
    secret = [place for word, place in garden.words.items() if withheld(place) and word in said]
    assert secret == []


def test_the_page_says_all_that_is_of_the_person_in_their_language():
    garden = plant(Garden())
    packed = api.export(actor=members.operator(), person=garden.person.key, language="zh-hans")
    archive = zipfile.ZipFile(io.BytesIO(packed))
    page = archive.read("index.html").decode()
    assert 'lang="zh-hans"' in page
    of_theirs = {
        word
        for word, place in garden.words.items()
        if TABLE[place.rpartition(".")[0]].class_of(place.rpartition(".")[2]) in {"identity", "activity"}
        and not withheld(place)
        and not place.endswith(("about_kind", "about_id", "object_kind"))
    }
    assert {word for word in of_theirs if word not in page} == set()
    assert "借阅" in page
    assert "Loans" not in page
    heads = next(csv.reader(io.StringIO(archive.read("csv/cards-card.csv").decode("utf-8-sig"))))
    assert "号码" in heads
    assert not re.search(r"https?://", page), "it is read where there is no network"


def test_nobody_takes_along_what_is_anothers():
    garden = plant(Garden())
    with pytest.raises(Absent):
        api.export(actor=Actor(key="0" * 16), person=garden.person.key)
    with pytest.raises(Absent):
        api.erase(actor=Actor(key="0" * 16), person=garden.person.key)


def test_every_column_a_person_reads_has_a_name_in_both_languages():
    for language in ("zh-hans", "en"):
        with translation.override(language):
            for label, line in owned():
                assert label in TITLES, label
                for column in (*line.identity, *line.activity):
                    mine = {link.path for link in line.links} | set(line.withheld)
                    assert column in mine or (wording.head(label, column) != "" and wording.named(column)), (
                        label,
                        column,
                    )
    assert {line.section for _, line in owned() if line.section} <= set(SECTIONS)


@pytest.fixture
def shared(settings, tmp_path):
    """The student's document, never opened; the teacher's; one of the student whose days are over."""
    settings.MEDIA_ROOT = tmp_path
    world = readers()
    for number, reader in enumerate((world.student, world.teacher, world.student)):
        document = laid(about=f"sharing:{number}")
        link, _ = delivery.share(actor=members.operator(), document=document.id, reader=reader.key, opens=2)
        if number == 2:
            over(link.id, opens=1)
    return world


def parcel(reader):
    packed = api.export(actor=an_actor(reader), person=reader.key, language="en")
    archive = zipfile.ZipFile(io.BytesIO(packed))
    data = json.loads(archive.read("data.json"))
    rows = {part["model"]: part["rows"] for part in data["parts"]}["delivery.Link"]
    return archive, data, rows


def test_documents_that_can_be_opened_go_along_with_the_readers_mark(shared, monkeypatch):
    archive, data, rows = parcel(shared.student)
    assert [(row["opens"], row["most_opens"]) for row in rows] == [(0, 2), (1, 2)]
    [told] = data["files"]
    assert told == {
        "model": "delivery.Link", "id": rows[0]["id"], "title": "红楼梦 第一回",
        "file": f"documents/{rows[0]['id']}.pdf",
    }  # fmt: skip
    assert [name for name in archive.namelist() if name.startswith("documents/")] == [told["file"]]
    pages = PdfReader(io.BytesIO(archive.read(told["file"]))).pages
    assert f"…{shared.student.card.number[-4:]}" in pages[1].extract_text().replace("\x00", "")
    page = archive.read("index.html").decode()
    assert f'<a href="{told["file"]}">红楼梦 第一回</a>' in page
    assert page.count("红楼梦 第一回") == 3  # of each link a line, and the file
    [link] = delivery.links_for(reader=shared.student.key)
    assert (link.id, link.opens) == (rows[0]["id"], 0)
    monkeypatch.setattr(packing, "MOST_BYTES", 100)
    archive, data, _ = parcel(shared.student)
    assert [one["file"] for one in data["files"]] == [""]
    assert "too large for this file" in archive.read("index.html").decode()


def test_what_was_withdrawn_or_lost_goes_along_as_a_line_only(shared, django_capture_on_commit_callbacks):
    [link] = delivery.links_for(reader=shared.student.key)
    with django_capture_on_commit_callbacks(execute=True):
        delivery.withdraw(actor=members.operator(), document=link.document.id)
    [kept] = delivery.links_for(reader=shared.teacher.key)
    delivery.scanned_file(actor=members.operator(), document=kept.document.id)[0].unlink()
    for reader, count in ((shared.student, 2), (shared.teacher, 1)):
        archive, data, rows = parcel(reader)
        assert data["files"] == []
        assert len(rows) == count
        assert "红楼梦 第一回" in archive.read("index.html").decode()
