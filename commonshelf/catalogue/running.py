"""Running a load: read, write batch by batch, remember how far; to be gone on with after any death."""

from __future__ import annotations

import copy
import logging
import time
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from django.db import OperationalError, transaction
from django.utils import timezone

from commonshelf.catalogue import child, files, progress, rehearsal, sources, sparing, storing
from commonshelf.catalogue.cards import LoadCard
from commonshelf.catalogue.models import Load, Reject
from commonshelf.catalogue.rows import (
    BIB,
    HOLDINGS,
    Batch,
    Broken,
    Message,
    Named,
    Opened,
    Read,
    Refused,
)
from commonshelf.catalogue.store import records
from commonshelf.catalogue.store.sql import bulk_mode
from commonshelf.catalogue.storing import Outcome, Target
from commonshelf.kernel.actor import MACHINE, Ref
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api as members
from commonshelf.news import api as news

log = logging.getLogger(__name__)
Progress = Callable[[LoadCard], None]

MOST_TRIES: Final = 3
TAKEN_OUT_AT_ONCE: Final = 1000
MUCH: Final = 20
"""A source with fewer records may lose any share of them to a full load without being asked."""
COUNTED: Final = ("read", "loaded", "unchanged", "deleted", "rejected", "report")
WRITTEN: Final = (
    *("read", "loaded", "unchanged", "deleted", "rejected", "seconds", "report"),
    *("done_file", "done_bytes", "tries", "state", "refusal", "finished_at"),
)
BREATH: Final = 0.02
"""Seconds at least between two batches."""
SETTLED: Final = timedelta(minutes=1)
"""A younger load is still in the hands of whoever began it."""
OVER: Final = ("done", "failed", "stopped")


def run(*, load: int, on_progress: Progress | None, wait: bool) -> LoadCard:
    """wait: until a running load of the same source has ended; else `files.Busy`."""
    row = Load.objects.select_related("source").get(pk=load)
    with files.alone(row.source_id, wait=wait):
        row.refresh_from_db()
        if row.state in OVER:
            return progress.card(row)
        runner = Runner(row, on_progress)
        bulk_mode(on=True)
        try:
            runner.run()
        finally:
            bulk_mode(on=False)
    _wake_next(row)
    return progress.card(row)


def _wake_next(row: Load) -> None:
    """Another load of this source may have been turned away meanwhile."""
    waiting = Load.objects.filter(source=row.source_id, state="waiting").order_by("id").first()
    if waiting:
        announce_again(waiting)


def announce_again(row: Load) -> None:
    """Have the worker look at this load; said once for each place it stands at."""
    key = f"catalogue.resume:{row.pk}:{row.tries}:{row.done_file}:{row.done_bytes}"
    with transaction.atomic():
        if news.reply_to(key=key) is None:
            news.announce(
                kind="catalogue.resume", actor=MACHINE, object=_ref(row), at=timezone.now(), key=key
            )


def _ref(row: Load) -> Ref:
    return Ref("load", str(row.pk), members.symbols_by_id()[row.library_id])


class Unseen(NamedTuple):
    """Of the living records of one kind, how many a full load did not name."""

    unseen: int
    living: int


