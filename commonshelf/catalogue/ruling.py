"""What people decide of two records: these are one edition, or they are not; and taking it back.

A decision names its records by source and local id, so it holds when they are deleted, loaded
again or renewed, and it always wins over the machine.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final, NamedTuple

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from commonshelf.catalogue import doubts, joining
from commonshelf.catalogue.cards import DoubtCard, Former, Ruled, RulingCard
from commonshelf.catalogue.decision import Cause
from commonshelf.catalogue.domain import facts as facts_form
from commonshelf.catalogue.lines import titled
from commonshelf.catalogue.models import Doubt, Edition, Passage, Ruling, Source
from commonshelf.catalogue.models import Facts as FactsRow
from commonshelf.catalogue.rows import BIB
from commonshelf.kernel.actor import MACHINE, Actor, Ref
from commonshelf.kernel.refusal import Absent, Fact, Refusal
from commonshelf.members import api as members
from commonshelf.news import api as news

RULE: Final = "catalogue.rule"
UNDO: Final = "catalogue.undo-ruling"
VERDICTS: Final = ("join", "apart")
LATER: Final = "later"
LONGEST_WHY: Final = 500
CONFLICT: Final = 409


class Named(NamedTuple):
    """A record by what outlives it."""

    source: int
    local_id: str


# -- deciding


def rule(*, actor: Actor, doubt: int, verdict: str, why: str, version: str, key: str) -> DoubtCard:
    if verdict not in (*VERDICTS, LATER):
        raise Refusal("catalogue.unknown-verdict", {"verdict": verdict[:20]})

    def do() -> members.Done[int]:
        row = Doubt.objects.filter(pk=doubt).first()
        if row is None:
            raise Absent
        _still_to_decide(row, version)
        now, made = timezone.now(), None
        if verdict != LATER:
            made = decide(actor, (row.one_id, row.other_id), verdict, why, now)
        row.state = {"join": "joined"}.get(verdict, verdict)
        row.decided_by, row.decided_at, row.why = actor.key, now, why[:LONGEST_WHY]
        row.ruling = made
        row.save(update_fields=["state", "decided_by", "decided_at", "why", "ruling"])
        if made:
            rejoin((row.one_id, row.other_id), made, now, cause="ruling")
        return members.Done(doubt, {"verdict": verdict, **({"ruling": made.pk} if made else {})})

    members.act(
        actor=actor, action=RULE, object=Ref("doubt", str(doubt)), do=do, key=key, reason=why[:LONGEST_WHY]
    )
    return doubts.one(actor=actor, id=doubt)


def _still_to_decide(row: Doubt, version: str) -> None:
    """Refused when somebody else was faster, or when what was looked at is no longer what there is."""
    if row.state in {"joined", "apart"}:
        raise _decided("catalogue.doubt-decided", row.state, row.decided_by, row.decided_at)
    if row.state == "settled":
        raise Refusal("catalogue.doubt-settled", status=CONFLICT)
    if not version:
        return
    now = doubts.standings([row.one_edition_id, row.other_edition_id])
    if version == doubts.version_of(row, now):
        return
    seen = dict(_seen(version))
    for edition in (row.one_edition_id, row.other_edition_id):
        has = now.get(edition, doubts.Standing(0, ""))
        if seen.get(edition) != has:
            before = seen[edition].records if edition in seen else 0
            facts: dict[str, Fact] = {"edition": edition, "before": before, "now": has.records}
            code = "doubt-reworded" if before == has.records else "doubt-changed"
            raise Refusal(f"catalogue.{code}", facts, status=CONFLICT)
    raise Refusal("catalogue.doubt-exchanged", status=CONFLICT)


def _seen(version: str) -> Iterable[tuple[int, doubts.Standing]]:
    """What a version told of its editions; nothing of what is no version."""
    for part in version.split("/"):
        edition, _, rest = part.partition(":")
        records, _, mark = rest.partition(":")
        if edition.isdecimal() and records.isdecimal():
            yield int(edition), doubts.Standing(int(records), mark)


def _decided(code: str, verdict: str, person: str, at: datetime | None) -> Refusal:
    names = members.names_of(keys=[person] if person else [])
    who = names[person].in_language(get_language() or "") if person in names else "–"
    when = timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""
    return Refusal(code, {"who": who, "when": when, "verdict": verdict}, status=CONFLICT)


def rule_records(*, actor: Actor, one: int, other: int, verdict: str, why: str, key: str) -> int:
    if verdict not in VERDICTS:
        raise Refusal("catalogue.unknown-verdict", {"verdict": verdict[:20]})

    def do() -> members.Done[int]:
        now = timezone.now()
        made = decide(actor, (one, other), verdict, why, now)
        rejoin((one, other), made, now, cause="ruling")
        return members.Done(made.pk, {"verdict": verdict, "ruling": made.pk})

    where = Ref("record", f"{one}-{other}")
    return members.act(actor=actor, action=RULE, object=where, do=do, key=key, reason=why[:LONGEST_WHY])


def decide(actor: Actor, pair: tuple[int, int], verdict: str, why: str, now: datetime) -> Ruling:
    """The row of the decision. Refused when it contradicts what is decided already."""
    if pair[0] == pair[1]:
        raise Refusal("catalogue.same-record")
    here = FactsRow.objects.filter(record__in=pair).values_list("record__source", "local_id")
    named = sorted(Named(*row) for row in here)
    if len(named) != 2:
        raise Absent
    first, second = named
    force = Ruling.objects.filter(undone_at=None)
    same = force.filter(
        one_source=first.source,
        one_local_id=first.local_id,
        other_source=second.source,
        other_local_id=second.local_id,
    ).first()
    if same:
        raise _decided("catalogue.ruled-already", same.verdict, same.person, same.decided_at)
    if against := _against(first, second, verdict):
        raise _decided("catalogue.ruling-against", against.verdict, against.person, against.decided_at)
    return Ruling.objects.create(
        one_source_id=first.source,
        one_local_id=first.local_id,
        other_source_id=second.source,
        other_local_id=second.local_id,
        verdict=verdict,
        person=actor.key,
        decided_at=now,
        why=why[:LONGEST_WHY],
    )


def _against(one: Named, other: Named, verdict: str) -> Ruling | None:
    """A decision in force that cannot hold together with this one.

    What people joined holds together across all their decisions: joining a chain whose ends somebody
    keeps apart, or keeping apart what a chain joins, would leave one of them unheeded.
    """
    mine, by = _chained(one)
    if verdict == "apart":
        return by.get(other)
    theirs, _ = _chained(other)
    for member in mine:
        for row in rulings_on(member).filter(undone_at=None, verdict="apart"):
            if any(name in theirs for name in names_in(row) if name != member):
                return row
    return None


def _chained(start: Named) -> tuple[set[Named], dict[Named, Ruling]]:
    """All records that decisions join with this one, and the decision that led to each."""
    reached, by, new = {start}, dict[Named, Ruling](), [start]
    while new:
        at = new.pop()
        for row in rulings_on(at).filter(undone_at=None, verdict="join"):
            for there in names_in(row):
                if there not in reached:
                    reached.add(there)
                    by[there] = row
                    new.append(there)
    return reached, by


def names_in(row: Ruling) -> tuple[Named, Named]:
    return Named(row.one_source_id, row.one_local_id), Named(row.other_source_id, row.other_local_id)


def rulings_on(name: Named) -> QuerySet[Ruling]:
    """Every decision that names this record, those taken back too."""
    mine = Q(one_source=name.source, one_local_id=name.local_id)
    return Ruling.objects.filter(mine | Q(other_source=name.source, other_local_id=name.local_id))


def undo(*, actor: Actor, ruling: int, why: str, key: str) -> None:
    def do() -> members.Done[None]:
        row = Ruling.objects.filter(pk=ruling).first()
        if row is None:
            raise Absent
        if row.undone_at is not None:
            raise _decided("catalogue.ruling-undone", row.verdict, row.undone_by, row.undone_at)
        now = timezone.now()
        row.undone_at, row.undone_by, row.undone_why = now, actor.key, why[:LONGEST_WHY]
        row.save(update_fields=["undone_at", "undone_by", "undone_why"])
        here = {record for record, _ in living(names_in(row)).values()}
        rejoin(here, row, now, cause="undone")
        return members.Done(None, {"verdict": row.verdict, "ruling": ruling})

    where = Ref("ruling", str(ruling))
    members.act(actor=actor, action=UNDO, object=where, do=do, key=key, reason=why[:LONGEST_WHY])


def rejoin(records: Iterable[int], row: Ruling, now: datetime, *, cause: str) -> None:
    stamp = joining.rejoin(set(records), Cause(cause, row.pk), now)
    if stamp:
        where = Ref("ruling", str(row.pk))
        news.announce(kind="catalogue.changed", actor=MACHINE, object=where, at=now, facts={"stamp": stamp})


def living(names: Iterable[Named]) -> dict[Named, tuple[int, int]]:
    """Of those that are here now: (record, edition)."""
    wanted = list(names)
    rows = FactsRow.objects.filter(
        record__kind=BIB,
        record__source__in={name.source for name in wanted},
        local_id__in={name.local_id for name in wanted},
    ).values_list("record__source", "local_id", "record_id", "edition_id")
    found = {Named(source, local_id): (record, edition) for source, local_id, record, edition in rows}
    return {name: found[name] for name in wanted if name in found}


# -- reading what was decided


def page(*, actor: Actor, edition: int, start: int, rows: int) -> tuple[list[RulingCard], int]:
    """Newest first; edition 0: of all."""
    members.demand(actor=actor, action=doubts.REVIEW, object=doubts.DESK)
    found = Ruling.objects.order_by("-id")
    if edition:
        found = found.filter(_naming(edition))
    return _cards(found[start : start + rows]), found.count()


def _naming(edition: int) -> Q:
    """Decisions that name a record of this edition."""
    said = Q(pk__in=[])
    members_ = FactsRow.objects.filter(edition=edition).values_list("record__source", "local_id")
    for source, local_id in members_:
        said |= Q(one_source=source, one_local_id=local_id)
        said |= Q(other_source=source, other_local_id=local_id)
    return said


def _cards(rows: Iterable[Ruling]) -> list[RulingCard]:
    rows = list(rows)
    names = {name for row in rows for name in names_in(row)}
    here = living(names)
    data = FactsRow.objects.filter(record__in=[record for record, _ in here.values()])
    titles = {record: titled(facts_form.load(form)) for record, form in data.values_list("record_id", "data")}
    sources = {source.pk: source for source in Source.objects.filter(pk__in={name.source for name in names})}
    symbols = members.symbols_by_id()

    def ruled(name: Named) -> Ruled:
        record, edition = here.get(name, (0, None))
        source = sources[name.source]
        return Ruled(symbols[source.library_id], source.code, name.local_id, titles.get(record, ""), edition)

    def card(row: Ruling) -> RulingCard:
        one, other = map(ruled, names_in(row))
        return RulingCard(
            row.pk,
            one,
            other,
            row.verdict,
            row.person,
            row.decided_at,
            row.why,
            row.undone_by,
            row.undone_at,
            row.undone_why,
        )

    return [card(row) for row in rows]


def history(edition: int) -> tuple[Former, ...]:
    """Public: which numbers were joined and parted, never who did it. Absent for what never was."""
    if not Edition.objects.filter(pk=edition).exists():
        raise Absent
    rows = Passage.objects.filter(Q(edition=edition) | Q(other=edition)).order_by("-id")
    turned = {"joined": "into", "parted": "from"}
    return tuple(
        Former(row.other_id, row.what, row.at, row.cause, row.by)
        if row.edition_id == edition
        else Former(row.edition_id, turned[row.what], row.at, row.cause, row.by)
        for row in rows
    )
