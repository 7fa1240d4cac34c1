"""From one piece of a file to one row: read, understood, keyed; or refused with the reason."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha1
from typing import Final

from commonshelf.catalogue.domain import describing, holdings, keys, read_marc, read_row, said
from commonshelf.catalogue.domain import facts as facts_form
from commonshelf.catalogue.domain.facts import Facts
from commonshelf.catalogue.domain.holdings import CopyFacts
from commonshelf.catalogue.rows import (
    BIB,
    DELETES,
    HOLDINGS,
    LONGEST_ID,
    CopyRow,
    Read,
    Refused,
    Rules,
    Tray,
    digest_of,
)
from commonshelf.wire.marc.outcome import Bad, Good, Piece
from commonshelf.wire.marc.record import Flavour, Marc
from commonshelf.wire.table import read as table

log = logging.getLogger(__name__)

BATCH_BYTES: Final = 4 << 20
SAMPLES: Final = 5


class Bench:
    """Where one file's pieces become rows."""

    def __init__(self, rules: Rules, syntax: str) -> None:
        self.rules = rules
        self.syntax = syntax
        self.charset = ""
        self.tray = Tray()
        self._fingerprint = rules.fingerprint()
        self._samples_left = SAMPLES

    def full(self, most: int) -> bool:
        return len(self.tray.rows) >= most or self.tray.bytes >= BATCH_BYTES

    def take(self) -> Tray:
        """What lies there; the next one begins empty."""
        taken, self.tray = self.tray, Tray()
        return taken

    def refuse(
        self, offset: int, reason: str, facts: Mapping[str, str | int], raw: bytes, local_id: str = ""
    ) -> None:
        self.tray.bytes += len(raw)
        self.tray.rows.append(Refused(offset, reason, dict(facts), raw, local_id))

    def gone(self, offset: int, local_id: str, raw: bytes) -> None:
        self._add(Read(offset, BIB, local_id[:LONGEST_ID], b"", True, DELETES, "utf-8", "", raw))

    def marc(self, piece: Piece, outcome: Good | Bad) -> None:
        if isinstance(outcome, Bad):
            self.refuse(piece.offset, outcome.reason, outcome.facts, piece.raw)
            return
        try:
            self._good(piece, outcome)
        except Exception as error:
            # A fault of ours at one strange record must not cost a library the other million.
            log.exception("a record at %s could not be understood", piece.offset)
            self.refuse(piece.offset, "unforeseen", {"error": type(error).__name__}, piece.raw)

    def _good(self, piece: Piece, good: Good) -> None:
        marc, rules = good.marc, self.rules
        local_id = local_id_of(marc, rules.local_id) or _of_bytes(piece.raw)
        self._count("charset", good.charset or "ascii")
        self._count("flavour", str(good.flavour))
        if claims := claimed(marc, good.flavour, rules):
            self.refuse(piece.offset, "another-library", {"library": claims}, piece.raw, local_id)
            return
        kind = read_marc.kind_of(marc, good.flavour)
        if kind not in {"bibliographic", HOLDINGS}:
            self.refuse(piece.offset, "not-bibliographic", {"kind": kind}, piece.raw, local_id)
            return
        mended = self._mend(local_id, piece.offset, good.mended)
        digest = digest_of(piece.raw, good.charset, self._fingerprint)
        deleted = marc.leader[5:6] == "d"
        head = (piece.offset, kind[:8] if kind == HOLDINGS else BIB, local_id, digest, deleted)
        tail = (self.syntax, good.charset, mended, piece.raw)
        if deleted:
            self._add(Read(*head, *tail))
        elif kind == HOLDINGS:
            copies = holdings.copies_of(marc, good.flavour, rules.holdings)
            host = marc.control("004").strip()[:LONGEST_ID]
            self._add(Read(*head, *tail, copies=_copy_rows(copies), holding_of=host))
        else:
            facts = read_marc.facts_of(marc, good.flavour)
            copies = holdings.copies_of(marc, good.flavour, rules.holdings)
            self._bib(Read(*head, *tail, copies=_copy_rows(copies)), facts)

    def row(self, row: table.Row, columns: Mapping[str, str]) -> None:
        number, cells, mended = row
        raw = json.dumps([cells], ensure_ascii=False).encode()
        local_id = clean_id(cells.get(columns.get("local_id", ""), "")) or _of_bytes(raw)
        facts = read_row.facts_of_row(cells, columns)
        if not facts.title:
            self.refuse(number, "no-title", {"column": columns.get("title", "")}, raw, local_id)
            return
        self._count("flavour", self.syntax)
        digest = digest_of(raw, "", self._fingerprint)
        copies = _copy_rows(read_row.copies_of_row(cells, columns))
        said = self._mend(local_id, number, mended)
        read = Read(number, BIB, local_id, digest, False, self.syntax, "utf-8", said, raw, copies=copies)
        self._bib(read, facts)

    def _bib(self, read: Read, facts: Facts) -> None:
        self._count("format", facts.format)
        if self._samples_left:
            self._samples_left -= 1
            name = facts.names[0].name if facts.names else ""
            self.tray.samples.append((read.local_id, facts.title, name, str(facts.year or "")))
        self._add(understood(read, facts))

    def _mend(self, local_id: str, offset: int, codes: Sequence[str]) -> str:
        said = " ".join(codes)[:200]
        for code in codes:
            self._count("mended", code)
        if said and len(self.tray.mended) < SAMPLES:
            self.tray.mended.append((local_id, offset, said))
        return said

    def _count(self, name: str, value: str) -> None:
        counts = self.tray.tally.setdefault(name, {})
        counts[value] = counts.get(value, 0) + 1

    def _add(self, read: Read) -> None:
        self.tray.bytes += len(read.raw)
        self.tray.rows.append(read)


