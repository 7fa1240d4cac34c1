"""What is taken along holds every planted row, in a page to read, for programs and as tables; no secret."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile

import pytest
from django.utils import translation

from commonshelf.kernel.actor import Actor
from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members
from commonshelf.privacy import api, wording
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
