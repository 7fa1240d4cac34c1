"""The rule book: drafting, adopting, repealing a rule; saying one has read it; exceptions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from django.utils import timezone

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.office import rules_binding as binding
from commonshelf.office.domain import rules as domain
from commonshelf.office.models import Resolution, Rule, RuleException, RuleReading, RuleVersion
from commonshelf.office.rules_cards import RuleCard, VersionGiven
from commonshelf.office.rules_reading import card_of, find, ref, with_versions

CONFLICT: Final = 409
LONGEST: Final = 500
KINDS: Final = ("vocational", "university", "public", "special", "guest")


def draft_rule(
    *,
    actor: Actor,
    number: str,
    given: VersionGiven,
    level: str = "alliance",
    library: str = "",
    under: int | None = None,
    public: bool = False,
    readers: str = "managers",
    key: str = "",
) -> RuleCard:
    """A new rule with its first draft. library: of a local rule, which its library's manager writes."""

    def do() -> members.Done[int]:
        told = number.strip()
        if not told:
            raise Refusal("office.no-number", {"field": "number"})
        if (level == domain.Level.LOCAL) != bool(library) or level not in set(domain.Level):
            raise Refusal("office.bad-level", {"field": "level", "said": level[:20]})
        if readers not in domain.READERS:
            raise Refusal("office.bad-readers", {"field": "readers", "said": readers[:20]})
        if Rule.objects.filter(library=library, number=told).exists():
            raise Refusal("office.number-taken", {"field": "number", "number": told[:40]}, CONFLICT)
        above = Rule.objects.filter(pk=under, library="").first() if under else None
        if under and above is None:
            raise Refusal("office.bad-rule-above", {"field": "under"})
        row = Rule.objects.create(
            number=told[:40],
            level=level,
            order=domain.order(level, told[:40]),
            library=library,
            under=above if library else None,
            public=public,
            readers=readers,
            created_at=timezone.now(),
        )
        _write(row, RuleVersion(rule=row, number=1), given, actor)
        return members.Done(row.pk, {"number": row.number, "title": given.title_zh[:200]}, ref(row))

    object = Ref("rule", "", library)
    return _card(members.act(actor=actor, action="office.set-rule", object=object, do=do, key=key))


def draft_version(
    *, actor: Actor, rule: int, given: VersionGiven, revision: int = 0, key: str = ""
) -> RuleCard:
    """Change the draft, or begin the next version. revision: of the draft the form was made from."""
    row = find(rule)

    def do() -> members.Done[int]:
        if row.repealed_date is not None:
            raise Refusal("office.repealed-already", status=CONFLICT)
        draft = row.versions.filter(adopted_date=None).first()
        if draft is not None:
            _not_under_vote(draft)
            if draft.revision != revision:
                raise Refusal("office.stale-rule", status=CONFLICT)
            draft.revision += 1
        else:
            latest = row.versions.values_list("number", flat=True).first() or 0
            draft = RuleVersion(rule=row, number=latest + 1)
        _write(row, draft, given, actor)
        return members.Done(row.pk, {"number": row.number, "version": draft.number}, ref(row))

    members.act(actor=actor, action="office.set-rule", object=ref(row), do=do, key=key)
    return _card(rule)


def _write(row: Rule, draft: RuleVersion, given: VersionGiven, actor: Actor) -> None:
    if not (given.title_zh.strip() or given.title_en.strip()):
        raise Refusal("office.no-title", {"field": "title_zh"})
    if not (given.text_zh.strip() or given.text_en.strip()):
        raise Refusal("office.no-text", {"field": "text_zh"})
    if given.scope not in domain.SCOPES:
        raise Refusal("office.bad-scope", {"field": "scope", "said": given.scope[:20]})
    if given.scope != "all" and not given.targets:
        raise Refusal("office.no-targets", {"field": given.scope})
    symbols = {card.symbol for card in members.libraries()}
    allowed = KINDS if given.scope == "kinds" else symbols
    if given.scope != "all" and not set(given.targets) <= set(allowed):
        raise Refusal("office.bad-targets", {"field": given.scope})
    for name in VersionGiven.__slots__:
        said = getattr(given, name)
        setattr(draft, name, said.strip() if isinstance(said, str) else said)
    draft.targets = list(given.targets) if given.scope != "all" else []
    draft.bound = dict(given.bound) if given.setting else {}
    binding.check(row, draft)
    draft.drafted_at, draft.drafted_by = timezone.now(), actor.key
    draft.save()


def _not_under_vote(draft: RuleVersion) -> None:
    asked = Resolution.objects.filter(about_kind="rule", about_id=str(draft.pk), state="proposed")
    if asked.exists():
        raise Refusal("office.draft-under-vote", status=CONFLICT)


