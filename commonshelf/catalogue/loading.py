"""Starting and stopping loads: acts on a source. `running.py` does the work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from django.utils import timezone

from commonshelf.catalogue import files, progress, sources
from commonshelf.catalogue.cards import LoadCard, Rejected
from commonshelf.catalogue.models import Load, Reject, Source
from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members

RUNNER: Final = "catalogue.run-load"
"""The subscriber that runs what `start` has written down."""
OPEN: Final = ("waiting", "running")


class Asked(NamedTuple):
    """What was said for this load alone; "" and {} = as the source says."""

    syntax: str = ""
    charset: str = ""
    profile: str = ""
    columns: Mapping[str, str] = {}
    full: bool = False
    sure: bool = False
    dry_run: bool = False
    origin: str = ""


def start(
    *,
    actor: Actor,
    library: str,
    paths: Sequence[Path],
    source: str,
    asked: Asked,
    keep_files: bool,
    run_here: bool,
    names: Sequence[str],
    key: str,
) -> LoadCard:
    object = sources.ref(library, source)
    members.demand(actor=actor, action="catalogue.load", object=object)
    sources.of_files(source)
    row = sources.row_of(library, source)
    sources.of_a_member(library)
    settings = _settings(row, asked)
    entries = files.look(paths, settings["syntax"], names)
    if same := _under_way(row, entries, settings, asked):
        return progress.card(same)
    if keep_files:
        entries = [files.keep(entry) for entry in entries]

    def do() -> members.Done[int]:
        owner = sources.row_of(library, source)
        if owner.pk is None or (not asked.dry_run and (asked.profile or asked.columns)):
            # What a real load was told about copies and columns, the source remembers.
            owner.holdings, owner.columns = settings["holdings"], settings["columns"]
            owner.save()
        made = _write(owner, actor, entries, settings, asked)
        facts = {"files": [entry["name"] for entry in entries], "dry_run": asked.dry_run, "full": asked.full}
        where = Ref("load", str(made.pk), library)
        return members.Done(made.pk, facts, where, skip=(RUNNER,) if run_here else ())

    made = members.act(actor=actor, action="catalogue.load", object=object, do=do, key=key)
    return progress.card(_row(made))


def _settings(row: Source, asked: Asked) -> dict[str, Any]:
    keeps = not asked.profile or row.holdings.get("profile") == asked.profile
    holdings = row.holdings if keeps else {**row.holdings, "profile": asked.profile}
    sources.checked(syntax=asked.syntax, charset=asked.charset, holdings=holdings, columns=asked.columns)
    return {
        **sources.settings_of(row),
        "syntax": asked.syntax or row.syntax,
        "charset": asked.charset or row.charset,
        "holdings": holdings,
        "columns": dict(asked.columns or row.columns),
    }


def _write(
    source: Source, actor: Actor, entries: list[files.Entry], settings: dict[str, Any], asked: Asked
) -> Load:
    report = progress.Report({})
    for place, entry in enumerate(entries):
        report.file(place, name=entry["name"], **entry.get("refused", {}))
    return Load.objects.create(
        source=source,
        library_id=source.library_id,
        person=actor.key,
        files=entries,
        rules=settings,
        state="waiting",
        full=asked.full,
        sure=asked.sure,
        dry_run=asked.dry_run,
        origin=asked.origin,
        report=report.data,
        total_bytes=sum(entry.get("bytes", 0) for entry in entries),
        created_at=timezone.now(),
    )


def go_on(*, actor: Actor, load: int, sure: bool, key: str) -> LoadCard:
    """A load that stopped, failed or held its deletions back waits again for the worker."""
    row = _row(load)

    def do() -> members.Done[None]:
        now = _row(load)
        sources.of_a_member(members.symbols_by_id()[now.library_id])
        held = now.state == "done" and bool(now.report.get("full", {}).get("held") == "half")
        if not (now.state in {"stopped", "failed"} or (held and sure)) or now.dry_run:
            raise Refusal("catalogue.load-is-over", {"load": load}, status=409)
        Load.objects.filter(pk=load).update(
            state="waiting", sure=sure or now.sure, tries=0, stop_asked=False, refusal=None, finished_at=None
        )
        return members.Done(None, {"sure": sure, "again": True})

    members.act(actor=actor, action="catalogue.load", object=_ref(row), do=do, key=key)
    return progress.card(_row(load))


def repeat(*, actor: Actor, load: int, key: str) -> LoadCard:
    """The load a dry run rehearsed. Its source's other settings may have changed since."""
    row = _seen(load, actor)
    usable = [entry for entry in row.files if "refused" not in entry]
    rules = row.rules
    return start(
        actor=actor,
        library=members.symbols_by_id()[row.library_id],
        paths=[files.path_of(entry) for entry in usable],
        source=row.source.code,
        asked=Asked(
            rules["syntax"],
            rules["charset"],
            rules["holdings"].get("profile", ""),
            rules["columns"],
            row.full,
            row.sure,
        ),
        keep_files=True,
        run_here=False,
        names=[entry["name"] for entry in usable],
        key=key,
    )


