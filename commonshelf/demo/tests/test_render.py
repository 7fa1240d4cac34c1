"""The exports are real files in real formats: our own reader reads them, dirt and all."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations

import pytest

from commonshelf.catalogue.domain import facts, holdings, read_marc, read_row
from commonshelf.catalogue.domain.tests import grouping
from commonshelf.demo import dirt, render
from commonshelf.wire.marc import read
from commonshelf.wire.marc.outcome import Good, Piece
from commonshelf.wire.marc.record import Syntax
from commonshelf.wire.table import read as table

MARC = {
    "nc-city-cnmarc-gb18030.mrc": ("NC-CITY", Syntax.ISO2709, "cnmarc"),
    "nc-cwnu-calis-utf8.mrc": ("NC-CWNU", Syntax.ISO2709, "cnmarc"),
    "nc-cwnu-foreign-marc21.mrc": ("NC-CWNU", Syntax.ISO2709, "marc21"),
    "nc-nsmc-marc21-880.mrc": ("NC-NSMC", Syntax.ISO2709, "marc21"),
    "nc-swpu-koha.xml": ("NC-SWPU", Syntax.MARCXML, "marc21"),
}
TABLES = {"nc-ncvtc-gb18030.csv": Syntax.CSV, "nc-ncvtc-workshop.xlsx": Syntax.XLSX}


def parsed(folder, name):
    syntax = MARC[name][1]
    assert read.sniff((folder / name).read_bytes()[:4096], name) is syntax
    with read.open_source(folder / name) as file:
        found = list(read.pieces(file, syntax))
    raws = [piece.raw for piece in found if isinstance(piece, Piece)]
    charset = read.decide_charset(raws[50:150])
    return [read.parse(raw, syntax, charset) for raw in raws]


def rows_of(folder, name):
    path, syntax = folder / name, TABLES[name]
    columns = read_row.guess_columns(table.headers(path, syntax))
    return [(row.cells, columns) for row in table.rows(path, syntax)]


def all_facts(folder):
    """(library, local id) -> facts, of every bibliographic record of every file."""
    found: dict[tuple[str, str], facts.Facts] = {}
    for name, (library, _, _) in MARC.items():
        for outcome in parsed(folder, name):
            assert isinstance(outcome, Good), outcome
            if read_marc.kind_of(outcome.marc, outcome.flavour) == "bibliographic":
                local_id = outcome.marc.control("001")
                found[library, local_id] = read_marc.facts_of(outcome.marc, outcome.flavour)
    for name in TABLES:
        for cells, columns in rows_of(folder, name):
            found["NC-NCVTC", cells[columns["local_id"]]] = read_row.facts_of_row(cells, columns)
    return found


@pytest.fixture(scope="module")
def everything(exports):
    return all_facts(exports[0])


def truth_of(folder):
    lines = (folder / "truth.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return {
        (library, local_id): int(number) for library, local_id, number in (line.split("\t") for line in lines)
    }


@pytest.mark.parametrize("name", MARC)
def test_every_marc_file_reads_whole_and_in_its_flavour(exports, name):
    outcomes = parsed(exports[0], name)
    assert all(isinstance(outcome, Good) for outcome in outcomes)
    flavours = Counter(str(outcome.flavour) for outcome in outcomes)
    assert set(flavours) == {MARC[name][2]}


@pytest.mark.parametrize("name", TABLES)
def test_every_table_reads_and_its_columns_are_guessed(exports, name):
    found = rows_of(exports[0], name)
    assert len(found) > 20
    for cells, columns in found:
        assert {"title", "author", "publisher", "year", "isbn", "location", "local_id", "branch"} <= set(
            columns
        )
        assert read_row.facts_of_row(cells, columns).title


def test_the_city_files_dirt_is_there(exports):
    folder, _ = exports
    content = (folder / "nc-city-cnmarc-gb18030.mrc").read_bytes()
    assert content.count(b"\x1d\r\n") > 900
    with pytest.raises(UnicodeDecodeError):
        content.decode("gb18030")
    outcomes = parsed(folder, "nc-city-cnmarc-gb18030.mrc")
    mended = Counter(code for outcome in outcomes for code in outcome.mended)
    assert mended["length"] == 1
    assert mended["characters"] == 1
    kinds = Counter(read_marc.kind_of(outcome.marc, outcome.flavour) for outcome in outcomes)
    assert kinds["authority"] == 1
    ids = Counter(outcome.marc.control("001") for outcome in outcomes)
    assert [count for count in ids.values() if count > 1] == [2]


def test_dirt_that_would_not_show_is_refused():
    with pytest.raises(ValueError, match="is not in this record"):
        dirt.broken_character(b"00030nam", "社", "gb18030")


def test_isbns_as_libraries_give_them_are_all_of_nobody(everything):
    numbers = {number for one in everything.values() for number in one.isbns}
    assert len(numbers) > 1000
    assert all(number.startswith("9799") for number in numbers)
    issns = {number.replace("-", "") for one in everything.values() for number in one.issns}
    assert {number for one in everything.values() for number in one.bad_numbers} <= issns


def test_every_record_says_that_it_is_invented(everything):
    for key, one in everything.items():
        said = " ".join((*one.notes, one.summary))
        assert "示范数据" in said or "Demonstration data" in said, (key, one.title)


def test_habits_differ(everything):
    found = everything
    titles = {one.title for one in found.values()}
    assert any("護" in title for title in titles)
    assert any("护" in title for title in titles)
    formats = Counter(one.format for one in found.values())
    assert {"book", "ebook", "serial", "map", "music", "audio", "video", "score"} <= set(formats)
    assert sum(bool(one.volume_number) for one in found.values()) > 100
    assert any(number.startswith("unified:") for one in found.values() for number in one.numbers)
    languages = {language for one in found.values() for language in one.languages}
    assert {"chi", "eng", "jpn", "fre", "rus"} <= languages


def test_copies_are_read_with_branch_and_state(exports):
    folder, made = exports
    mapping = {file.name: file.holdings for file in made}
    states: Counter[str] = Counter()
    branches: dict[str, set[str]] = defaultdict(set)
    for name, (library, _, _) in MARC.items():
        for outcome in parsed(folder, name):
            for copy in holdings.copies_of(outcome.marc, outcome.flavour, mapping[name]):
                states[copy.status] += 1
                branches[library].add(copy.branch)
                assert copy.call_number
                assert copy.shelving_location
    assert {"on-shelf", "on-loan", "reference", "missing", "on-order"} <= set(states)
    assert states["unknown"] == 0
    assert branches["NC-CITY"] == {"main", "jialing", "gaoping"}
    assert branches["NC-CWNU"] == {"huafeng", "beihu"}
    assert branches["NC-NSMC"] == {"gaoping", "shunqing"}


def test_the_truth_names_every_record_and_the_matcher_finds_nearly_all_of_it(exports, everything):
    """Printed with -s: pairs of records in one group against the truth."""
    folder, _ = exports
    truth, found = truth_of(folder), everything
    assert set(truth) == set(found)
    editions: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for key, number in truth.items():
        editions[number].append(key)
    true = _pairs(editions.values())
    ours = _pairs(grouping.groups(found))
    right = len(true & ours)
    precision, recall = right / len(ours), right / len(true)
    print(f"records {len(found)}, pairs {len(true)}, precision {precision:.4f}, recall {recall:.4f}")  # noqa: T201
    assert precision > 0.99
    assert recall > 0.95


def _pairs(groups):
    return {frozenset(pair) for group in groups for pair in combinations(group, 2)}


def test_same_seed_same_bytes_another_seed_others():
    first, again, other = render.render(7), render.render(7), render.render(8)
    assert [file.content for file in first] == [file.content for file in again]
    assert [file.content for file in first] != [file.content for file in other]
