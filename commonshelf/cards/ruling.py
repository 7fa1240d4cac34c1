"""Writing the rules of rights: the alliance's by the office, a library's own within them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Final

from django.utils import timezone

from commonshelf.cards import rights_kept as kept
from commonshelf.cards.domain import cells
from commonshelf.cards.domain.kinds import GROUP_KINDS
from commonshelf.cards.domain.rights import Limits, Line
from commonshelf.cards.domain.services import RELATIONS, SERVICES
from commonshelf.cards.domain.usual import USUAL
from commonshelf.cards.models import Reader, ReaderGroup, RightRule
from commonshelf.cards.ruling_cards import RuleCard, RuleGiven
from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members.cards import Said

CONFLICT: Final = 409
LIBRARY_KINDS: Final = ("vocational", "university", "public", "special", "guest")
CONDITIONS: Final = ("library_kind", "home", "home_kind", "relation", "group_kind", "group")
MOST: Final = {"items": 9_999, "days": 3_650, "renewals": 99, "fee": 10_000_000, "deposit": 100_000_000}
LONGEST: Final = {"note": 300, "article": 40, "exempt_why": 300}


def ref(library: str, rule: int | None = None) -> Ref:
    """The object of an act on a rule; library "": the alliance's."""
    return Ref("right-rule", str(rule or "new"), library)


def action(library: str, exempt: str = "") -> str:
    """Which row of the permission table is asked."""
    if not library:
        return "cards.set-rule"
    return "cards.exempt-rule" if exempt else "cards.set-own-rule"


# -- reading


def groups() -> list[cells.Group]:
    """Every group of every library, for the table of cells."""
    symbols = members.symbols_by_id()
    rows = ReaderGroup.objects.values_list("pk", "library_id", "kind")
    return [cells.Group(id, symbols[library], kind) for id, library, kind in rows]


def library_kinds() -> dict[str, str]:
    """Symbol -> kind, of the members of today."""
    return {card.symbol: card.kind for card in members.libraries()}


def rules(*, library: str | None = None, day: date | None = None) -> list[RuleCard]:
    """Those in force or to come on the day, by service; library "": the alliance's, None: all."""
    today = day or timezone.localdate()
    rows = {row.pk: row for row in RightRule.objects.select_related("group")}
    found = [
        _card(line, rows.get(line.id))
        for line in kept.current().lines
        if (library is None or line.library == library) and (line.active_to is None or today < line.active_to)
    ]
    return sorted(found, key=lambda one: (SERVICES.index(one.line.service), one.line.telling, one.id))


def rule(*, id: int) -> RuleCard:
    """Also one that is over; Absent where there is none."""
    line = next((one for one in kept.current().lines if one.id == id), None)
    if line is None:
        raise Absent
    return _card(line, RightRule.objects.select_related("group").filter(pk=id).first())


def notes(ids: Iterable[int]) -> dict[int, Said]:
    """What whoever wrote these rules says of them to readers, where they said anything."""
    rows = RightRule.objects.filter(pk__in=set(ids)).exclude(note_zh="", note_en="")
    return {row.pk: Said(row.note_zh, row.note_en) for row in rows}


def _card(line: Line, row: RightRule | None) -> RuleCard:
    if row is None:
        return RuleCard(line, Said("", ""), "", "", None, "", None, 1)
    named = Said(row.group.name_zh, row.group.name_en) if row.group else None
    return RuleCard(
        line,
        Said(row.note_zh, row.note_en),
        row.article,
        row.exempt_why,
        named,
        row.set_by,
        row.set_at,
        row.version,
    )


# -- writing


def set_rule(
    *,
    actor: Actor,
    library: str,
    given: RuleGiven,
    rule: int | None = None,
    version: int = 0,
    key: str = "",
) -> int:
    """A new rule (rule None) or other words for one; its id. library "": the alliance's.

    version: of the one that was looked at. Refuses what cannot be, what is said already (cards.rule-exists)
    and what gives less than a firm rule of the alliance (cards.below-alliance), unless the office exempts it.
    """

    def do() -> members.Done[int]:
        _begin()
        row = None if rule is None else _row(library, rule, version)
        before = _line_of(row) if row else None
        line = line_from(library, given, before)
        others = [one for one in _lines() if one.id != line.id]
        _alone(line, others)
        if library and not line.exempt:
            _within(line, others)
        row = row or RightRule(library_id=members.library_id(symbol=library) if library else None, version=0)
        _write(row, line, given, actor.key)
        kept.changed()
        earlier = _facts(before) if before else None
        facts = {"before": earlier, "after": _facts(_line_of(row)), "exempt": line.exempt}
        return members.Done(row.pk, facts, ref(library, row.pk))

    return members.act(
        actor=actor,
        action=action(library, given.exempt_why),
        object=ref(library, rule),
        do=do,
        key=key,
        reason=given.exempt_why,
    )


