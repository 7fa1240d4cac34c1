"""The door of the catalogue: sources and loads, editions as readers meet them, the feed for the index."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from commonshelf.catalogue import barcodes, copy_states, giving, loading, running, telling, works
from commonshelf.catalogue import editions as shelf
from commonshelf.catalogue.arrivals import Arrival, last_id, living_ids
from commonshelf.catalogue.arrivals import arrivals as arrived
from commonshelf.catalogue.by_hand import (
    add_record,
    already_copied,
    amend,
    copy_record,
    editions_of_records,
    find_record,
    record,
    take_back,
    withdraw_record,
)
from commonshelf.catalogue.cards import CopyNow, EditionCard, EditionChange, Labelled, LoadCard, Rejected
from commonshelf.catalogue.class_table import class_lines, drop_class, set_classes
from commonshelf.catalogue.deciding import (
    doubt,
    doubt_counts,
    doubts,
    doubts_beside,
    edition_history,
    if_joined,
    if_parted,
    matching_rules,
    part_records,
    rematch,
    rematch_preview,
    rule,
    rule_records,
    rulings,
    undo,
    undo_together,
    weigh,
)
from commonshelf.catalogue.editions import Gone, Moved
from commonshelf.catalogue.feeds import feeds
from commonshelf.catalogue.files import Busy, Kept, keep_chunks, kept_file
from commonshelf.catalogue.hand_copies import (
    proposed_barcode,
    set_copy,
    shelved,
    take_back_copy,
    withdraw_copy,
)
from commonshelf.catalogue.holdings import Holding, holdings
from commonshelf.catalogue.identifying import Identified
from commonshelf.catalogue.identifying import Line as TitleLine
from commonshelf.catalogue.identifying import identified as identify
from commonshelf.catalogue.measuring import Measured, judge_pairs
from commonshelf.catalogue.preview import preview
from commonshelf.catalogue.seeking import alike, by_isbn
from commonshelf.catalogue.sources import CHARSETS, SYNTAXES, set_source, source, source_or_default, sources
from commonshelf.catalogue.store import editions as stored
from commonshelf.catalogue.works import sizes
from commonshelf.kernel.actor import Actor, Ref
from commonshelf.members import api as members

__all__ = [
    "CHARSETS",
    "SYNTAXES",
    "Arrival",
    "Busy",
    "CopyNow",
    "Gone",
    "Holding",
    "Identified",
    "Labelled",
    "Measured",
    "Moved",
    "TitleLine",
    "add_record",
    "alike",
    "already_copied",
    "amend",
    "arrivals",
    "by_isbn",
    "class_lines",
    "clusters",
    "copy_record",
    "doubt",
    "doubt_counts",
    "doubts",
    "doubts_beside",
    "drop_class",
    "edition",
    "edition_count",
    "edition_history",
    "edition_ids",
    "editions",
    "editions_changed_since",
    "editions_of_records",
    "feeds",
    "find_record",
    "go_on",
    "held_back",
    "holdings_of",
    "identified",
    "if_joined",
    "if_parted",
    "judge_pairs",
    "keep_upload",
    "kept_path",
    "labelled",
    "last_edition",
    "latest_stamp",
    "living",
    "load_card",
    "loads",
    "matching_rules",
    "named_on_copies",
    "other_editions",
    "part_records",
    "preview",
    "problems",
    "proposed_barcode",
    "record",
    "record_bytes",
    "record_copy",
    "register_copy_states",
    "rejected_bytes",
    "rejects",
    "rematch",
    "rematch_preview",
    "renew",
    "repeat_load",
    "report_lines",
    "rule",
    "rule_records",
    "rulings",
    "run_load",
    "set_classes",
    "set_copy",
    "set_source",
    "shelved",
    "source",
    "source_or_default",
    "sources",
    "start_load",
    "stop_load",
    "take_back",
    "take_back_copy",
    "touch_editions",
    "undo",
    "undo_together",
    "weigh",
    "withdraw_copy",
    "withdraw_record",
    "work_editions",
    "work_sizes",
]


# -- loading


def start_load(
    *,
    actor: Actor,
    library: str,
    files: Sequence[Path],
    source: str = "main",
    syntax: str = "",
    charset: str = "",
    profile: str = "",
    columns: Mapping[str, str] | None = None,
    full: bool = False,
    sure: bool = False,
    dry_run: bool = False,
    keep_files: bool = True,
    run_here: bool = False,
    names: Sequence[str] = (),
    origin: str = "",
    key: str = "",
) -> LoadCard:
    """Write down that these files shall be loaded; the worker runs it, or `run_load` here (run_here).

    full: what the files do not name is taken out at the end; sure: even when that is more than
    half. keep_files: copy them first, as they may be gone tomorrow. names: what their owner calls
    them. The same files begun before and not ended are gone on with. Raises Absent, or a Refusal
    when no file can be read; of several the bad ones are named in the report.
    """
    return loading.start(
        actor=actor,
        library=library,
        paths=files,
        source=source,
        asked=loading.Asked(syntax, charset, profile, dict(columns or {}), full, sure, dry_run, origin),
        keep_files=keep_files,
        run_here=run_here,
        names=names,
        key=key,
    )


def run_load(
    *, load: int, on_progress: Callable[[LoadCard], None] | None = None, wait: bool = True
) -> LoadCard:
    """Run a load from where it stands to its end. wait: for a running load of the same source, else Busy."""
    return running.run(load=load, on_progress=on_progress, wait=wait)


def stop_load(*, actor: Actor, load: int, key: str = "") -> LoadCard:
    """Ask a load to end after its batch; what is loaded stays."""
    return loading.stop(actor=actor, load=load, key=key)


def go_on(*, actor: Actor, load: int, sure: bool = False, key: str = "") -> LoadCard:
    """Go on with a stopped or failed load, or take out what a full load held back (sure)."""
    return loading.go_on(actor=actor, load=load, sure=sure, key=key)


def load_card(*, load: int, actor: Actor) -> LoadCard:
    return loading.card(load=load, actor=actor)


def loads(*, actor: Actor, library: str = "", rows: int = 50) -> list[LoadCard]:
    """Newest first, of the libraries whose loads this actor may see."""
    return loading.cards(actor=actor, library=library, rows=rows)


def rejects(*, load: int, actor: Actor, start: int = 0, rows: int = 1000) -> list[Rejected]:
    return loading.rejects(load=load, actor=actor, start=start, rows=rows)


def rejected_bytes(*, load: int, reject: int, actor: Actor) -> tuple[Rejected, bytes]:
    return loading.rejected_bytes(load=load, reject=reject, actor=actor)


def repeat_load(*, actor: Actor, load: int, key: str = "") -> LoadCard:
    """After a dry run: load the same files, read the same way."""
    return loading.repeat(actor=actor, load=load, key=key)


def keep_upload(*, actor: Actor, library: str, source: str, chunks: Iterable[bytes], name: str) -> Kept:
    """Keep a file somebody sent, until it is loaded or forgotten."""
    where = Ref("source", source, library)
    members.demand(actor=actor, action="catalogue.load", object=where)
    return keep_chunks(chunks, name)


def kept_path(*, path: str) -> Path:
    """Where a kept upload lies; Absent when it was forgotten."""
    return kept_file(path)


def held_back(*, card: LoadCard) -> str:
    """Why a full load has not taken out what it did not name; "" when it has."""
    return telling.held_back(card)


def report_lines(*, card: LoadCard) -> list[str]:
    """The load's outcome in sentences of the current language."""
    return list(telling.report_lines(card))


