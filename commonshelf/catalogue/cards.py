"""What crosses the catalogue's door: frozen, complete, and without a database behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from commonshelf.catalogue.domain import said
from commonshelf.catalogue.domain.facts import Facts
from commonshelf.catalogue.domain.said import Said

if TYPE_CHECKING:  # the matcher is much to load for whoever only shows what there is
    from commonshelf.catalogue.domain.matching.judging import Verdict


@dataclass(frozen=True, slots=True)
class Copy:
    """One item as the library's file says.

    status: on-shelf, on-loan, missing, on-order, reference, unknown.
    """

    library: str
    branch: str
    """Branch code, "" = the main branch."""
    shelving_location: str
    call_number: str
    barcode: str
    volume: str
    copies: int
    status: str
    url: str
    as_of: datetime
    due_date: date | None = None
    """While it is out, where its loans are kept here."""
    waiting: int = 0
    """How many readers wait for its edition."""
    loan_policy: str = ""
    """The library's own code for how it lends it (item type, class of loan); "": its file says none."""


class CopyNow(NamedTuple):
    """What the room that lends knows of a copy. status, due_date, waiting: as of `Copy`."""

    status: str
    due_date: date | None = None
    waiting: int = 0


class Labelled(NamedTuple):
    """A copy found by the barcode on its label. branch "" = the main one; status as of `Copy`."""

    library: str
    barcode: str
    branch: str
    edition: int
    title: str
    call_number: str
    volume: str
    status: str


@dataclass(frozen=True, slots=True)
class Member:
    """One source record of an edition. local_id: the library's own."""

    record: int
    library: str
    local_id: str
    facts: Facts
    mended: tuple[str, ...]
    received_at: datetime


@dataclass(frozen=True, slots=True)
class EditionCard:
    """An edition as a reader meets it; `facts` is computed from all members, never stored."""

    id: int
    work: int | None
    facts: Facts
    members: tuple[Member, ...]
    copies: tuple[Copy, ...]

    @property
    def libraries(self) -> tuple[str, ...]:
        return tuple(sorted({m.library for m in self.members}))


class Held(NamedTuple):
    """A copy, as far as the index asks."""

    library: str
    branch: str
    call_number: str
    barcode: str
    status: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An edition as the index needs it. members: (library, local id) of each record."""

    id: int
    said: Said
    members: tuple[tuple[str, str], ...]
    copies: tuple[Held, ...]

    @property
    def libraries(self) -> tuple[str, ...]:
        return tuple(sorted({library for library, _ in self.members}))

    @classmethod
    def of(cls, card: EditionCard) -> Entry:
        """The same from the card that people see; the feed makes it without that detour."""
        told = ""
        for facts in (card.facts, *(member.facts for member in card.members)):
            told = said.gathered(told, said.lines(facts))
        return cls(
            card.id,
            said.read(told),
            tuple([(member.library, member.local_id) for member in card.members]),
            tuple([Held(c.library, c.branch, c.call_number, c.barcode, c.status) for c in card.copies]),
        )


@dataclass(frozen=True, slots=True)
class EditionChange:
    """One line of the feed for the index. entry None: take the edition out."""

    id: int
    stamp: int
    entry: Entry | None


@dataclass(frozen=True, slots=True)
class Rejected:
    """Bytes that were not loaded. offset: byte in the file as unpacked, row of a table."""

    file: str
    offset: int
    reason: str
    id: int = 0
    facts: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LoadCard:
    """A load as its page and the command line show it; read = loaded + unchanged + rejected.

    state: waiting, running, done, failed, stopped. report: see `progress.Report`. refusal: (code,
    facts) when nothing of it could be read.
    """

    id: int
    library: str
    source: str
    state: str
    dry_run: bool
    full: bool
    files: tuple[str, ...]
    read: int
    loaded: int
    unchanged: int
    rejected: int
    deleted: int
    done_bytes: int
    total_bytes: int
    seconds: float
    report: dict[str, Any]
    created_at: datetime
    finished_at: datetime | None
    refusal: tuple[str, dict[str, Any]] | None = None
    person: str = ""
    stop_asked: bool = False

    @property
    def over(self) -> bool:
        return self.state in {"done", "failed", "stopped"}

    @property
    def seconds_left(self) -> float | None:
        """By the bytes done so far; None while there is nothing to judge by."""
        if self.over or not self.done_bytes or self.seconds < 1:
            return None
        return self.seconds * (self.total_bytes - self.done_bytes) / self.done_bytes

    @property
    def share(self) -> int:
        """Per cent done."""
        if self.state == "done":
            return 100
        return min(99, 100 * self.done_bytes // self.total_bytes) if self.total_bytes else 0


@dataclass(frozen=True, slots=True)
class DoubtCard:
    """Two editions that may be one. one, other: the records of each that come nearest to one another.

    reason: between (the thresholds); held-volume, held-edition, held-carrier, held-component (the
    machine would have joined them, but then two of those would stand in one edition); held-apart
    (a person keeps two records of them apart); too-many (records of one library, or different
    descriptions). state: open, later, joined, apart, settled (answered itself: joined otherwise, or
    a record is gone). decided_by: key of the person. version: sent along with a decision, which is
    refused when either edition has changed since.
    """

    id: int
    one: Member
    other: Member
    editions: tuple[int, int]
    score: float
    reason: str
    state: str
    verdict: Verdict
    decided_by: str
    decided_at: datetime | None
    why: str
    version: str
    opened_at: datetime
    ruling: int | None
    script: str
    """han or latin: which card of weights told."""


class Placed(NamedTuple):
    """A record in one line, by its row."""

    record: int
    library: str
    local_id: str
    title: str


class Group(NamedTuple):
    """An edition as it would be after a decision. edition: its number, 0 = a new one."""

    edition: int
    records: tuple[Placed, ...]


class Beside(NamedTuple):
    """A pair's neighbours in the queue. place: counted from 1, 0 when the pair is not in it."""

    before: int | None
    next: int | None
    place: int
    total: int