def end_rule(
    *, actor: Actor, rule: int, on: date | None = None, version: int = 0, reason: str = "", key: str = ""
) -> None:
    """on: the first day on which it no longer holds; None: today."""
    library = next((one.library for one in kept.current().lines if one.id == rule), None)
    if library is None:
        raise Absent

    def do() -> members.Done[None]:
        _begin()
        row, today = _row(library, rule, version), timezone.localdate()
        last = on or max(today, row.active_from)
        if row.active_to is not None and row.active_to <= today:
            raise Refusal("cards.rule-over", {"to": row.active_to.isoformat()}, CONFLICT)
        if last < today:
            raise Refusal("cards.rule-ends-in-the-past", {"field": "on"})
        row.active_to, row.version, row.set_by, row.set_at = last, row.version + 1, actor.key, timezone.now()
        row.save()
        kept.changed()
        return members.Done(None, {"service": row.service, "to": last.isoformat()})

    members.act(actor=actor, action=action(library), object=ref(library, rule), do=do, key=key, reason=reason)


def _begin() -> None:
    """Before the first change the usual rules become rows, under the numbers they had."""
    if kept.begun():
        return
    now = timezone.now()
    for line in USUAL:
        row = RightRule(pk=line.id, service=line.service, allowed=line.allowed, set_at=now)
        row.relation, row.firm, row.active_from = line.relation, line.firm, line.active_from
        row.items, row.days, row.renewals = line.limits.items, line.limits.days, line.limits.renewals
        row.save(force_insert=True)
    kept.changed()


def _row(library: str, rule: int, version: int) -> RightRule:
    row = RightRule.objects.filter(pk=rule).first()
    symbols = members.symbols_by_id()
    if row is None or (symbols[row.library_id] if row.library_id else "") != library:
        raise Absent
    if version and row.version != version:
        raise Refusal("cards.rule-changed", {"rule": rule}, CONFLICT)
    return row


def _lines() -> list[Line]:
    symbols = members.symbols_by_id()
    return [kept.line_of(row, symbols) for row in RightRule.objects.all()]


def _line_of(row: RightRule) -> Line:
    return kept.line_of(row, members.symbols_by_id())


def line_from(library: str, given: RuleGiven, before: Line | None) -> Line:
    """As a line, once everything is checked that can be checked without the other rules."""
    if given.active_from is None and before is not None:
        given = replace(given, active_from=min(before.active_from, timezone.localdate()))
    checked = _checked(library, given, before)
    told = {name: getattr(checked, name) for name in CONDITIONS}
    return Line(
        id=before.id if before else 0,
        service=checked.service,
        allowed=checked.allowed,
        active_from=checked.active_from or timezone.localdate(),
        active_to=checked.active_to,
        library=library,
        firm=checked.firm,
        exempt=bool(checked.exempt_why),
        limits=checked.limits,
        **told,
    )


def _checked(library: str, given: RuleGiven, before: Line | None) -> RuleGiven:
    """As it may be written; refuses words that are none, crossed days and conditions nobody can meet."""
    choices = {
        "service": SERVICES,
        "relation": ("", *RELATIONS),
        "group_kind": ("", *GROUP_KINDS),
        "library_kind": ("",) if library else ("", *LIBRARY_KINDS),
        "home_kind": ("", *LIBRARY_KINDS),
        "home": ("", *(card.symbol for card in members.libraries())),
    }
    for name, known in choices.items():
        if getattr(given, name) not in known:
            raise Refusal("cards.rule-word", {"field": name, "word": str(getattr(given, name))[:80]})
    _days(given, before)
    _lengths(given)
    group = _group(given)
    limits = _limits(given)
    checked = replace(given, firm=given.firm and not library, limits=limits)
    if group is not None:
        # A group says whose readers it has and of which kind; saying it twice could only contradict.
        checked = replace(checked, home="", home_kind="", group_kind="")
    home = group.home if group else given.home
    _possible(library, given, home)
    if given.exempt_why and not given.active_to:
        raise Refusal("cards.exemption-endless", {"field": "active_to"})
    return checked


