"""Records ready to store without a load around them, and what became of them: for tests of editions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone

from commonshelf.catalogue import api, sources, storing
from commonshelf.catalogue.bench import Bench
from commonshelf.catalogue.domain.facts import load
from commonshelf.catalogue.domain.matching.judging import Outcome, judge
from commonshelf.catalogue.domain.matching.portraits import Portrait, blocks, portrait
from commonshelf.catalogue.models import Doubt, Facts, Record, Source
from commonshelf.catalogue.rows import Read, Refused, Rules
from commonshelf.catalogue.storing import Outcome as Counts
from commonshelf.catalogue.storing import Target
from commonshelf.catalogue.testing import LEADER, control, data
from commonshelf.members import api as members
from commonshelf.wire.marc.outcome import Piece
from commonshelf.wire.marc.read import parse
from commonshelf.wire.marc.record import Marc, Syntax
from commonshelf.wire.marc.write import iso2709

TITLE = "江南园林建筑艺术考"
CODE, OTHER = "9787302111115", "9787302222224"


def book(
    local_id: str,
    title: str = TITLE,
    author: str = "张三",
    publisher: str = "示范出版社",
    year: str = "2001",
    *,
    isbns: Sequence[str] = (),
    edition: str = "",
    volume: str = "",
    extent: str = "",
    lccn: str = "",
    status: str = "n",
) -> Marc:
    """A book; what is "" is not said."""
    named = [("a", title), *([("n", volume)] if volume else [])]
    issued = [("b", publisher), *([("c", year)] if year else [])] if publisher else []
    fields = [control("001", local_id)]
    fields += [data("010", ("a", lccn))] if lccn else []
    fields += [data("020", ("a", isbn)) for isbn in isbns]
    fields += [data("100", ("a", author), ind="1 ")] if author else []
    fields += [data("245", *named, ind="10")]
    fields += [data("250", ("a", edition))] if edition else []
    fields += [data("260", *issued)] if issued else []
    fields += [data("300", ("a", extent))] if extent else []
    return Marc(LEADER.format(status=status, kind="a"), tuple(fields))


def reads(marcs: Iterable[Marc], library: str = "EAST") -> list[Read | Refused]:
    bench = Bench(Rules(own=library), "iso2709")
    for marc in marcs:
        raw = iso2709(marc)
        bench.marc(Piece(0, raw), parse(raw, Syntax.ISO2709, "utf-8"))
    return bench.take().rows


def likely(local_id: str, **more: str) -> Marc:
    """A record the rules of today neither join with `book` of 300 pages nor keep apart from it."""
    one = _portrait(book("x", extent="300页", **more))
    ways: list[dict[str, str]] = [
        {"year": "2002", "extent": "300页"},
        {"year": "2002"},
        {"publisher": "大江书局", "extent": "300页"},
        {"publisher": "", "year": ""},
        {"year": "2003", "extent": "300页"},
        {"author": "", "year": "2002", "extent": "300页"},
        {"author": "李四", "extent": "300页"},
        {"publisher": "Cambridge", "extent": "300页"},
        {"publisher": "Cambridge", "year": "2002", "extent": "300页"},
        {"publisher": "Cambridge", "extent": "120页"},
        {"extent": "120页"},
        {"year": "2006", "extent": "300页"},
        {"year": "2006", "extent": "120页"},
        {"author": "Jones, Ann", "extent": "300页"},
    ]
    for way in ways:
        record = book(local_id, **{**more, **way})
        other = _portrait(record)
        if set(blocks(one)) & set(blocks(other)) and judge(one, other).outcome is Outcome.ASK:
            return record
    message = "no way of being doubtful is left: add one"
    raise AssertionError(message)


def _portrait(marc: Marc) -> Portrait:
    [row] = reads([marc])
    assert isinstance(row, Read)
    return portrait(load(row.facts))


def source_of(library: str) -> Source:
    owner = members.library_id(symbol=library)
    return Source.objects.get_or_create(
        library_id=owner, code="main", defaults=sources.settings_of(Source(library_id=owner))
    )[0]


def put(*marcs: Marc, library: str = "EAST", load: int = 1) -> Counts:
    """Store these as one batch of a load."""
    source, now = source_of(library), timezone.now()
    with transaction.atomic():
        return storing.store(reads(marcs, library), Target(load, source.pk, source.library_id, now, b""), now)


def edition_of(library: str, local_id: str) -> int:
    return Facts.objects.get(library__symbol=library, local_id=local_id).edition_id


def record_of(library: str, local_id: str) -> int:
    return Record.objects.get(library__symbol=library, local_id=local_id, kind="bib").pk


def partition() -> list[list[tuple[str, str]]]:
    groups: dict[int, list[tuple[str, str]]] = {}
    for library, local_id, edition, _ in api.clusters():
        groups.setdefault(edition, []).append((library, local_id))
    return sorted(map(sorted, groups.values()))


def waiting() -> list[tuple[list[int], str]]:
    """What is asked, by what does not depend on the order of arrival."""
    rows = Doubt.objects.filter(state__in=["open", "later"]).values_list(
        "one_description", "other_description", "reason"
    )
    return sorted((sorted((one, other)), reason) for one, other, reason in rows)