def renew(*, actor: Actor, everything: bool = False) -> int:
    """Recompute facts, keys, copies and editions from the originals read by other rules; how many."""
    from commonshelf.catalogue import renewal  # late: it brings every parser along

    return renewal.renew(actor=actor, everything=everything)


# -- editions


def editions_changed_since(*, stamp: int, limit: int) -> list[EditionChange]:
    """In the order of their stamps; what was joined away or emptied has no card."""
    return shelf.changed_since(stamp, limit)


def latest_stamp() -> int:
    return stored.latest_stamp()


def edition_count() -> int:
    return shelf.count()


def edition_ids(*, above: int, up_to: int) -> list[int]:
    """Numbers of living editions in this span, for a list of them all."""
    return living_ids(above, up_to)


def living(*, ids: Iterable[int]) -> frozenset[int]:
    """Which of these are editions now, neither joined into another nor without members."""
    return frozenset(shelf.living(ids))


def last_edition() -> int:
    """The highest number an edition has; 0 before the first load."""
    return last_id()


def editions(*, ids: Sequence[int]) -> list[EditionCard]:
    """In this order; those that are not (or no longer) there are left out."""
    return shelf.of(ids)


def edition(*, id: int) -> EditionCard:
    """Raises Absent, Moved with the edition it was joined into, or Gone when no record is left."""
    return shelf.one(id)


