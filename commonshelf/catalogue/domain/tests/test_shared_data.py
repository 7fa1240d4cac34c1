"""Measured on the planning data: what joins, what does not, and that nothing real stops a load."""

from __future__ import annotations

import csv
import gzip
import json
import random
from collections import Counter, defaultdict
from itertools import islice

import pytest

from commonshelf.catalogue.domain import cite, exports, facts, holdings, read_marc
from commonshelf.catalogue.domain.matching import judging, portraits
from commonshelf.catalogue.domain.matching.judging import Outcome
from commonshelf.catalogue.domain.tests.grouping import groups, pairs
from commonshelf.conftest import shared_data
from commonshelf.wire.marc.outcome import Good
from commonshelf.wire.marc.read import Unreadable, open_source, parse, pieces, sniff
from commonshelf.wire.marc.record import Field, Flavour, Marc, Syntax

pytestmark = pytest.mark.shared

IDENTIFIERS = {"010", "020", "022", "035"}
SAMPLED = 200
"""Records looked at in each file of ../shared/data."""


def from_json(record):
    fields = []
    for pair in record["fields"]:
        ((tag, value),) = pair.items()
        if isinstance(value, str):
            fields.append(Field(tag, "", (), value))
        else:
            subfields = tuple((code, text) for one in value["subfields"] for code, text in one.items())
            fields.append(Field(tag, value["ind1"] + value["ind2"], subfields, ""))
    return Marc(record["leader"], tuple(fields))


def facts_of(marc):
    flavour = Flavour.CNMARC if any(field.tag == "200" for field in marc.fields) else Flavour.MARC21
    return read_marc.facts_of(marc, flavour)


def lines(path, most=None):
    with gzip.open(shared_data(path), "rt", encoding="utf-8") as file:
        yield from islice(file, most)


def joined(one, other):
    a, b = (portraits.portrait(facts_of(marc)) for marc in (one, other))
    return judging.outcome(a, b)[0] is Outcome.JOIN


def judged(pairs):
    """(precision, recall) over (label, joined) pairs."""
    count = Counter(pairs)
    said = count[1, True] + count[0, True]
    return count[1, True] / said, count[1, True] / (count[1, True] + count[1, False])


@pytest.fixture(scope="module")
def four_libraries():
    """(id, facts) of the first 2,500 clusters of the four imagined libraries, and the truth."""
    truth, chosen = {}, set()
    for row in csv.DictReader(lines("data/zh-four-libraries/truth.csv.gz")):
        if len(chosen) < 2500 or row["cluster"] in chosen:
            chosen.add(row["cluster"])
            truth[row["record_id"]] = row["cluster"]
    found = []
    for name, charset in (("A", "utf-8"), ("B", "gb18030"), ("C", "utf-8"), ("D", "utf-8")):
        path = shared_data(f"data/zh-four-libraries/library-{name}.mrc.gz")
        for raw in gzip.decompress(path.read_bytes()).split(b"\x1d"):
            if not raw:
                continue
            start = int(raw[12:17])
            if raw[start:].split(b"\x1e", 1)[0].decode() not in truth:
                continue
            read = parse(raw + b"\x1d", Syntax.ISO2709, charset)
            assert isinstance(read, Good)
            found.append((read.marc.control("001"), facts_of(read.marc)))
    return found, truth


@pytest.fixture(scope="module")
def grouped(four_libraries):
    records, _ = four_libraries
    return groups(dict(records))


def test_four_chinese_libraries_become_one_catalogue(four_libraries, grouped):
    """With the weights as they ship; `benchmarks/match.py` measures on books they have not learnt from."""
    records, truth = four_libraries
    right = joined_pairs = 0
    for part in grouped:
        right += sum(map(pairs, Counter(truth[name] for name in part).values()))
        joined_pairs += pairs(len(part))
    there = sum(map(pairs, Counter(truth[name] for name, _ in records).values()))
    precision, recall = right / joined_pairs, right / there
    print(f"four libraries, pairwise over clusters: P {precision:.4f} R {recall:.4f}")  # noqa: T201
    assert precision >= 0.985
    assert recall >= 0.985


def test_no_cluster_holds_two_volumes_editions_or_carriers(four_libraries, grouped):
    portrait = {name: portraits.portrait(facts) for name, facts in four_libraries[0]}
    for part in grouped:
        for said in ("volume", "edition", "carrier", "component"):
            assert len({getattr(portrait[name], said) for name in part} - {""}) < 2


def test_the_order_of_records_changes_nothing(four_libraries, grouped):
    records = four_libraries[0][:1500]
    expected = {frozenset(part) for part in groups(dict(records))}
    for seed in range(3):
        shuffled = records[:]
        random.Random(seed).shuffle(shuffled)
        assert {frozenset(part) for part in groups(dict(shuffled))} == expected