def _days(given: RuleGiven, before: Line | None) -> None:
    """In the past a rule begins only while nobody reads yet: there is no decision it could rewrite."""
    today = timezone.localdate()
    first = given.active_from or today
    kept_as_was = before is not None and before.active_from == first
    if first < today and not kept_as_was and Reader.objects.exists():
        raise Refusal("cards.rule-begins-in-the-past", {"field": "active_from"})
    if given.active_to is not None and given.active_to <= first:
        raise Refusal("cards.rule-days-crossed", {"field": "active_to"})


def _lengths(given: RuleGiven) -> None:
    words = {
        "note_zh": (given.note.zh, LONGEST["note"]),
        "note_en": (given.note.en, LONGEST["note"]),
        "article": (given.article, LONGEST["article"]),
        "exempt_why": (given.exempt_why, LONGEST["exempt_why"]),
    }
    for field, (text, most) in words.items():
        if len(text) > most:
            raise Refusal("cards.rule-too-long", {"field": field, "most": most})


def _group(given: RuleGiven) -> cells.Group | None:
    if given.group is None:
        return None
    found = next((one for one in groups() if one.id == given.group), None)
    if found is None:
        raise Refusal("cards.rule-word", {"field": "group", "word": str(given.group)})
    return found


def _limits(given: RuleGiven) -> Limits:
    if not given.allowed:
        return Limits()
    for name, most in MOST.items():
        told = getattr(given.limits, name)
        if told is not None and not 0 <= told <= most:
            raise Refusal("cards.rule-limit", {"field": name, "most": most})
    return given.limits


def _possible(library: str, given: RuleGiven, home: str) -> None:
    """Whether anybody can meet all the conditions together."""
    kinds = library_kinds()
    at_home = library and home == library
    away = library and home and home != library
    wrong = (
        (given.relation == "own" and away)
        or (given.relation == "guest" and at_home)
        or (given.home_kind and home and kinds.get(home) != given.home_kind)
        or (
            given.relation == "own" and given.library_kind and given.home_kind not in {"", given.library_kind}
        )
    )
    if wrong:
        raise Refusal("cards.rule-nobody", {"field": "relation"})


def _alone(line: Line, others: Iterable[Line]) -> None:
    """Refuses a second rule with the same conditions in the same days."""
    names = ("library", "service", *CONDITIONS)
    for one in others:
        same = all(getattr(one, name) == getattr(line, name) for name in names)
        apart = (one.active_to and one.active_to <= line.active_from) or (
            line.active_to and line.active_to <= one.active_from
        )
        if same and not apart:
            raise Refusal("cards.rule-exists", {"rule": one.id}, CONFLICT)


def _within(line: Line, others: list[Line]) -> None:
    of_service = [one for one in others if one.service == line.service and one.library in {"", line.library}]
    firm = cells.undercut(line, of_service, library_kinds(), groups())
    if firm:
        raise Refusal("cards.below-alliance", {"rule": min(firm)}, CONFLICT)


def _write(row: RightRule, line: Line, given: RuleGiven, by: str) -> None:
    row.service, row.allowed, row.firm = line.service, line.allowed, line.firm
    row.home_id = members.library_id(symbol=line.home) if line.home else None
    row.library_kind, row.home_kind, row.relation = line.library_kind, line.home_kind, line.relation
    row.group_kind, row.group_id = line.group_kind, line.group
    limits = line.limits
    row.items, row.days, row.renewals = limits.items, limits.days, limits.renewals
    row.fee, row.deposit = limits.fee, limits.deposit
    row.active_from, row.active_to = line.active_from, line.active_to
    row.note_zh, row.note_en, row.article = (
        given.note.zh.strip(),
        given.note.en.strip(),
        given.article.strip(),
    )
    row.exempt_why = given.exempt_why.strip()
    row.set_by, row.set_at, row.version = by, timezone.now(), row.version + 1
    row.save()


def _facts(line: Line) -> dict[str, str | int | bool | None]:
    """For the event: codes and numbers."""
    limits = line.limits
    told = {name: getattr(line, name) for name in CONDITIONS if getattr(line, name)}
    days = {
        "from": line.active_from.isoformat(),
        "to": line.active_to.isoformat() if line.active_to else None,
    }
    numbers = {name: getattr(limits, name) for name in MOST}
    return {"service": line.service, "allowed": line.allowed, "firm": line.firm, **told, **days, **numbers}
