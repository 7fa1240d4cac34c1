"""Measured on the planning data: what joins, what does not, and that nothing real stops a load."""

from __future__ import annotations

import csv
import gzip
import json
from collections import Counter, defaultdict
from itertools import islice

import pytest

from commonshelf.catalogue.domain import cite, clusters, facts, holdings, keys, read_marc
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
    return not set(keys.joining_keys(facts_of(one))).isdisjoint(keys.joining_keys(facts_of(other)))


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


def test_four_chinese_libraries_become_one_catalogue(four_libraries):
    records, truth = four_libraries
    links = [
        (keys.key_number(key), n) for n, (_, said) in enumerate(records) for key in keys.joining_keys(said)
    ]
    right = wrong = 0
    for part in clusters.components(links):
        sizes = Counter(truth[records[n][0]] for n in part)
        good = sum(size * (size - 1) // 2 for size in sizes.values())
        right += good
        wrong += len(part) * (len(part) - 1) // 2 - good
    there = sum(
        size * (size - 1) // 2 for size in Counter(truth[local_id] for local_id, _ in records).values()
    )
    precision, recall = right / (right + wrong), right / there
    print(f"four libraries, pairwise over clusters: P {precision:.4f} R {recall:.4f}")  # noqa: T201
    assert precision >= 0.985
    assert recall >= 0.97


def test_no_cluster_holds_two_volumes_editions_or_carriers(four_libraries):
    records, _ = four_libraries
    links = [
        (keys.key_number(key), n) for n, (_, said) in enumerate(records) for key in keys.joining_keys(said)
    ]
    for part in clusters.components(links):
        assert len({keys.guards(records[n][1]) for n in part}) == 1


def test_labelled_chinese_pairs():
    pairs = [json.loads(line) for line in lines("data/zh-four-libraries/pairs.jsonl.gz")]
    by_reason = defaultdict(list)
    for pair in pairs:
        hit = joined(from_json(pair["a"]), from_json(pair["b"]))
        by_reason[pair["why"]].append((pair["label"], hit))
    precision, recall = judged(hit for hits in by_reason.values() for hit in hits)
    print(f"Chinese pairs: P {precision:.4f} R {recall:.4f}")  # noqa: T201
    assert precision >= 0.985
    assert recall >= 0.97
    for reason in ("same title, other volume", "titles differ only in a volume or edition number"):
        assert len(by_reason[reason]) > 20
        assert not any(hit for _, hit in by_reason[reason])


def test_labelled_natural_pairs_with_and_without_their_numbers():
    pairs = [json.loads(line) for line in lines("data/marc-natural-pairs/pairs.jsonl.gz")]
    found = [(pair["label"], from_json(pair["a"]), from_json(pair["b"])) for pair in pairs]
    precision, recall = judged((label, joined(a, b)) for label, a, b in found)
    print(f"natural pairs: P {precision:.4f} R {recall:.4f}")  # noqa: T201
    assert precision >= 0.97
    assert recall >= 0.9

    def bare(marc):
        return Marc(marc.leader, tuple(field for field in marc.fields if field.tag not in IDENTIFIERS))

    precision, recall = judged((label, joined(bare(a), bare(b))) for label, a, b in found)
    print(f"natural pairs without numbers: P {precision:.4f} R {recall:.4f}")  # noqa: T201
    assert precision >= 0.99
    assert recall >= 0.7


def test_labelled_english_pairs():
    folder = "data/marcai-hathitrust-pairs"
    labels = [int(row["label"]) for row in csv.DictReader(lines(f"{folder}/val_labels.csv.gz", 1501))]
    read = [from_json(json.loads(line)) for line in lines(f"{folder}/val.jsonl.gz", 3000)]
    precision, recall = judged(
        (label, joined(read[2 * n], read[2 * n + 1])) for n, label in enumerate(labels)
    )
    print(f"English pairs: P {precision:.4f} R {recall:.4f}")  # noqa: T201
    assert precision >= 0.99
    assert recall >= 0.7


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
                assert set(keys.joining_keys(one)).isdisjoint(keys.joining_keys(other))


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
            cite.ris(said)
            if read_marc.kind_of(marc, flavour) == "bibliographic" and not said.title:
                tag = "245" if flavour is Flavour.MARC21 else "200"
                untitled[path.parent.name] += any(f.tag == tag and any(f.all("abp")) for f in marc.fields)
    assert read > 3000
    assert not +untitled
