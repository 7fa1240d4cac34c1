"""The tenant wall in small, with every run: everybody asks once for what is not for everybody."""

from __future__ import annotations

import io
import json
import zipfile
from urllib.parse import quote

import pytest

from commonshelf.cards import readers
from tests.journeys.test_sweep import patterns, sweeps, unclassified
from tests.journeys.whom import PUBLIC, WHOM
from tests.wall import columns, terminals
from tests.wall.actors import ACTORS
from tests.wall.canaries import in_bytes, unstated
from tests.wall.control import missing
from tests.wall.mutants import MUTANTS, REDUCED
from tests.wall.policy import See, grants
from tests.wall.wall import Wall

pytestmark = pytest.mark.django_db
WORD = "«EAST·LocalNote·text·7»"


def test_every_address_and_every_column_is_stated():
    assert unclassified(patterns()) == []
    assert unstated() == [], "say in tests/wall/columns.py who may read it, or why nothing is planted there"


@pytest.mark.parametrize("gone", ["lists.Entry", "sessions.Session"])
def test_planted_a_model_nobody_speaks_of_is_seen(gone, monkeypatch):
    for table in ("TABLES", "EXEMPT"):
        left = {name: said for name, said in getattr(columns, table).items() if name != gone}
        monkeypatch.setattr(f"tests.wall.canaries.{table}", left)
    assert unstated() == [gone]


def test_planted_a_column_nobody_speaks_of_is_seen(monkeypatch):
    entry = columns.TABLES["lists.Entry"]
    less = {**columns.TABLES, "lists.Entry": columns.Table(entry.owner, {"title": columns.MADE})}
    monkeypatch.setattr("tests.wall.canaries.TABLES", less)
    assert unstated() == ["lists.Entry.note"]


def test_words_are_found_however_they_are_written():
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("people.csv", f"a,{WORD}\n")
    written = [
        WORD.encode(), json.dumps({"text": WORD}).encode(), quote(WORD).encode(), zipped.getvalue(),
        WORD.replace("«", "&laquo;").replace("»", "&#187;").encode(), f"…{WORD[:-3]}…".encode(),
    ]  # fmt: skip
    assert [in_bytes(one) for one in written] == [{"«EAST·LocalNote·text"}] * len(written)


def test_the_policy_grants_nobody_what_is_nobodys_and_everybody_what_is_public():
    for see in See:
        able = {name for name, who in ACTORS.items() if grants(who, see, "reader@EAST")}
        assert (see is See.PUBLIC) == (able == set(ACTORS))
        assert (see is See.NOBODY) == (not able)
        assert see is See.PUBLIC or not able & {"visitor", "stranger", "suspended", "former"}
    assert len(ACTORS) >= 12


def test_no_act_of_the_world_names_a_person_in_the_log(wall: Wall):
    assert wall.named == []


def test_nothing_of_others_is_in_the_bytes_and_ones_own_is(wall: Wall):
    found = wall.small()
    assert found.faults == []
    assert missing(found, wall.canaries, english=False) == []
    every = set(range(len(PUBLIC)))
    left = {name for name in WHOM if found.tabled[name] != every}
    assert [name for name in left if not sweeps(name)] == [], (
        "say in test_sweep.py that these are asked there"
    )


def test_a_terminal_is_told_what_its_library_may_know_and_no_more(wall: Wall, monkeypatch):
    heard = list(terminals.told(wall.world, wall.canaries))
    assert [(owner, word) for owner, word, may in heard if not may] == []
    assert {"«holder@EAST·Person·name_en", "«sharer@WEST+EAST·Person·name_en"} <= {one[1] for one in heard}
    monkeypatch.setattr(readers, "masked", lambda reader, library, sees: reader)
    assert [word for _, word, may in terminals.told(wall.world, wall.canaries) if not may]


@pytest.mark.parametrize("name", REDUCED)
def test_planted_a_guard_taken_away_is_noticed(wall: Wall, name: str):
    assert name in MUTANTS
    assert wall.notices(name).faults