def adopt(
    *,
    actor: Actor,
    rule: int,
    effective_date: date,
    adopted_date: date | None = None,
    resolution: int | None = None,
    key: str = "",
) -> RuleCard:
    """The draft becomes a version that binds from its effective date; on that day its bound is set, too."""
    row = find(rule)

    def do() -> members.Done[int]:
        draft = row.versions.filter(adopted_date=None).first()
        if draft is None:
            raise Refusal("office.nothing-to-adopt", status=CONFLICT)
        _not_under_vote(draft)
        today = timezone.localdate()
        on = adopted_date or today
        domain.adopted(on, effective_date, today)
        binding.check(row, draft)
        draft.adopted_date, draft.effective_date = on, effective_date
        draft.adopted_by, draft.resolution_id = actor.key, resolution
        draft.save()
        binding.bind_now(row, today)
        told = {
            "number": row.number,
            "version": draft.number,
            "adopted": on.isoformat(),
            "effective": effective_date.isoformat(),
            "resolution": resolution,
        }
        return members.Done(row.pk, told, ref(row))

    members.act(actor=actor, action="office.adopt-rule", object=ref(row), do=do, key=key)
    return _card(rule)


def repeal(*, actor: Actor, rule: int, on: date, reason: str, key: str = "") -> RuleCard:
    """on: the first day on which it no longer holds, today or later. Its bound falls away with it."""
    row = find(rule)

    def do() -> members.Done[int]:
        today = timezone.localdate()
        if not reason.strip():
            raise Refusal("office.no-reason", {"field": "reason"})
        if on < today:
            raise Refusal("office.repealed-yesterday", {"field": "on"})
        if row.repealed_date is not None:
            raise Refusal("office.repealed-already", status=CONFLICT)
        for draft in row.versions.filter(adopted_date=None):
            _not_under_vote(draft)
        row.repealed_date, row.repealed_why = on, reason.strip()[:LONGEST]
        row.save(update_fields=["repealed_date", "repealed_why"])
        binding.bind_now(row, today)
        return members.Done(row.pk, {"number": row.number, "on": on.isoformat()}, ref(row))

    members.act(
        actor=actor,
        action="office.repeal-rule",
        object=ref(row),
        do=do,
        key=key,
        reason=reason.strip()[:LONGEST],
    )
    return _card(rule)


def confirm(*, actor: Actor, rule: int, version: int, key: str = "") -> None:
    """ "I have read this": once a person and version. version: its number."""
    row = find(rule)

    def do() -> members.Done[None]:
        said = row.versions.filter(number=version, adopted_date__isnull=False).first()
        if said is None:
            raise Absent
        RuleReading.objects.get_or_create(
            version=said, person=actor.key, defaults={"read_at": timezone.now()}
        )
        return members.Done(None, {"number": row.number, "version": version})

    members.act(actor=actor, action="office.confirm-rule", object=ref(row), do=do, key=key)


def grant_exception(
    *,
    actor: Actor,
    rule: int,
    library: str,
    reason: str,
    first_date: date,
    end_date: date,
    bound: Mapping[str, Any] | None = None,
    key: str = "",
) -> int:
    """Between these days (both included) the rule does not hold for the library; the row's id.

    bound: within which it chooses meanwhile, where the rule binds a setting.
    """
    row = find(rule)

    def do() -> members.Done[int]:
        domain.exception(first_date, end_date, timezone.localdate(), reason)
        members.library(symbol=library)
        now = _card(row.pk).now
        if now is None:
            raise Refusal("office.not-in-force", status=CONFLICT)
        exempted = None
        if now.setting:
            exempted = members.exempt(
                actor=actor,
                library=library,
                name=now.setting,
                bound=members.Bound.of_json(dict(bound or {})),
                reason=reason,
                active_from=first_date,
                active_to=end_date + timedelta(days=1),
            )
        made = RuleException.objects.create(
            rule=row,
            library=library,
            reason=reason.strip()[:LONGEST],
            first_date=first_date,
            end_date=end_date,
            exemption=exempted,
            granted_at=timezone.now(),
            granted_by=actor.key,
        )
        told = {"number": row.number, "from": first_date.isoformat(), "to": end_date.isoformat()}
        return members.Done(made.pk, told, Ref("rule", str(row.pk), library))

    return members.act(
        actor=actor,
        action="office.except",
        object=Ref("rule", str(rule), library),
        do=do,
        key=key,
        reason=reason.strip()[:LONGEST],
    )


def end_exception(*, actor: Actor, exception: int, reason: str, key: str = "") -> None:
    """From today on the rule holds for the library again."""
    found = RuleException.objects.filter(pk=exception).first()
    if found is None:
        raise Absent

    def do() -> members.Done[None]:
        today = timezone.localdate()
        if not reason.strip():
            raise Refusal("office.no-reason", {"field": "reason"})
        if found.end_date < today:
            raise Refusal("office.exception-past", {"field": "reason"})
        found.end_date = max(today - timedelta(days=1), found.first_date - timedelta(days=1))
        found.save(update_fields=["end_date"])
        if found.exemption:
            members.end_exemption(actor=actor, exemption=found.exemption, reason=reason)
        return members.Done(None, {"exception": exception})

    object = Ref("rule", str(found.rule_id), found.library)
    members.act(
        actor=actor, action="office.except", object=object, do=do, key=key, reason=reason.strip()[:LONGEST]
    )


def _card(id: int) -> RuleCard:
    return card_of(with_versions(Rule.objects.filter(pk=id)).get(), timezone.localdate())
