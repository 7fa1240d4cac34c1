"""Labelled pairs and libraries in ../shared/data, read to facts, for `match.py` and `fit.py`."""

from __future__ import annotations

import csv
import gzip
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from commonshelf.catalogue.domain import people, read_marc, titles, volumes
from commonshelf.catalogue.domain.facts import Facts, Name
from commonshelf.catalogue.domain.matching import portraits
from commonshelf.catalogue.domain.matching.pairs import without_identifiers
from commonshelf.catalogue.domain.matching.portraits import Portrait
from commonshelf.catalogue.domain.words import year_of
from commonshelf.wire.marc import jsonform
from commonshelf.wire.marc.flavour import flavour_of
from commonshelf.wire.marc.outcome import Good
from commonshelf.wire.marc.read import parse
from commonshelf.wire.marc.record import Marc, Syntax

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
ONE_OF = 5
"""Of the true pairs that meet in blocks one in so many is taken; there are plenty of them."""
LIBRARIES = (("A", "utf-8"), ("B", "gb18030"), ("C", "utf-8"), ("D", "utf-8"))


@dataclass(frozen=True, slots=True)
class Labelled:
    """One pair. label: 1 for one edition. group: titles that begin alike never part between folds.

    marc_a, marc_b: the records themselves, for judges that read tags.
    """

    label: int
    a: Facts
    b: Facts
    why: tuple[str, ...]
    group: str
    marc_a: Marc | None = None
    marc_b: Marc | None = None


def lines(name: str) -> Iterator[str]:
    with gzip.open(DATA / name, "rt", encoding="utf-8") as file:
        yield from file


def read(form: dict[str, Any]) -> tuple[Facts, Marc]:
    marc = jsonform.record(form)[0]
    return read_marc.facts_of(marc, flavour_of(marc.fields)), marc


def bare(pair: Labelled) -> Labelled:
    """Without numbers, in the facts and in the fields."""
    marcs = [
        marc and Marc(marc.leader, tuple(field for field in marc.fields if field.tag not in _NUMBERS))
        for marc in (pair.marc_a, pair.marc_b)
    ]
    one, other = without_identifiers(pair.a), without_identifiers(pair.b)
    return replace(pair, a=one, b=other, marc_a=marcs[0], marc_b=marcs[1])


def marcai() -> list[Labelled]:
    """Two lines a pair, labels beside them; HathiTrust's clusters, so some labels are wrong."""
    folder = "marcai-hathitrust-pairs"
    labels = [int(row["label"]) for row in csv.DictReader(lines(f"{folder}/val_labels.csv.gz"))]
    known: dict[str, tuple[Facts, Marc]] = {}
    found = []
    for line in lines(f"{folder}/val.jsonl.gz"):
        if line not in known:
            known[line] = read(json.loads(line))
        found.append(known[line])
    pairs = zip(labels, found[::2], found[1::2], strict=True)
    return [_pair(label, a, b, (f"{label} in {_language(a[0])}",)) for label, a, b in pairs]


def _pair(label: int, a: tuple[Facts, Marc], b: tuple[Facts, Marc], why: tuple[str, ...]) -> Labelled:
    return Labelled(label, a[0], b[0], why, _group(a[0], b[0]), a[1], b[1])


def natural() -> list[Labelled]:
    return [
        _pair(
            row["label"], read(row["a"]), read(row["b"]), tuple(f"{row['label']} {why}" for why in row["why"])
        )
        for row in map(json.loads, lines("marc-natural-pairs/pairs.jsonl.gz"))
    ]


def natural_without() -> list[Labelled]:
    return list(map(bare, natural()))


def chinese() -> list[Labelled]:
    return [
        _pair(row["label"], read(row["a"]), read(row["b"]), (f"{row['label']} {row['why']}",))
        for row in map(json.loads, lines("zh-four-libraries/pairs.jsonl.gz"))
    ]


def chinese_bare() -> list[Labelled]:
    """The Chinese pairs without their numbers: what dealers' and old records look like."""
    return list(map(bare, chinese()))


def princeton() -> list[Labelled]:
    """Judged by people, chosen by active learning: the hard cases; records reduced to a few fields."""
    return [
        Labelled(row["label"], a, b, (), _group(a, b))
        for row in map(json.loads, lines("princeton-human-labels/pairs.jsonl.gz"))
        for a, b in [(_reduced(row["a"]), _reduced(row["b"]))]
    ]


