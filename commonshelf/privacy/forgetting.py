"""What time takes away, every night, as the table's timers say."""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import DateTimeField, Model, Q, QuerySet
from django.utils import timezone

from commonshelf.kernel.actor import MACHINE
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api as members
from commonshelf.privacy import erasing, removing, sweeping, traces
from commonshelf.privacy.domain.table import timers
from commonshelf.privacy.domain.vocabulary import Timer
from commonshelf.privacy.models import Forgetting
from commonshelf.privacy.registry import all_of, model_of
from commonshelf.privacy.rows import target_of

AT_ONCE = 200
"""People erased in one night because their cards were closed long ago; the next night goes on."""
log = logging.getLogger(__name__)


def forget(now: datetime) -> None:
    """The turn of the night: before the backup is made, so that it holds nothing that has run out."""
    counts: Counter[str] = Counter()
    problems = []
    with sweeping.overwriting():
        for label, timer in timers():
            if timer.done_by:
                continue
            try:
                if rows := run_out(label, timer, now):
                    counts[f"{label} {timer.how}"] += rows
            except DatabaseError as error:
                log.exception("%s could not be forgotten", label)
                problems.append(f"{label}: {type(error).__name__}")
        counts["cache deleted"] += sweeping.cache_over(now)
    counts["members.Person again"] += erasing.again(now=now)
    if not sweeping.sweep(now=now, anyway=timezone.localtime(now).weekday() == sweeping.WEEKLY):
        problems.append("VACUUM")
    kept = {name: rows for name, rows in sorted(counts.items()) if rows}
    Forgetting.objects.create(ran_at=now, counts=kept, problem="; ".join(problems)[:300])


def run_out(label: str, timer: Timer, now: datetime) -> int:
    """Rows whose time is over; how many were touched."""
    model = model_of(label)
    due = over(model, timer, now)
    if timer.how == "erase":
        return _erase(due)
    with transaction.atomic():
        if timer.how == "delete":
            return due.delete()[1].get(label, 0)
        if timer.how == "file":
            return _files(due, timer)
        written = {column: removing.empty(model, column) for column in timer.blank}
        if timer.how == "unlink":
            written[timer.path] = None
        if timer.stamp:
            written[timer.stamp] = now
        return due.exclude(**{name: value for name, value in written.items() if name != timer.stamp}).update(
            **written
        )


def over(model: type[Model], timer: Timer, now: datetime) -> QuerySet[Any]:
    """Those whose days are over at the library whose choice counts."""
    told = Q(pk__in=[])
    for days, where in _days(model, timer):
        told |= where & Q(**{f"{timer.after}__lte": _moment(model, timer.after, now - timedelta(days=days))})
    due: QuerySet[Any] = model._base_manager.filter(told, **dict(timer.when))  # noqa: SLF001  # all rows
    return due.exclude(**dict(timer.unless)) if timer.unless else due


def _moment(model: type[Model], column: str, cut: datetime) -> object:
    """As the column counts: an instant, or the alliance's day."""
    field = model._meta.get_field(column)  # noqa: SLF001  # Django's own way to ask a model what it is
    return cut if isinstance(field, DateTimeField) else timezone.localtime(cut).date()


def _days(model: type[Model], timer: Timer) -> Iterator[tuple[int, Q]]:
    """How many days, and for which rows: libraries that chose the same stand together."""
    if not timer.setting:
        yield timer.days, Q()
        return
    usual = _chosen("", timer.setting)
    if not timer.library:
        yield usual, Q()
        return
    symbol = f"{timer.library}__symbol" if target_of(model, timer.library) else timer.library
    others: dict[int, list[str]] = defaultdict(list)
    for one in members.symbols_by_id().values():
        if (days := _chosen(one, timer.setting)) != usual:
            others[days].append(one)
    apart = [one for group in others.values() for one in group]
    # Rows of no library count with the alliance's choice; NULL is in no list.
    yield usual, ~Q(**{f"{symbol}__in": apart}) if apart else Q()
    for days, symbols in others.items():
        yield days, Q(**{f"{symbol}__in": symbols})


def _chosen(library: str, name: str) -> int:
    return int(str(members.setting(library=library, name=name)))


def _files(due: QuerySet[Any], timer: Timer) -> int:
    """The file goes once it is certain; the row, which says what came of it, stays."""
    rows = list(due.exclude(**{timer.path: ""}).values_list("pk", timer.path))
    due.filter(pk__in=[pk for pk, _ in rows]).update(**{timer.path: ""})
    for _, name in rows:
        path = traces.place_of(name)
        transaction.on_commit(lambda path=path: path.unlink(missing_ok=True))  # type: ignore[misc]  # a default is how a loop is bound
    return len(rows)


def _erase(due: QuerySet[Any]) -> int:
    """Readers whose cards were closed long ago. Whoever still owes something waits."""
    done = 0
    for key in list(due.values_list("person__key", flat=True)[:AT_ONCE]):
        if not all_of("members.Person").filter(key=key).exists():
            continue  # went with another registration of theirs
        try:
            erasing.erase(actor=MACHINE, person=key)
        except Refusal as refusal:
            log.info("a closed reader is not erased yet: %s", refusal.code)
        else:
            done += 1
    return done