class Runner:
    """One run of one load, from its checkpoint to its end or a reason to stop."""

    def __init__(self, row: Load, on_progress: Progress | None) -> None:
        self.row = row
        self.on_progress = on_progress
        self.library = members.symbols_by_id()[row.library_id]
        self.places = [place for place, entry in enumerate(row.files) if "refused" not in entry]
        """Number in the reader's list -> number in the load's."""
        if row.dry_run:
            self._from_the_beginning()
        self.report = progress.Report(row.report)
        self.rules = sources.rules(self.library, row.rules)
        fingerprint = self.rules.fingerprint()
        self.target = Target(row.pk, row.source_id, row.library_id, row.created_at, fingerprint)
        self.rehearsal = rehearsal.Rehearsal(self.target) if row.dry_run else None
        self._tick = time.monotonic()
        self._written = 0.0
        """When the last batch was done, by the same clock."""

    def run(self) -> None:
        row = self.row
        if row.tries >= MOST_TRIES:
            self._end("failed", Refusal("catalogue.keeps-dying", self._where()))
            return
        row.tries += 1
        row.state, row.started_at = "running", row.started_at or timezone.now()
        row.save(update_fields=["tries", "state", "started_at"])
        try:
            self._read()
        except Refusal as refusal:
            self._end("failed", refusal)
        except child.Died:
            self._end("failed", Refusal("catalogue.reader-died", self._where()))
        except (news.Interrupted, OperationalError):
            raise  # to be gone on with: the rows say from where
        except Exception as error:
            log.exception("load %s broke", row.pk)
            # What was rolled back is neither counted nor passed over.
            row.refresh_from_db(fields=[*COUNTED, "done_file", "done_bytes"])
            self.report = progress.Report(row.report)
            self._end("failed", Refusal("catalogue.broke", {**self._where(), "error": type(error).__name__}))

    def _from_the_beginning(self) -> None:
        """A dry run remembers in memory what it has seen, so it cannot be gone on with."""
        row = self.row
        row.done_file = row.done_bytes = row.read = row.loaded = 0
        row.unchanged = row.rejected = row.deleted = 0
        Reject.objects.filter(load=row).delete()
        row.report = {"files": [{"name": entry["name"], **entry.get("refused", {})} for entry in row.files]}

    def _where(self) -> dict[str, str | int]:
        place = min(self.row.done_file, len(self.row.files) - 1)
        return {"file": self.row.files[place]["name"], "offset": self.row.done_bytes}

    def _read(self) -> None:
        row = self.row
        first = next((n for n, place in enumerate(self.places) if place >= row.done_file), None)
        if first is not None:
            start = row.done_bytes if self.places[first] == row.done_file else 0
            if start and not files.unchanged(row.files[row.done_file]):
                raise Refusal("catalogue.file-changed", self._where())
            named = [Named(files.path_of(row.files[n]), row.files[n]["name"]) for n in self.places]
            for message in child.read(named, self.rules, place=first, start=start):
                self._take(message)
                if self._asked_to_stop():
                    self._end("stopped")
                    return
        self._finish()

    def _asked_to_stop(self) -> bool:
        if news.stopping():
            raise news.Interrupted
        return bool(Load.objects.filter(pk=self.row.pk, stop_asked=True).exists())

    def _take(self, message: Message) -> None:
        row, place = self.row, self.places[message.place]
        if isinstance(message, Opened):
            self.report.file(place, syntax=message.syntax, charset=message.charset)
        elif isinstance(message, Batch):
            self._take_batch(place, message)
        else:
            if isinstance(message, Broken):
                refusal = Refusal(f"catalogue.file-{message.code}")
                self.report.file(place, code=refusal.code, facts=message.facts)
            row.done_file, row.done_bytes = place + 1, 0
            self.report.data["done"] = 0
            self._save()
        if self.on_progress:
            self.on_progress(progress.card(row))

    def _take_batch(self, place: int, batch: Batch) -> None:
        """One transaction without savepoints, which cost more the more is written under them; only
        when some row cannot be written is the batch tried again in parts.
        """
        self._breathe()
        before = copy.deepcopy({name: getattr(self.row, name) for name in COUNTED})
        try:
            with transaction.atomic():
                self._batch_done(place, batch, self._store(batch.tray.rows))
        except OperationalError:
            raise
        except Exception:
            log.exception("a batch of load %s could not be stored in one go", self.row.pk)
            for name, value in before.items():
                setattr(self.row, name, value)
            self.report = progress.Report(self.row.report)
            with transaction.atomic():
                self._batch_done(place, batch, self._in_parts(batch.tray.rows))
        self._written = time.monotonic()

    def _breathe(self) -> None:
        """Between two batches others may write: who waits for a lock looks for it every tenth of a second."""
        rest = self._written + BREATH - time.monotonic()
        if rest > 0:
            time.sleep(rest)

    def _batch_done(self, place: int, batch: Batch, outcome: Outcome) -> None:
        row = self.row
        self._count(place, batch, outcome)
        row.done_file, row.done_bytes = place, batch.end
        row.tries = 0
        self.report.data["done"] = batch.done
        self._save()
        self._announce(outcome.stamp)

    def _store(self, rows: Sequence[Read | Refused]) -> Outcome:
        if self.rehearsal:
            return self.rehearsal.store(rows)
        return storing.store(rows, self.target, timezone.now())

    def _in_parts(self, rows: Sequence[Read | Refused]) -> Outcome:
        """Halves, until the one row that cannot be written stands alone and is rejected."""
        try:
            with transaction.atomic():
                return self._store(rows)
        except OperationalError:
            raise
        except Exception as error:
            if len(rows) == 1:
                log.exception("a record of load %s could not be stored", self.row.pk)
                only = rows[0]
                facts: dict[str, str | int] = {"error": type(error).__name__}
                lost = Refused(only.offset, "unforeseen", facts, only.raw, only.local_id)
                return Outcome(read=1, refused=[lost])
        half = len(rows) // 2
        return self._in_parts(rows[:half]).plus(self._in_parts(rows[half:]))

    def _count(self, place: int, batch: Batch, outcome: Outcome) -> None:
        row = self.row
        row.read += outcome.read
        row.loaded += outcome.loaded
        row.unchanged += outcome.unchanged
        row.deleted += outcome.deleted
        row.rejected += outcome.rejected
        self.report.add(place, batch.tray, outcome)
        name = row.files[place]["name"]
        Reject.objects.bulk_create(
            Reject(
                load=row,
                library_id=row.library_id,
                file=name,
                offset=refused.offset,
                reason=refused.reason,
                facts=refused.facts | ({"local_id": refused.local_id} if refused.local_id else {}),
                raw=refused.raw,
            )
            for refused in outcome.refused
        )

    def _save(self) -> None:
        row, now = self.row, time.monotonic()
        row.seconds += now - self._tick
        self._tick = now
        row.report = self.report.data
        row.save(update_fields=WRITTEN)

    def _announce(self, stamp: int) -> None:
        if stamp:
            news.announce(
                kind="catalogue.changed",
                actor=MACHINE,
                object=_ref(self.row),
                at=timezone.now(),
                facts={"stamp": stamp},
            )

    def _finish(self) -> None:
        row = self.row
        broken = self.report.broken
        if broken and not row.read:
            self._end("failed", Refusal(broken[0]["code"], broken[0].get("facts")))
            return
        if row.full:
            self._take_out_unseen(wholly=self.report.wholly)
        if self.rehearsal:
            self.report.data["dry"] = self.rehearsal.report()
        self._end("done")

    def _take_out_unseen(self, *, wholly: bool) -> None:
        """What a full load did not name is gone; but only when all of it could be read. A record that came
        and was rejected was named all the same.
        """
        row = self.row
        spared = sparing.names(row.pk)
        if not self.rehearsal:
            records.mark_named(row.source_id, row.pk, spared)
        counted = [self._unseen_of(kind, spared) for kind in (BIB, HOLDINGS)]
        # A file of bibliographic records alone must not take out all holdings records unasked.
        much = [one for one in counted if one.living >= MUCH and one.unseen * 2 > one.living]
        told: dict[str, str | int] = {"held": "", **(much or counted)[0]._asdict()}
        self.report.data["full"] = told
        if not wholly:
            told["held"] = "broken"
        elif much and not row.sure:
            told["held"] = "half"
        elif not self.rehearsal:
            while found := records.unseen(row.source_id, row.pk, TAKEN_OUT_AT_ONCE):
                with transaction.atomic():
                    stamp = storing.take_out(found, self.target, timezone.now())
                    row.deleted += sum(kind == "bib" for _, kind in found)
                    self._save()
                    self._announce(stamp)

    def _unseen_of(self, kind: str, spared: Collection[str]) -> Unseen:
        source = self.row.source_id
        unseen = (
            self.rehearsal.unseen(kind, spared)
            if self.rehearsal
            else records.count_living(source, kind, unseen_since=self.row.pk)
        )
        return Unseen(unseen, records.count_living(source, kind))

    def _end(self, state: str, refusal: Refusal | None = None) -> None:
        row = self.row
        row.state, row.finished_at = state, timezone.now()
        row.refusal = {"code": refusal.code, "facts": dict(refusal.facts)} if refusal else None
        self._save()
        if self.on_progress:
            self.on_progress(progress.card(row))


def sweep(now: datetime) -> None:
    """Loads that wait or run without anybody at them (a death, a missed delivery) are announced again."""
    for row in Load.objects.filter(state__in=("waiting", "running"), created_at__lt=now - SETTLED):
        try:
            with files.alone(row.source_id, wait=False):
                pass
        except files.Busy:
            continue
        announce_again(row)
