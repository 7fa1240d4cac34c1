"""The register of outside activities: entering, changing, ending, withdrawing and reading them (A27)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.office.contracts_reading import names_of_libraries
from commonshelf.office.domain import activities as domain
from commonshelf.office.domain.contracts import dates
from commonshelf.office.models import Activity, Contract

READ: Final = "office.read-activities"
CONFLICT: Final = 409
LONGEST: Final = 500


@dataclass(frozen=True, slots=True)
class ActivityGiven:
    """What is entered. library "": in the alliance's own name; contract: its row, or None."""

    kind: str
    title_zh: str
    first_date: date
    title_en: str = ""
    about_zh: str = ""
    about_en: str = ""
    partners: tuple[str, ...] = ()
    place: str = ""
    contract: int | None = None
    last_date: date | None = None


@dataclass(frozen=True, slots=True)
class ActivityCard:
    """state: see domain.State. owner: in whose name; the alliance's has no name here."""

    id: int
    library: str
    owner: Said | None
    kind: str
    title: Said
    about: Said
    partners: tuple[str, ...]
    place: str
    contract: int | None
    first_date: date
    last_date: date | None
    withdrawn_date: date | None
    withdrawn_why: str
    state: str
    version: int


def set_activity(
    *,
    actor: Actor,
    given: ActivityGiven,
    library: str = "",
    id: int = 0,
    version: int = 0,
    key: str = "",
) -> ActivityCard:
    """Enter an activity (id 0) of this library ("": of the alliance), or change what is known of one."""
    owner = _find(id).library if id else library

    def do() -> members.Done[int]:
        row = _find(id) if id else Activity(library=library, entered_by=actor.key)
        if id and row.version != version:
            raise Refusal("office.stale-activity", status=CONFLICT)
        if row.withdrawn_date is not None:
            raise Refusal("office.activity-withdrawn", status=CONFLICT)
        _check(given, owner, new=not id)
        for name in given.__slots__:
            setattr(row, "contract_id" if name == "contract" else name, getattr(given, name))
        row.partners = "\n".join(given.partners)
        row.version = row.version + 1 if id else 1
        row.save()
        return members.Done(row.pk, {"kind": row.kind, "from": str(row.first_date)}, _ref(row))

    object = Ref("activity", str(id or ""), owner)
    return _card(members.act(actor=actor, action="office.set-activity", object=object, do=do, key=key))


def _check(given: ActivityGiven, library: str, *, new: bool) -> None:
    if new and library and library not in names_of_libraries():
        raise Refusal("office.no-such-member", {"field": "library", "symbol": library[:40]})
    if not (given.title_zh.strip() or given.title_en.strip()):
        raise Refusal("office.no-title", {"field": "title_zh"})
    if given.kind not in domain.KINDS:
        raise Refusal("office.bad-kind", {"field": "kind", "said": given.kind[:20]})
    if len(given.partners) > domain.MOST_PARTNERS:
        raise Refusal("office.too-many-partners", {"field": "partners", "most": domain.MOST_PARTNERS})
    dates(given.first_date, given.last_date)
    if given.contract is not None:
        of = Contract.objects.filter(pk=given.contract)
        if not (of.filter(parties__library=library) if library else of).exists():
            raise Refusal("office.not-its-contract", {"field": "contract"})


def end_activity(*, actor: Actor, activity: int, on: date, key: str = "") -> ActivityCard:
    """on: its last day."""

    def do() -> members.Done[int]:
        row, today = _find(activity), timezone.localdate()
        if row.withdrawn_date is not None:
            raise Refusal("office.activity-withdrawn", status=CONFLICT)
        if row.last_date is not None and row.last_date < today:
            raise Refusal("office.activity-over", {"last": row.last_date.isoformat()}, CONFLICT)
        if on < row.first_date:
            facts = {"field": "on", "first": row.first_date.isoformat(), "last": on.isoformat()}
            raise Refusal("office.ends-before-it-begins", facts)
        row.last_date, row.version = on, row.version + 1
        row.save(update_fields=["last_date", "version"])
        return members.Done(row.pk, {"on": on.isoformat()})

    object = _ref(_find(activity))
    return _card(members.act(actor=actor, action="office.end-activity", object=object, do=do, key=key))


