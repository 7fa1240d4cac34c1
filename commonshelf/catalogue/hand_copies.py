"""Copies by hand: added, changed, withdrawn, taken back; barcodes given once in a library."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from typing import Any, Final

from django.utils import timezone

from commonshelf.catalogue import rereading
from commonshelf.catalogue.domain import edited_copies
from commonshelf.catalogue.domain import facts as facts_form
from commonshelf.catalogue.domain.edited_copies import ADDED, CHANGED, NEW, Edited
from commonshelf.catalogue.domain.status import STATUSES
from commonshelf.catalogue.hand_cards import CopyOfRecord, Shelved
from commonshelf.catalogue.models import Amendment, Item, Record
from commonshelf.catalogue.models import Facts as FactsRow
from commonshelf.catalogue.rows import BIB, HOLDINGS, Read
from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members

STALE: Final = 409
_WIDTHS: Final = {
    "branch": 40, "shelving_location": 120, "call_number": 120, "barcode": 60, "volume": 120,
    "loan_policy": 60, "url": 2000,
}  # fmt: skip
_MOST_COPIES: Final = 9999
TOLD: Final = 300
"""Characters of a text that an event keeps."""
_SAMPLE: Final = 2000
_HAND_GIVEN: Final = 20
MOST_LABELS: Final = 500


def amendment_of(row: Record) -> Amendment:
    """What is written over this record; an unsaved one when nothing is."""
    found = Amendment.objects.filter(source=row.source_id, kind=row.kind, local_id=row.local_id).first()
    return found or Amendment(
        source_id=row.source_id, library_id=row.library_id, kind=row.kind, local_id=row.local_id
    )


def copies(row: Record, read: Read) -> Iterator[CopyOfRecord]:
    """Every copy of a bibliographic record, whoever names it, withdrawn ones too. read: its own bytes."""
    yield from _said_by(row, read)
    for holding in _holdings(row):
        yield from _said_by(holding, rereading.original(holding))


def _said_by(row: Record, read: Read) -> Iterator[CopyOfRecord]:
    written = amendment_of(row)
    for one in edited_copies.edited(read.copies, written.copies):
        yield CopyOfRecord(row.pk, written.version, one.key, one.original, one.now)


def _holdings(row: Record) -> list[Record]:
    """Living holdings records that name copies of this one, and those whose copies were all withdrawn."""
    named = set(Item.objects.filter(record=row.pk).exclude(holding=None).values_list("holding", flat=True))
    withdrawn = Amendment.objects.filter(host=row.pk).values_list("source", "local_id")
    found = Record.objects.select_related("source").filter(kind=HOLDINGS, deleted_at=None)
    rows = list(found.filter(pk__in=named))
    for source, local_id in withdrawn:
        rows += found.filter(source=source, local_id=local_id).exclude(pk__in=named)
    return sorted(rows, key=lambda one: one.pk)


def set_copy(
    *, actor: Actor, record: int, copy: str, values: Mapping[str, Any], version: int, key: str = ""
) -> str:
    """Change a copy, or add one (copy ""); its key. record: the one that names it; values: all its fields."""
    row = _naming(record)

    def change(edited: list[Edited], hand: dict[str, Any]) -> str:
        wanted = edited_copies.row_of(_clean(row, values))
        _refuse_twice(row, wanted, _found(edited, copy) if copy else None)
        if not copy:
            made = f"{NEW}{1 + max((int(name[len(NEW) :]) for name in hand.get('given', [])), default=0)}"
            hand.setdefault("given", []).append(made)
            hand.setdefault(ADDED, {})[made] = wanted._asdict()
            return made
        found = _found(edited, copy)
        if found.original is None:
            hand[ADDED][copy] = wanted._asdict()
        elif difference := edited_copies.difference(found.original, wanted):
            hand.setdefault(CHANGED, {})[copy] = difference
        else:
            hand.get(CHANGED, {}).pop(copy, None)
        return copy

    return _write(actor, "cataloguing.set-copy", row, change, version=version, key=key)


def withdraw_copy(*, actor: Actor, record: int, copy: str, version: int, key: str = "") -> str:
    """Take a copy out; one that the library's file names stays out until it is taken back."""

    def change(edited: list[Edited], hand: dict[str, Any]) -> str:
        if _found(edited, copy).original is None:
            del hand[ADDED][copy]
        else:
            hand.setdefault(CHANGED, {})[copy] = None
        return copy

    return _write(actor, "cataloguing.withdraw-copy", _naming(record), change, version=version, key=key)


