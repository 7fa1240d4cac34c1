"""What a spreadsheet of readers would do to a library's roll: who is new, who changes, who leaves.

Nothing is asked and nothing written here: known in, steps out, the same for the look and for the act.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from commonshelf.cards.domain import age, terms
from commonshelf.cards.domain.kinds import OF_AN_INSTITUTION
from commonshelf.cards.domain.sheet import Entry, Fault, Said, fold

MODES: Final = ("take", "renew", "full", "leave")
"""take: new ones come, particulars are put right. renew: and all in the file get a new last day. full: and
who is not in the file leaves. leave: the file names those who leave.
"""
WHAT: Final = ("new", "back", "change", "renew", "same", "elsewhere", "leave", "open")
"""open: would leave, but something of theirs is still open."""
COMPARED: Final = ("name_zh", "name_en", "phone", "email", "language", "birth_date", "local_number")


@dataclass(frozen=True, slots=True)
class Group:
    """months 0: a registration does not end."""

    id: int
    kind: str
    months: int
    active: bool = True


@dataclass(frozen=True, slots=True)
class Known:
    """A reader of this library as it stands. card: the number in use, or ""; guarded: a guardian agreed."""

    id: int
    key: str
    state: str
    group: int
    active_from: date
    active_to: date | None
    local_number: str = ""
    name_zh: str = ""
    name_en: str = ""
    phone: str = ""
    email: str = ""
    language: str = ""
    birth_date: date | None = None
    card: str = ""
    guarded: bool = False
    version: int = 1


@dataclass(frozen=True, slots=True)
class Shown:
    """Who showed a document before. home: Symbol; barred: blocked everywhere, and not by being in use."""

    reader: int
    home: str
    state: str
    barred: bool = False


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose a card number is or was. adult: may answer for a child now."""

    reader: int
    adult: bool


@dataclass(frozen=True, slots=True)
class Around:
    """What a sheet is held against. documents: digest -> who; cards: number -> whose, of its numbers."""

    home: str
    known: tuple[Known, ...]
    documents: Mapping[str, Shown]
    cards: Mapping[str, Holder]
    groups: Mapping[int, Group]