def _reduced(row: dict[str, Any]) -> Facts:
    edition = row["edition"] or ""
    said = titles.split_title(row["title"] or "", edition=edition)
    author = people.plain_name(row["author"] or "")
    return Facts(
        flavour="marc21",
        title=said.title,
        subtitle=said.subtitle,
        volume=said.volume,
        volume_number=said.volume_number,
        edition=edition,
        edition_number=volumes.edition_number(edition),
        names=(Name(author),) if author else (),
        publisher=row["publisher_name"] or "",
        year=year_of(row["publication_year"] or ""),
        extent=row["pagination"] or "",
        format="ebook" if row["is_electronic_resource"] else "book",
    )


def four_libraries() -> tuple[list[tuple[str, Facts]], dict[str, str]]:
    """(record id, facts) of four imagined libraries, and the cluster each record truly belongs to."""
    truth = {
        row["record_id"]: row["cluster"] for row in csv.DictReader(lines("zh-four-libraries/truth.csv.gz"))
    }
    found = []
    for name, charset in LIBRARIES:
        raw = gzip.decompress((DATA / f"zh-four-libraries/library-{name}.mrc.gz").read_bytes())
        for piece in raw.split(b"\x1d"):
            if piece:
                read = parse(piece + b"\x1d", Syntax.ISO2709, charset)
                if isinstance(read, Good):
                    found.append((read.marc.control("001"), read_marc.facts_of(read.marc, read.flavour)))
    return found, truth


def chinese_blocks() -> list[Labelled]:
    """Pairs of the four libraries that meet in a block and are not one edition, and a few that are.

    The made negatives of `chinese` are chosen by rule; these are what the matcher really has to look at.
    """
    records, truth = four_libraries()
    blocks: dict[int, list[int]] = {}
    for place, (_, facts) in enumerate(records):
        for block in portraits.blocks(portrait_of(facts)):
            blocks.setdefault(block, []).append(place)
    met = {
        (one, other)
        for places in blocks.values()
        if len(places) <= portraits.BLOCK_LIMIT
        for n, one in enumerate(places)
        for other in places[n + 1 :]
    }
    found = []
    for one, other in sorted(met):
        (id_a, a), (id_b, b) = records[one], records[other]
        label = int(truth[id_a] == truth[id_b])
        if not label or one % ONE_OF == 0:
            found.append(Labelled(label, a, b, (f"{label} met in a block",), _group(a, b)))
    return found


READERS = {
    "marcai": marcai, "natural": natural, "natural_without": natural_without, "chinese": chinese,
    "chinese_bare": chinese_bare, "chinese_blocks": chinese_blocks, "princeton": princeton,
}  # fmt: skip
_NUMBERS = frozenset({"010", "020", "022", "035", "091", "099"})
_portraits: dict[int, tuple[Facts, Portrait]] = {}


def all_pairs(names: Iterable[str]) -> dict[str, list[Labelled]]:
    return {name: READERS[name]() for name in dict.fromkeys(names)}


def portrait_of(facts: Facts) -> Portrait:
    """Remembered: the same record stands in many pairs."""
    known = _portraits.get(id(facts))
    if known is None or known[0] is not facts:
        known = _portraits[id(facts)] = (facts, portraits.portrait(facts))
    return known[1]


def fold_of(group: str, count: int) -> int:
    return zlib.crc32(group.encode()) % count


def folds(pairs: Iterable[Labelled], count: int) -> list[list[Labelled]]:
    """Parted by group, so that no record of a work is learnt from and judged at once."""
    parts: list[list[Labelled]] = [[] for _ in range(count)]
    for pair in pairs:
        parts[fold_of(pair.group, count)].append(pair)
    return parts


def _language(facts: Facts) -> str:
    return facts.languages[0] if facts.languages else "und"


def _group(a: Facts, b: Facts) -> str:
    return min(group_of(portrait_of(a)), group_of(portrait_of(b)))


def group_of(p: Portrait) -> str:
    """The head of the title: editions, volumes and namesakes of a book lie in one fold."""
    return p.title[:10] if p.title.isascii() else p.title[:3]