def take_back_copy(*, actor: Actor, record: int, copy: str, version: int, key: str = "") -> str:
    """What the library's file says of this copy holds again."""

    def change(edited: list[Edited], hand: dict[str, Any]) -> str:
        _found(edited, copy)
        if copy not in hand.get(CHANGED, {}):
            raise Absent
        del hand[CHANGED][copy]
        return copy

    return _write(actor, "cataloguing.set-copy", _naming(record), change, version=version, key=key)


def _found(edited: Iterable[Edited], copy: str) -> Edited:
    found = next((one for one in edited if one.key == copy), None)
    if found is None:
        raise Absent
    return found


def _naming(id: int) -> Record:
    found = Record.objects.select_related("source").filter(pk=id, deleted_at=None).first()
    if found is None:
        raise Absent
    return found


def _write(
    actor: Actor,
    action: str,
    row: Record,
    change: Callable[[list[Edited], dict[str, Any]], str],
    *,
    version: int,
    key: str,
) -> str:
    host = row.pk if row.kind == BIB else _host(row)
    symbol = members.symbols_by_id()[row.library_id]

    def do() -> members.Done[str]:
        now = timezone.now()
        written = amendment_of(row)
        if written.version != version:
            raise Refusal("cataloguing.stale-copy", {"record": host}, status=STALE)
        read = rereading.original(row)
        before = edited_copies.edited(read.copies, written.copies)
        hand = deepcopy(written.copies)
        done = change(before, hand)
        if hand == written.copies:
            raise Refusal("cataloguing.nothing-changed", {"record": host})
        written.copies, written.version, written.at = hand, written.version + 1, now
        written.host = None if row.kind == BIB else host
        written.save()
        rereading.refresh([row], now)
        after = edited_copies.edited(read.copies, hand)
        title = _titles([host]).get(host, ("", ""))[0]
        told = {"title": title[:TOLD], "copy": _told(before, done), "now": _told(after, done)}
        return members.Done(done, told)

    return members.act(actor=actor, action=action, object=Ref("record", str(host), symbol), do=do, key=key)


def _host(holding: Record) -> int:
    written = amendment_of(holding)
    if written.host:
        return written.host
    found = Item.objects.filter(holding=holding.pk).values_list("record", flat=True).first()
    if found is None:
        raise Absent
    return int(found)


def _told(edited: Iterable[Edited], key: str) -> dict[str, Any]:
    """What an event keeps of a copy; {} when there is none."""
    now = next((one.now for one in edited if one.key == key), None)
    return {name: value for name, value in now._asdict().items() if value} if now else {}


def _clean(row: Record, values: Mapping[str, Any]) -> dict[str, Any]:
    said = {name: " ".join(str(values.get(name, "") or "").split()) for name in edited_copies.FIELDS}
    for name, width in _WIDTHS.items():
        if len(said[name]) > width:
            raise Refusal("cataloguing.too-long", {"field": name, "limit": width, "length": len(said[name])})
    if said["status"] and said["status"] not in STATUSES:
        raise Refusal("cataloguing.bad-status", {"field": "status", "said": said["status"][:20]})
    symbol = members.symbols_by_id()[row.library_id]
    if said["branch"] and said["branch"] not in {
        card.code for card in members.library(symbol=symbol).branches
    }:
        raise Refusal("cataloguing.bad-branch", {"field": "branch", "said": said["branch"][:40]})
    count = said["copies"] or "1"
    if not (count.isascii() and count.isdecimal()) or not 1 <= int(count[:6]) <= _MOST_COPIES:
        raise Refusal("cataloguing.bad-count", {"field": "copies", "said": count[:20], "limit": _MOST_COPIES})
    return {**said, "copies": int(count)}