def test_labelled_chinese_pairs():
    by_reason = defaultdict(list)
    for pair in map(json.loads, lines("data/zh-four-libraries/pairs.jsonl.gz")):
        hit = joined(from_json(pair["a"]), from_json(pair["b"]))
        by_reason[pair["why"]].append((pair["label"], hit))
    precision, recall = judged(hit for hits in by_reason.values() for hit in hits)
    print(f"Chinese pairs: P {precision:.4f} R {recall:.4f}")  # noqa: T201
    assert precision >= 0.99
    assert recall >= 0.985
    for reason in (
        "same title, other volume",
        "titles differ only in a volume or edition number",
        "volumes of one set given one ISBN (made)",
    ):
        assert len(by_reason[reason]) > 20
        assert not any(hit for _, hit in by_reason[reason])


def test_labelled_natural_pairs_with_and_without_their_numbers():
    read = map(json.loads, lines("data/marc-natural-pairs/pairs.jsonl.gz"))
    found = [(pair["label"], from_json(pair["a"]), from_json(pair["b"])) for pair in read]
    precision, recall = judged((label, joined(a, b)) for label, a, b in found)
    print(f"natural pairs: P {precision:.4f} R {recall:.4f}")  # noqa: T201
    assert precision >= 0.98
    assert recall >= 0.98

    def bare(marc):
        return Marc(marc.leader, tuple(field for field in marc.fields if field.tag not in IDENTIFIERS))

    precision, recall = judged((label, joined(bare(a), bare(b))) for label, a, b in found)
    print(f"natural pairs without numbers: P {precision:.4f} R {recall:.4f}")  # noqa: T201
    assert precision >= 0.98
    assert recall >= 0.98


def test_labelled_english_pairs():
    folder = "data/marcai-hathitrust-pairs"
    labels = [int(row["label"]) for row in csv.DictReader(lines(f"{folder}/val_labels.csv.gz", 1501))]
    read = [from_json(json.loads(line)) for line in lines(f"{folder}/val.jsonl.gz", 3000)]
    precision, recall = judged(
        (label, joined(read[2 * n], read[2 * n + 1])) for n, label in enumerate(labels)
    )
    print(f"English pairs: P {precision:.4f} R {recall:.4f}")  # noqa: T201
    assert precision >= 0.985
    assert recall >= 0.965


def test_real_chinese_records_of_one_print_and_one_online_yearbook():
    path = shared_data("data/dp2-cnmarc-samples/records.xml.gz")
    with open_source(path) as file:
        reads = [parse(piece.raw, Syntax.MARCXML) for piece in pieces(file, Syntax.MARCXML)]
    assert len(reads) == 20
    assert all(isinstance(read, Good) for read in reads)
    chinese = [read for read in reads if read.flavour is not Flavour.MARC21]
    assert len(chinese) == 10
    said = [read_marc.facts_of(read.marc, read.flavour) for read in reads]
    assert all(one.title and one.publisher and one.year for one in said)
    assert any(holdings.copies_of(read.marc, read.flavour, {}) for read in reads)
    for n, one in enumerate(said):
        for other in said[n + 1 :]:
            if (one.format == "ebook") != (other.format == "ebook"):
                assert judging.conflict(portraits.portrait(one), portraits.portrait(other)) == "carrier"


def files():
    root = shared_data("data")
    return sorted([*root.glob("*/records.*"), *root.glob("bad-records/*[!d]")])


def test_every_real_record_is_understood():
    untitled = Counter()
    read = 0
    for path in files():
        if path.name.endswith(".csv.gz"):
            continue
        try:
            with open_source(path) as file:
                syntax = sniff(file.read(65536), path.name)
            with open_source(path) as file:
                found = list(islice(pieces(file, syntax), SAMPLED))
        except Unreadable:
            continue
        for piece in found:
            outcome = parse(piece.raw, syntax) if hasattr(piece, "raw") else None
            if not isinstance(outcome, Good):
                continue
            read += 1
            marc, flavour = outcome.marc, outcome.flavour
            said = read_marc.facts_of(marc, flavour)
            assert facts.load(facts.dump(said)) == said
            holdings.copies_of(marc, flavour, {})
            cite.gbt7714(said, "zh-hans")
            exports.ris(said)
            if read_marc.kind_of(marc, flavour) == "bibliographic" and not said.title:
                tag = "245" if flavour is Flavour.MARC21 else "200"
                untitled[path.parent.name] += any(f.tag == tag and any(f.all("abp")) for f in marc.fields)
    assert read > 3000
    assert not +untitled
