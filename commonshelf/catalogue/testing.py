"""Ready-made records and loads for tests."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from commonshelf.catalogue import api
from commonshelf.catalogue.cards import LoadCard
from commonshelf.catalogue.models import Edition, Facts, Item, Record
from commonshelf.kernel.actor import Actor
from commonshelf.members import api as members
from commonshelf.news.testing import own_folder
from commonshelf.wire.marc.record import Field, Marc
from commonshelf.wire.marc.write import iso2709

LEADER = "00000{status}{kind}m a2200000 i 4500"


def control(tag: str, data: str) -> Field:
    return Field(tag, "", (), data)


def data(tag: str, *subfields: tuple[str, str], ind: str = "  ") -> Field:
    return Field(tag, ind, subfields, "")


def marc(
    local_id: str,
    title: str = "红楼梦",
    author: str = "曹雪芹",
    *more: Field,
    year: str = "1996",
    isbn: str = "",
    status: str = "n",
    kind: str = "a",
) -> Marc:
    """A MARC 21 record; two of the same title, author and year are one edition."""
    fields = [control("001", local_id)] if local_id else []
    fields.append(control("008", f"960101s{year}    cc            000 0 chi d"))
    if isbn:
        fields.append(data("020", ("a", isbn)))
    fields.append(data("100", ("a", author), ind="1 "))
    fields.append(data("245", ("a", title), ind="10"))
    fields.append(data("260", ("a", "北京"), ("b", "示范出版社"), ("c", year)))
    return Marc(LEADER.format(status=status, kind=kind), (*fields, *more))


def copy(barcode: str, call_number: str = "I242.4/1", location: str = "二楼") -> Field:
    """A copy as Koha exports it."""
    return data("952", ("b", "main"), ("c", location), ("o", call_number), ("p", barcode))


def holding(local_id: str, host: str, *copies: tuple[str, str]) -> Marc:
    """A holdings record; copies: (call number, barcode)."""
    fields = [
        control("001", local_id),
        control("004", host),
        control("008", "9601010p    8   0001aachi0960101"),
    ]
    fields += [data("852", ("b", "main"), ("h", number), ("p", barcode)) for number, barcode in copies]
    return Marc("00000nx  a2200000zn 4500", tuple(fields))


def file_of(marcs: Iterable[Marc | bytes], folder: Path | None = None, name: str = "records.mrc") -> Path:
    path = (folder or Path(tempfile.mkdtemp(dir=own_folder()))) / name
    path.write_bytes(b"".join(one if isinstance(one, bytes) else iso2709(one) for one in marcs))
    return path


def load(
    *marcs: Marc | bytes,
    library: str = "EAST",
    actor: Actor | None = None,
    name: str = "records.mrc",
    **asked: Any,
) -> LoadCard:
    """Load these records the whole way, as the command line does."""
    return load_file(file_of(marcs, name=name), library=library, actor=actor, **asked)


def load_file(path: Path, library: str = "EAST", actor: Actor | None = None, **asked: Any) -> LoadCard:
    started = api.start_load(
        actor=actor or members.operator(),
        library=library,
        files=[path],
        keep_files=False,
        run_here=True,
        **asked,
    )
    return api.run_load(load=started.id)


def stand_apart(library: str, local_id: str) -> int:
    """As if rules of another day had kept this record apart: the edition it is alone in."""
    row = Facts.objects.get(library__symbol=library, local_id=local_id)
    said = Edition.objects.values_list("said", flat=True).get(pk=row.edition_id)
    stamp = api.latest_stamp() + 1
    apart = Edition.objects.create(stamp=stamp, founder=row.record_id, said=said)
    Facts.objects.filter(pk=row.pk).update(edition=apart)
    return apart.pk


def held_elsewhere(barcode: str, libraries: Iterable[str], at: str = "EAST") -> int:
    """As if these libraries had brought the same record with a copy each, `BARCODE-SYMBOL`; its edition."""
    item = Item.objects.values().get(library__symbol=at, barcode=barcode)
    record = Record.objects.values().get(pk=item["record_id"])
    facts = Facts.objects.values().get(record=item["record_id"])
    for symbol in libraries:
        whose = {"library_id": members.library_id(symbol=symbol)}
        named = {**whose, "local_id": f"{record['local_id']}-{symbol}"}
        made = Record.objects.create(**{**record, **named, "id": None})
        Facts.objects.create(**{**facts, **named, "record_id": made.pk})
        copied = {"id": None, "record_id": made.pk, "barcode": f"{barcode}-{symbol}"}
        Item.objects.create(**{**item, **whose, **copied})
    return int(facts["edition_id"])