def holdings_of(*, ids: Iterable[int], same_work: bool = False) -> list[Holding]:
    """Who has living editions, and how each copy stands now; the others are left out. same_work: with all
    other editions of their works.
    """
    return holdings(ids, same_work=same_work)


def other_editions(*, id: int) -> list[EditionCard]:
    """Of the same work, at most twenty."""
    return shelf.others(id)


def labelled(*, barcode: str, library: str = "") -> list[Labelled]:
    """Living copies with this barcode: of that library (Symbol), or ("") of every member, one of each."""
    return barcodes.labelled(barcode, library)


def named_on_copies(*, library: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the copies of this library (Symbol) name as loan policy and as shelving location, the commonest
    first; from those with the highest barcodes, for forms that ask.
    """
    return barcodes.named_on_copies(library)


def register_copy_states(states: copy_states.States) -> None:
    """From a room above that lends copies: what is true of them now; see `copy_states`."""
    copy_states.register(states)


def touch_editions(*, ids: Iterable[int]) -> None:
    """Inside an act that changed what is true of their copies: the index is to hear of it."""
    copy_states.touch(set(ids))


def record_bytes(*, record: int) -> tuple[bytes, str]:
    """A living record as received, and its syntax (of a table: its rows as JSON)."""
    return shelf.record_bytes(record)


def record_copy(*, actor: Actor, record: int) -> tuple[bytes, str]:
    """A living MARC record to take along, and its syntax; Absent when it is none.

    As received for staff of its library, the office and the operator; for everybody else without
    what is its library's own business (domain/private.py), which makes it MARC-in-JSON.
    """
    return giving.copy_of(actor, record)


def work_editions(
    *, work: int, rows: int = works.MOST, known: EditionCard | None = None
) -> list[EditionCard]:
    """The living editions, translations and volumes of a work; [] when there is no such work (any more).

    known: one of them that is at hand and need not be read again.
    """
    return works.editions(work, rows, known)


def work_sizes(*, works: Iterable[int]) -> dict[int, int]:
    """Work -> how many living editions it has; those without any are left out."""
    return sizes(works)


def arrivals(*, library: str = "", clc: str = "", rows: int = 50) -> list[Arrival]:
    """What came last, newest first: to one library (Symbol) or any, of one class or all. Absent: no such
    library.
    """
    return arrived(library, clc, rows)


def clusters() -> Iterator[tuple[str, str, int, int]]:
    """(library, local id, edition, work or 0) of every living record."""
    return shelf.clusters()


def identified(*, lines: Sequence[TitleLine]) -> list[Identified | None]:
    """Of each line of somebody's list the edition it means; None: none, or more than one it could mean."""
    return identify(lines)


def problems() -> Iterator[str]:
    """What fsck must never find here."""
    from commonshelf.catalogue import checking  # late: only fsck needs the rules of the keys

    yield from checking.problems()
