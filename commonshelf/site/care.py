"""Is everything as it must be? The database by its own tests, then each room by its own rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.db import connection

from commonshelf.browse import api as browse
from commonshelf.catalogue import api as catalogue
from commonshelf.delivery import api as delivery
from commonshelf.ledger import api as ledger
from commonshelf.loans import api as loans
from commonshelf.members import api as members
from commonshelf.news import api as news
from commonshelf.office import api as office
from commonshelf.privacy import api as privacy
from commonshelf.search import api as search
from commonshelf.sharing import api as sharing
from commonshelf.votes import api as votes
from commonshelf.work import api as work

Check = Callable[[], Iterator[str]]
PRAGMAS: Final = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
"""A confirmation to a peer is a promise, so a commit must be on the disk (trust.md 3.2)."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One broken rule, said by the room that knows it."""

    room: str
    problem: str


def unsafe() -> Iterator[str]:
    """Settings of the database that are not in force, as on a disk that cannot keep a write-ahead log."""
    with connection.cursor() as cursor:
        for name, wanted in PRAGMAS.items():
            cursor.execute(f"PRAGMA {name}")
            if (found := cursor.fetchone()[0]) != wanted:
                yield f"PRAGMA {name} is {found}, not {wanted}"


def database() -> Iterator[str]:
    """What SQLite itself can tell: torn pages, dangling references, a dangerous setting."""
    yield from unsafe()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        yield from (line for (line,) in cursor.fetchall() if line != "ok")
        cursor.execute("PRAGMA foreign_key_check")
        for table, row, parent, _number in cursor.fetchall():
            yield f"{table} row {row} points to a row of {parent} that is not there"


ROOMS: Final[Mapping[str, Check]] = {
    "database": database,
    "news": news.problems,
    "members": members.problems,
    "votes": votes.problems,
    "work": work.problems,
    "office": office.problems,
    "ledger": ledger.problems,
    "loans": loans.problems,
    "delivery": delivery.problems,
    "sharing": sharing.problems,
    "privacy": privacy.problems,
    "catalogue": catalogue.problems,
    "browse": browse.problems,
    "search": search.problems,
}
INDEX: Final = "search"
"""The room whose data is only a copy; a backup leaves it out, `reindex` makes it anew."""


def problems(*, without_index: bool = False) -> Iterator[Problem]:
    """Every broken rule of every room; nothing when all is well."""
    for room, check in ROOMS.items():
        if not (without_index and room == INDEX):
            yield from (Problem(room, said) for said in check())