@dataclass(frozen=True, slots=True)
class Choices:
    """What was said about the whole file. group: of those whose line names none; last_date: of new and
    renewed registrations, None: as long as the group's hold; leave_date: the last day of those who leave,
    None: today. scope: groups out of which whoever is missing leaves, (): those of the readers in the file.
    with_open: also readers of whom something is still open leave.
    """

    mode: str = "take"
    group: int | None = None
    last_date: date | None = None
    leave_date: date | None = None
    scope: tuple[int, ...] = ()
    with_open: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of one reader. row 0: not in the file. active_to: as it will stand; changed: columns.

    home: the other library, of one who is registered elsewhere. reader 0: new.
    """

    what: str
    row: int
    reader: int = 0
    entry: Entry | None = None
    group: int = 0
    active_to: date | None = None
    changed: tuple[str, ...] = ()
    home: str = ""
    card: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    steps: tuple[Step, ...]
    faults: tuple[Fault, ...]

    def counts(self) -> dict[str, int]:
        found = dict.fromkeys(WHAT, 0)
        for step in self.steps:
            found[step.what] += 1
        return {**found, "broken": len({fault.row for fault in self.faults}), "faults": len(self.faults)}


class _Roll:
    """Known readers by what tells them apart. Of two with one number the one still reading goes first."""

    def __init__(self, around: Around) -> None:
        self.by_id = {one.id: one for one in around.known}
        self.numbered: dict[str, Known] = {}
        for one in sorted(around.known, key=lambda one: (one.state == "active", one.id)):
            if one.local_number and one.state != "merged":
                self.numbered[one.local_number] = one


def plan(said: Sequence[Said], around: Around, choices: Choices, today: date) -> Plan:
    roll = _Roll(around)
    steps: list[Step] = []
    faults: list[Fault] = []
    met: dict[int, int] = {}
    for one in said:
        known, more = _who(one.entry, roll, around)
        if known and known.id in met and not more:
            more = [Fault(one.entry.row, "local_number", "cards.sheet-same-reader", {"row": met[known.id]})]
        if known:
            met.setdefault(known.id, one.entry.row)
        wrong = [*one.faults, *more]
        if not wrong:
            found = _step(one.entry, known, around, choices, today)
            if isinstance(found, Step):
                steps.append(found)
            else:
                wrong = found
        faults += wrong
    if choices.mode == "full":
        steps += _missing(around, met, choices, today)
    return Plan(tuple(steps), tuple(faults))


def _who(entry: Entry, roll: _Roll, around: Around) -> tuple[Known | None, list[Fault]]:
    """The reader of this library a line is about; by number first, and the document must not disagree."""
    by_number = roll.numbered.get(entry.local_number) if entry.local_number else None
    shown = around.documents.get(entry.digest) if entry.digest else None
    by_document = roll.by_id.get(shown.reader) if shown else None
    if by_document and _another(entry, by_document):
        by_document = None
    if (
        by_number
        and by_number.state == "closed"
        and by_document is not by_number
        and not _same(entry, by_number)
    ):
        by_number = None  # a number given out again
    if by_number and by_document and by_number is not by_document:
        return by_number, [Fault(entry.row, "proof_number", "cards.sheet-two-readers")]
    found = by_document or by_number
    kept = (entry.local_number or found.local_number) if found else ""
    if found and found.state == "closed" and roll.numbered.get(kept, found) is not found:
        return found, [Fault(entry.row, "local_number", "cards.sheet-two-readers")]
    return found, []


def _another(entry: Entry, known: Known) -> bool:
    """A number given out again is no document of whoever had it before."""
    return known.state == "merged" or (entry.implied and known.state == "closed" and not _same(entry, known))


def _same(entry: Entry, known: Known) -> bool:
    names = {fold(name) for name in (known.name_zh, known.name_en) if name}
    return bool(names & {fold(name) for name in (entry.name_zh, entry.name_en) if name})


def _step(
    entry: Entry, known: Known | None, around: Around, choices: Choices, today: date
) -> Step | list[Fault]:
    if choices.mode == "leave":
        return _leaver(entry, known, choices, today)
    shown = around.documents.get(entry.digest) if entry.digest else None
    if shown and shown.home != around.home:
        if shown.state == "active":
            return Step("elsewhere", entry.row, entry=entry, home=shown.home)
        if shown.barred:
            return [Fault(entry.row, "proof_number", "cards.blocked-before", {"symbol": shown.home})]
    group = entry.group or (known.group if known else choices.group)
    if group is None or group not in around.groups:
        return [Fault(entry.row, "group", "cards.sheet-say-group")]
    wrong = _lacking(entry, known, around, around.groups[group], today)
    if wrong:
        return wrong
    if known is None:
        ends = _ends(entry, choices, around.groups[group], today)
        return Step("new", entry.row, entry=entry, group=group, active_to=ends, card=entry.card_number)
    return _known(entry, known, around.groups[group], choices, today)


def _lacking(entry: Entry, known: Known | None, around: Around, group: Group, today: date) -> list[Fault]:
    """What a registration needs and neither the line nor the roll says."""
    found = []

    def wrong(column: str, code: str, **facts: str | int) -> None:
        found.append(Fault(entry.row, column, code, facts))

    if known is None and not (entry.name_zh or entry.name_en):
        wrong("name_zh", "cards.no-name")
    born = entry.birth_date or (known.birth_date if known else None)
    if (
        known
        and known.birth_date
        and entry.document
        and entry.document.birth_date not in {None, known.birth_date}
    ):
        wrong("proof_number", "cards.sheet-other-person")
    if born is None and group.kind not in OF_AN_INSTITUTION:
        wrong("birth_date", "cards.birth-date-needed")
    if known is None and not entry.document and not entry.local_number:
        wrong("proof_number", "cards.sheet-no-key")
    if age.is_child(born, today) and not (known and known.guarded):
        _guardian(entry, around, wrong)
    if entry.last_date and entry.last_date < today:
        wrong("last_date", "cards.sheet-day-past")
    holder = around.cards.get(entry.card_number) if entry.card_number else None
    if holder and not (known and known.card == entry.card_number):
        wrong("card_number", "cards.number-taken")
    return found


def _guardian(entry: Entry, around: Around, wrong: Callable[..., None]) -> None:
    if entry.guardian_number:
        holder = around.cards.get(entry.guardian_number)
        if holder is None:
            wrong("guardian_number", "cards.no-such-card")
        elif not holder.adult:
            wrong("guardian_number", "cards.bad-guardian")
    elif not (entry.guardian_name and entry.guardian_phone):
        column = "guardian_phone" if entry.guardian_name else "guardian_name"
        wrong(column, "cards.sheet-needs-guardian", years=age.ANSWERS_FOR_THEMSELVES)
    if not entry.agreed:
        wrong("guardian_agreed", "cards.sheet-not-agreed", years=age.ANSWERS_FOR_THEMSELVES)


def _ends(entry: Entry, choices: Choices, group: Group, today: date) -> date | None:
    last = entry.last_date or choices.last_date
    return last + timedelta(days=1) if last else terms.ends(today, group.months)


def _known(entry: Entry, known: Known, group: Group, choices: Choices, today: date) -> Step:
    """Somebody of this library: put right, renewed, back after leaving, or just as they stand."""
    changed = [name for name in COMPARED if (value := getattr(entry, name)) and value != getattr(known, name)]
    if entry.group and entry.group != known.group:
        changed.append("group")
    if entry.card_number and entry.card_number != known.card:
        changed.append("card_number")
    if entry.agreed and not known.guarded and (entry.guardian_number or entry.guardian_name):
        changed.append("guardian_name")
    ends = known.active_to
    if known.state == "closed":
        ends = _ends(entry, choices, group, today)
    elif entry.last_date:
        ends = entry.last_date + timedelta(days=1)
    elif choices.mode in {"renew", "full"} and ends is not None:
        new = _ends(entry, choices, group, today)
        ends = new if choices.last_date or new is None else max(ends, new)
    what = "back" if known.state == "closed" else "same"
    if what == "same" and changed:
        what = "change"
    elif what == "same" and ends != known.active_to:
        what = "renew"
    card = entry.card_number if entry.card_number != known.card else ""
    return Step(what, entry.row, known.id, entry, group.id, ends, tuple(changed), card=card)


def _leaver(entry: Entry, known: Known | None, choices: Choices, today: date) -> Step | list[Fault]:
    if known is None:
        column = "local_number" if entry.local_number else "proof_number"
        return [Fault(entry.row, column, "cards.sheet-nobody")]
    last = entry.last_date or choices.leave_date or today
    if last < known.active_from:
        return [Fault(entry.row, "last_date", "cards.sheet-before-first")]
    return _leaves(known, last, entry)


def _leaves(known: Known, last: date, entry: Entry | None = None) -> Step:
    ends = last + timedelta(days=1)
    over = known.state != "active" or (known.active_to is not None and known.active_to <= ends)
    row = entry.row if entry else 0
    return Step("same" if over else "leave", row, known.id, entry, known.group, ends)


def _missing(around: Around, met: Mapping[int, int], choices: Choices, today: date) -> Iterable[Step]:
    """Who reads in one of the groups and stands in no line, not even in a broken one."""
    by_id = {one.id: one for one in around.known}
    scope = set(choices.scope) or {by_id[one].group for one in met}
    for one in around.known:
        if one.id in met or one.group not in scope or one.state != "active":
            continue
        step = _leaves(one, max(choices.leave_date or today, one.active_from))
        if step.what == "leave":
            yield step