def _under_way(
    source: Source, entries: list[files.Entry], settings: dict[str, Any], asked: Asked
) -> Load | None:
    """The same files for the same source, begun and not ended: after a crash, start means go on."""
    if source.pk is None:
        return None
    wanted = [entry.get("sha256") for entry in entries]
    open_ = Load.objects.filter(source=source, state__in=OPEN, full=asked.full, dry_run=asked.dry_run)
    for load in open_.select_related("source"):
        if [entry.get("sha256") for entry in load.files] == wanted and load.rules == settings:
            return load
    return None


def stop(*, actor: Actor, load: int, key: str = "") -> LoadCard:
    """Ask a load to end after its batch. What is loaded stays; loading the file again goes on from there."""
    row = _row(load)
    object = _ref(row)

    def do() -> members.Done[None]:
        now = timezone.now()
        changed = Load.objects.filter(pk=load, state__in=OPEN).update(stop_asked=True)
        if not changed:
            raise Refusal("catalogue.load-is-over", {"load": load}, status=409)
        Load.objects.filter(pk=load, state="waiting").update(state="stopped", finished_at=now)
        return members.Done(None)

    members.act(actor=actor, action="catalogue.stop-load", object=object, do=do, key=key)
    return progress.card(_row(load))


def card(*, load: int, actor: Actor) -> LoadCard:
    return progress.card(_seen(load, actor))


def cards(*, actor: Actor, library: str, rows: int) -> list[LoadCard]:
    symbols = members.symbols_by_id()
    seen = [
        id
        for id, symbol in symbols.items()
        if (not library or symbol == library)
        and members.allowed(actor=actor, action="catalogue.read-load", object=anywhere(symbol))
    ]
    found = Load.objects.filter(library_id__in=seen).select_related("source").order_by("-id")
    return [progress.card(row, symbols[row.library_id]) for row in found[:rows]]


def rejects(*, load: int, actor: Actor, start: int, rows: int) -> list[Rejected]:
    _seen(load, actor)
    found = Reject.objects.filter(load_id=load).order_by("id").defer("raw")
    return [Rejected(r.file, r.offset, r.reason, r.pk, r.facts) for r in found[start : start + rows]]


def rejected_bytes(*, load: int, reject: int, actor: Actor) -> tuple[Rejected, bytes]:
    found = Reject.objects.filter(pk=reject, load_id=load).first()
    if found is None:
        raise Absent
    _seen(found.load_id, actor)
    card = Rejected(found.file, found.offset, found.reason, found.pk, found.facts)
    return card, bytes(found.raw)


def _row(load: int) -> Load:
    found = Load.objects.select_related("source").filter(pk=load).first()
    if found is None:
        raise Absent
    return found


def anywhere(library: str) -> Ref:
    """Some load of this library, for asking whether somebody may see any."""
    return Ref("load", "", library)


def _ref(row: Load) -> Ref:
    return Ref("load", str(row.pk), members.symbols_by_id()[row.library_id])


def _seen(load: int, actor: Actor) -> Load:
    row = _row(load)
    members.demand(actor=actor, action="catalogue.read-load", object=_ref(row))
    return row