# -- barcodes


def _refuse_twice(row: Record, wanted: edited_copies.Row, before: Edited | None) -> None:
    """A barcode is one copy's: refused with the place of the other. before: the copy as it was."""
    barcode = wanted.barcode
    if not barcode or (before and before.now and before.now.barcode == barcode):
        return
    others = Item.objects.filter(library=row.library_id, barcode=barcode).exclude(record=None)
    item = others.values("record", "call_number", "shelving_location").first()
    if item:
        title = _titles([item["record"]]).get(item["record"], ("", ""))[0]
        where = " ".join(filter(None, (item["shelving_location"], item["call_number"])))
        facts = {"field": "barcode", "barcode": barcode, "title": title[:80], "where": where}
        raise Refusal("cataloguing.barcode-taken", {**facts, "record": item["record"]}, status=STALE)


def proposed_barcode(*, library: str) -> str:
    """The next number in the pattern of the barcode given last by hand, else in the commonest; "" if none."""
    owner = members.library_id(symbol=library)
    given = Amendment.objects.filter(library=owner).order_by("-at").values_list("copies", flat=True)
    for hand in given[:_HAND_GIVEN]:
        for values in reversed(list(hand.get(ADDED, {}).values())):
            if values.get("barcode"):
                return _next(owner, values["barcode"])
    sample = Item.objects.filter(library=owner, barcode__gt="").values_list("barcode", flat=True)[:_SAMPLE]
    patterns = Counter((code.rstrip("0123456789"), len(code)) for code in sample if code[-1:].isdecimal())
    if not patterns:
        return ""
    (head, length), _count = patterns.most_common(1)[0]
    digits = length - len(head)
    inside = Item.objects.filter(
        library=owner, barcode__gte=head + "0" * digits, barcode__lte=head + "9" * digits
    )
    highest = inside.order_by("-barcode").values_list("barcode", flat=True)[:_SAMPLE]
    return _next(owner, next((code for code in highest if len(code) == length), ""))


def _next(owner: int, barcode: str) -> str:
    taken: set[str] = set()
    while proposed := edited_copies.next_barcode(barcode, taken):
        if not Item.objects.filter(library=owner, barcode=proposed).exists():
            return proposed
        taken.add(proposed)
    return ""


def shelved(*, library: str, barcodes: Iterable[str]) -> list[Shelved]:
    """Living copies of this library with these barcodes, in this order; unknown barcodes are left out."""
    owner = members.library_id(symbol=library)
    asked = list(dict.fromkeys(barcodes))[:MOST_LABELS]
    rows = Item.objects.filter(library=owner, barcode__in=asked).exclude(record=None)
    found: dict[str, Any] = {}
    for item in rows.values("record", "barcode", "call_number", "branch", "shelving_location", "volume"):
        found.setdefault(item["barcode"], item)
    titles = _titles([item["record"] for item in found.values()])
    return [
        Shelved(**found[code], title=title, maker=maker)
        for code in asked
        if code in found
        for title, maker in (titles.get(found[code]["record"], ("", "")),)
    ]


def _titles(records: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Record -> title, first maker."""
    found = {}
    for record, data in FactsRow.objects.filter(record__in=list(records)).values_list("record", "data"):
        try:
            facts = facts_form.load(data)
        except ValueError:  # stored by an older version, and renewal has not come to it yet
            continue
        found[record] = (facts.title, facts.names[0].name if facts.names else "")
    return found