@dataclass(frozen=True, slots=True)
class Ruled:
    """A record as a decision names it. title "", edition None: the record is not here now."""

    library: str
    source: str
    local_id: str
    title: str
    edition: int | None


@dataclass(frozen=True, slots=True)
class RulingCard:
    """What a person decided of two records. verdict: join or apart. by, undone_by: keys of persons."""

    id: int
    one: Ruled
    other: Ruled
    verdict: str
    by: str
    at: datetime
    why: str
    undone_by: str
    undone_at: datetime | None
    undone_why: str

    @property
    def in_force(self) -> bool:
        return self.undone_at is None


@dataclass(frozen=True, slots=True)
class Former:
    """One line of an edition's history. what: joined (`edition` was joined into it), parted (`edition`
    was parted from it), into (it was joined into `edition`), from (it was parted from `edition`).

    cause: load, ruling, undone (a ruling was taken back), rules (ours changed); by: number of the
    load or ruling.
    """

    edition: int
    what: str
    at: datetime
    cause: str
    by: int | None


class Brief(NamedTuple):
    """A record in one line."""

    library: str
    local_id: str
    title: str


@dataclass(frozen=True, slots=True)
class Moving:
    """What recomputing would do to one edition. what: join (others come to it), part."""

    what: str
    edition: int
    records: tuple[tuple[Brief, ...], ...]
    """The sets of records that are apart now and would be joined, or the other way round."""


@dataclass(frozen=True, slots=True)
class Rematched:
    """What recomputing all editions by today's rules did, or (preview) would do.

    joined: editions that go up in others; parted: new editions cut off from others; queued: pairs
    newly to be decided by people; settled: pairs no longer in doubt. examples: only of a preview.
    """

    records: int
    editions_before: int
    editions_after: int
    joined: int
    parted: int
    queued: int
    settled: int
    examples: tuple[Moving, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceCard:
    """How a library's files are read. "" = told from the content.

    holdings: {} or a mapping as in domain/profiles.py; columns: fact -> heading.
    """

    id: int
    library: str
    code: str
    syntax: str
    charset: str
    local_id: str
    holdings: dict[str, Any]
    columns: dict[str, str]
    version: int
    records: int
    last_load: LoadCard | None


@dataclass(frozen=True, slots=True)
class Feed:
    """How a source does. done_at: when its last few loads were done, newest first.

    last_load, last_state, last_at: of the newest load, 0, "" and None when there was none for a year.
    open_load, open_state, open_since: of the oldest that is not over.
    """

    library: str
    source: str
    done_at: tuple[datetime, ...]
    last_load: int
    last_state: str
    last_at: datetime | None
    open_load: int
    open_state: str
    open_since: datetime | None


@dataclass(frozen=True, slots=True)
class Sample:
    """A record of an uploaded file as readers will see it. problem: why it will be rejected, else ""."""

    local_id: str
    facts: Facts | None
    copies: int
    problem: str
    problem_facts: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Preview:
    """The head of an uploaded file. headers and columns (fact -> heading) only for tables."""

    file: str
    bytes: int
    syntax: str
    charset: str
    flavour: str
    samples: tuple[Sample, ...]
    headers: tuple[str, ...]
    columns: Mapping[str, str]
    cells: tuple[tuple[str, ...], ...]