def withdraw_activity(*, actor: Actor, activity: int, reason: str, key: str = "") -> ActivityCard:
    """It will not take place, or should not stand here; it stays readable, with the reason."""
    said = reason.strip()[:LONGEST]

    def do() -> members.Done[int]:
        row = _find(activity)
        if not said:
            raise Refusal("office.no-reason", {"field": "reason"})
        if row.withdrawn_date is not None:
            raise Refusal("office.activity-withdrawn", status=CONFLICT)
        row.withdrawn_date, row.withdrawn_why = timezone.localdate(), said
        row.version += 1
        row.save(update_fields=["withdrawn_date", "withdrawn_why", "version"])
        return members.Done(row.pk)

    object = _ref(_find(activity))
    done = members.act(
        actor=actor, action="office.withdraw-activity", object=object, do=do, key=key, reason=said
    )
    return _card(done)


def activities(
    *,
    actor: Actor,
    library: str | None = None,
    state: str = "",
    words: str = "",
    start: int = 0,
    rows: int = 50,
) -> tuple[list[ActivityCard], int]:
    """Latest first, and how many. library None: everybody's, "": the alliance's own."""
    members.demand(actor=actor, action=READ, object=Ref("activity", ""))
    today, names = timezone.localdate(), names_of_libraries()
    found = in_state(Activity.objects.all(), state, today)
    if library is not None:
        found = found.filter(library=library)
    for word in words.split():
        named = Q(title_zh__icontains=word) | Q(title_en__icontains=word) | Q(place__icontains=word)
        found = found.filter(named | Q(partners__icontains=word))
    page = found.order_by("-first_date", "-pk")[start : start + rows]
    return [card_of(row, names, today) for row in page], found.count()


def in_state(found: QuerySet[Activity], state: str, today: date) -> QuerySet[Activity]:
    """As `domain.state` decides, said in the database's words."""
    stands = Q(withdrawn_date=None)
    over = Q(first_date__lte=today, last_date__lt=today)
    wanted = {
        "withdrawn": ~stands,
        "planned": stands & Q(first_date__gt=today),
        "over": stands & over,
        "running": stands & Q(first_date__lte=today) & (Q(last_date=None) | Q(last_date__gte=today)),
    }
    return found.filter(wanted[state]) if state in wanted else found


def activity(*, actor: Actor, id: int) -> ActivityCard:
    members.demand(actor=actor, action=READ, object=Ref("activity", str(id)))
    return _card(id)


def _ref(row: Activity) -> Ref:
    return Ref("activity", str(row.pk), row.library)


def _find(id: int) -> Activity:
    row = Activity.objects.filter(pk=id).first()
    if row is None:
        raise Absent
    return row


def _card(id: int) -> ActivityCard:
    return card_of(_find(id), names_of_libraries(), timezone.localdate())


def card_of(row: Activity, names: dict[str, Said], today: date) -> ActivityCard:
    return ActivityCard(
        id=row.pk,
        library=row.library,
        owner=names.get(row.library, Said(row.library, row.library)) if row.library else None,
        kind=row.kind,
        title=Said(row.title_zh, row.title_en),
        about=Said(row.about_zh, row.about_en),
        partners=tuple(row.partners.splitlines()),
        place=row.place,
        contract=row.contract_id,
        first_date=row.first_date,
        last_date=row.last_date,
        withdrawn_date=row.withdrawn_date,
        withdrawn_why=row.withdrawn_why,
        state=domain.state(row.first_date, row.last_date, row.withdrawn_date, today),
        version=row.version,
    )