def understood(read: Read, facts: Facts) -> Read:
    """The row with these facts and all that follows from them."""
    form = facts_form.dump(facts)
    told = said.lines(facts, form)
    return read._replace(
        facts=form, said=told, work_key=keys.work_key(facts), described=describing.described(facts)
    )


def local_id_of(marc: Marc, spec: str) -> str:
    """The library's own id by its source's rule: "001", or tag and subfield such as "035a"."""
    tag, code = spec[:3], spec[3:4]
    if not code:
        return clean_id(marc.control(tag))
    return next((found for field in marc.get(tag) if (found := clean_id(field.first(code)))), "")


def clean_id(text: str) -> str:
    """Without blanks at the ends and characters nobody sees; "" when it is too long to be an id."""
    cleaned = text.strip()
    if not cleaned.isprintable():
        cleaned = "".join(char for char in cleaned if char.isprintable()).strip()
    return cleaned if len(cleaned) <= LONGEST_ID else ""


def _of_bytes(raw: bytes) -> str:
    return f"sha1:{sha1(raw, usedforsecurity=False).hexdigest()}"


def claimed(marc: Marc, flavour: Flavour, rules: Rules) -> str:
    """Symbol of another member this record says it belongs to, else "".

    003 names whose number 001 is. In the UNIMARC family 801 names the agencies: the issuing one
    (second indicator 3) speaks for the record, else a single 801; several others only tell the
    history of a copied record.
    """
    if not rules.others:
        return ""
    says = marc.control("003").strip()
    if not says and flavour is not Flavour.MARC21:
        agencies = list(marc.get("801"))
        issuing = [field for field in agencies if field.ind[1:2] == "3"] or agencies
        says = issuing[0].first("b").strip() if len(issuing) == 1 else ""
    return says if says and says.casefold() in rules.others else ""


def _copy_rows(copies: Iterable[CopyFacts]) -> tuple[CopyRow, ...]:
    return tuple(
        [
            (
                copy.branch[:40],
                copy.shelving_location[:120],
                copy.call_number[:120],
                copy.barcode[:60],
                copy.volume[:120],
                min(max(copy.copies, 1), 32767),
                copy.status,
                copy.loan_policy[:60],
                copy.url,
            )
            for copy in copies
        ]
    )
