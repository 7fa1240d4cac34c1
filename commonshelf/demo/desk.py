"""Where the records of one library of a world are written."""

from __future__ import annotations

from random import Random
from typing import BinaryIO, Final, TextIO

from commonshelf.demo import render_table
from commonshelf.demo.book import Book, Held
from commonshelf.demo.forms import iso2709, xml_element
from commonshelf.demo.habit import as_written
from commonshelf.demo.realm import Citizen
from commonshelf.demo.render_cnmarc import cnmarc
from commonshelf.demo.render_marc21 import marc21

STATES: Final = ("on-shelf", "on-loan", "reference", "missing")
DUE: Final = "2030-06-30"
STATE_WEIGHTS: Final = (72, 92, 98, 100)
HEAD: Final = b'<?xml version="1.0" encoding="UTF-8"?>\n<collection xmlns="http://www.loc.gov/MARC21/slim">\n'
TAIL: Final = b"</collection>\n"


class Desk:
    """Each desk has its own chance, so that no file depends on another."""

    def __init__(self, citizen: Citizen, file: BinaryIO, truth: TextIO, seed: int) -> None:
        self.citizen = citizen
        self.habit = citizen.habit
        self.file = file
        self.truth = truth
        self.records = 0
        self.random = Random(f"{seed}/{citizen.plan.symbol}")  # noqa: S311  # repeatable on purpose
        self.branches = [branch.code for branch in citizen.plan.branches]
        self.syntax = citizen.form.syntax
        if self.syntax == "marcxml":
            file.write(HEAD)
        elif self.syntax == "csv":
            file.write(render_table.csv_bytes([], self.habit.charset))

    def add(self, book: Book) -> None:
        self.records += 1
        local_id = f"{self.citizen.plan.symbol.lower()}{self.records:08d}"
        self.truth.write(f"{self.citizen.plan.symbol}\t{local_id}\t{book.number}\n")
        written = as_written(book, self.habit, self.random)
        self.file.write(self._bytes(written, local_id, self._held(book)))

    def _held(self, book: Book) -> tuple[Held, ...]:
        if book.kind == "ebook":
            return ()
        chance = self.random.random
        copies = 1 + int(chance() < 0.3) + int(chance() < 0.1)
        location = "文科书库" if book.clc[0] in "ABCDEFGHIJKZ" else "理工书库"
        call_number = f"{book.clc}/{self.records % 997 + 1}"
        return tuple(self._copy(location, call_number, copy) for copy in range(copies))

    def _copy(self, location: str, call_number: str, copy: int) -> Held:
        branch = self.branches[int(self.random.random() * len(self.branches))]
        status = self.random.choices(STATES, cum_weights=STATE_WEIGHTS)[0]
        due = DUE if status == "on-loan" else ""
        return Held(branch, location, call_number, f"{self.records:08d}{copy}", status, "", due)

    def _bytes(self, book: Book, local_id: str, held: tuple[Held, ...]) -> bytes:
        if self.habit.rules == "table":
            return render_table.line(book, self.habit, local_id, held, self.random)
        if self.habit.rules in ("nlc", "calis"):
            marc = cnmarc(book, self.habit, local_id, held, self.random)
        else:
            marc = marc21(book, self.habit, local_id, held, self.random)
        return xml_element(marc) if self.syntax == "marcxml" else iso2709(marc, self.habit.charset)

    def close(self) -> None:
        if self.syntax == "marcxml":
            self.file.write(TAIL)
