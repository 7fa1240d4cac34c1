"""A world of any size: the same bytes for the same numbers, sizes after Zipf, and a truth that holds."""

from __future__ import annotations

import hashlib
import json
from collections import Counter

import pytest
from django.core.management import CommandError, call_command

from commonshelf.catalogue.domain import read_marc
from commonshelf.demo import api, grammar
from commonshelf.demo.realm import from_json
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api as members
from commonshelf.wire.marc import read
from commonshelf.wire.marc.outcome import Good, Piece
from commonshelf.wire.marc.record import Syntax
from commonshelf.wire.table import read as table


def digests(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = tmp_path_factory.mktemp("world")
    return folder, api.world(libraries=30, editions=900, seed=3, out=folder)


def told(folder):
    return json.loads((folder / "libraries.json").read_text(encoding="utf-8"))["libraries"]


def test_same_numbers_same_bytes(small, tmp_path):
    again = api.world(libraries=30, editions=900, seed=3, out=tmp_path / "again")
    assert digests(small[0]) == digests(tmp_path / "again")
    assert again.records == small[1].records
    api.world(libraries=30, editions=900, seed=4, out=tmp_path / "other")
    assert digests(small[0]) != digests(tmp_path / "other")


def test_three_records_an_edition_and_few_editions_everywhere(small):
    folder, made = small
    lines = (folder / "truth.tsv").read_text(encoding="utf-8").splitlines()[1:]
    holders = Counter(line.split("\t")[2] for line in lines)
    assert len(lines) == made.records == sum(library["records"] for library in told(folder))
    assert set(holders) == {str(number) for number in range(1, 901)}
    assert 2.4 < len(lines) / 900 < 3.6
    counts = Counter(holders.values())
    assert counts[1] > counts[2] > counts[4]
    assert max(holders.values()) > 15


def test_libraries_differ_in_size_habit_and_character_set(small):
    sizes = [library["records"] for library in told(small[0])]
    assert max(sizes) > 5 * min(sizes)
    assert len({library["habit"] for library in told(small[0])}) >= 4
    assert {library["charset"] for library in told(small[0])} == {"utf-8", "gb18030"}


def test_every_file_reads_and_its_ids_are_the_truths(small):
    folder, _ = small
    true = {tuple(line.split("\t")[:2]) for line in (folder / "truth.tsv").read_text().splitlines()[1:]}
    found = set()
    for library in told(folder):
        found |= {(library["symbol"], local_id) for local_id in ids_of(folder, library)}
    assert found == true


def ids_of(folder, library):
    path, syntax = folder / library["file"], Syntax(library["syntax"])
    if syntax is Syntax.CSV:
        return [row.cells["编号"] for row in table.rows(path, syntax)]
    with read.open_source(path) as file:
        raws = [piece.raw for piece in read.pieces(file, syntax) if isinstance(piece, Piece)]
    outcomes = [read.parse(raw, syntax, library["charset"]) for raw in raws]
    assert all(isinstance(outcome, Good) for outcome in outcomes)
    assert all(read_marc.facts_of(outcome.marc, outcome.flavour).title for outcome in outcomes)
    return [outcome.marc.control("001") for outcome in outcomes]


def test_a_library_comes_back_from_its_json_as_it_was(small):
    for line in told(small[0]):
        plan = from_json(line)
        assert plan.symbol == line["symbol"]
        assert len(plan.branches) == len(line["branches"])
        assert all(branch.week for branch in plan.branches)
        assert all(26 < branch.place[0] < 34 and 100 < branch.place[1] < 110 for branch in plan.branches)


@pytest.mark.parametrize(("libraries", "editions"), [(0, 5), (5, 0), (-1, 5)])
def test_a_world_of_nothing_is_refused(tmp_path, libraries, editions):
    with pytest.raises(Refusal) as no:
        api.world(libraries=libraries, editions=editions, seed=1, out=tmp_path)
    assert no.value.code == "demo.empty-world"


def test_a_folder_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(Refusal) as no:
        api.world(libraries=2, editions=2, seed=1, out=tmp_path / "file")
    assert no.value.code == "demo.cannot-write"


def test_one_library_holds_everything(tmp_path):
    made = api.world(libraries=1, editions=40, seed=1, out=tmp_path)
    assert made.records == 40


def test_titles_do_not_repeat_before_the_words_are_used_up(chance):
    made = [grammar.work(number, chance) for number in range(1, 4001)]
    keys = Counter((one.title, one.subtitle, one.makers) for one in made)
    assert max(keys.values()) == 1


@pytest.mark.django_db
def test_the_worlds_libraries_become_members_once(small):
    symbols = api.set_up_world(folder=small[0])
    assert len(symbols) == 30
    cards = {card.symbol: card for card in members.libraries()}
    assert set(symbols) == set(cards)
    assert all(card.branches and card.branches[0].hours for card in cards.values())
    assert api.set_up_world(folder=small[0]) == symbols


@pytest.mark.django_db
def test_a_folder_without_a_world_is_refused(tmp_path):
    with pytest.raises(Refusal) as no:
        api.set_up_world(folder=tmp_path)
    assert no.value.code == "demo.no-world"


def test_the_command_prints_one_object(tmp_path, capsys):
    call_command("world", libraries=3, editions=20, seed=2, out=tmp_path, json=True)
    answer = json.loads(capsys.readouterr().out)
    assert answer["libraries"] == 3
    assert answer["editions"] == 20
    assert answer["records"] >= 20


def test_the_command_wants_its_numbers(tmp_path):
    with pytest.raises(CommandError):
        call_command("world", libraries=3)
