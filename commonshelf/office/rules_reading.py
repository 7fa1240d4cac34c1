"""The rule book as cards: what holds for whom, who has read it, which exceptions there are."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from commonshelf.kernel.actor import Actor, Ref, Role
from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members
from commonshelf.members.cards import LibraryCard, Said
from commonshelf.office.domain import rules as domain
from commonshelf.office.models import Rule, RuleException, RuleReading, RuleVersion
from commonshelf.office.rules_cards import ExceptionCard, ReaderCard, RuleCard, VersionCard

READ: Final = "office.read-papers"
MANAGERS: Final = frozenset({Role.MANAGER})
STAFF: Final = frozenset({Role.MANAGER, Role.LIBRARIAN, Role.CATALOGUER})


def ref(row: Rule) -> Ref:
    return Ref("rule", str(row.pk), row.library)


def find(id: int) -> Rule:
    row = Rule.objects.filter(pk=id).first()
    if row is None:
        raise Absent
    return row


def works_at_a_member(*, actor: Actor) -> bool:
    return members.allowed(actor=actor, action=READ, object=Ref("rule", ""))


def drafts_seen(actor: Actor, library: str) -> bool:
    """Drafts of the alliance are seen by all who work at a member, those of a library by whoever runs it."""
    if not library:
        return works_at_a_member(actor=actor)
    return members.allowed(actor=actor, action="office.set-rule", object=Ref("rule", "", library))


def card_of(row: Rule, today: date, *, drafts: bool = True) -> RuleCard:
    rows = [one for one in row.versions.all() if drafts or one.adopted_date]
    plain = [domain.Version(one.number, one.adopted_date, one.effective_date) for one in rows]
    versions = tuple(
        _version_card(one, domain.state(version, plain, row.repealed_date, today).value, inside=drafts)
        for one, version in zip(rows, plain, strict=True)
    )
    return RuleCard(
        id=row.pk,
        number=row.number,
        level=row.level,
        library=row.library,
        under=row.under_id,
        public=row.public,
        readers=row.readers,
        repealed_date=row.repealed_date,
        repealed_why=row.repealed_why,
        versions=versions,
    )


def _version_card(row: RuleVersion, state: str, *, inside: bool) -> VersionCard:
    """inside: for those who see its drafts, and so what went wrong when it took effect."""
    whole = "text_zh" not in row.get_deferred_fields()
    return VersionCard(
        id=row.pk,
        number=row.number,
        title=Said(row.title_zh, row.title_en),
        text=Said(row.text_zh, row.text_en) if whole else Said("", ""),
        scope=row.scope,
        targets=tuple(row.targets),
        setting=row.setting,
        bound=row.bound,
        revision=row.revision,
        drafted_at=row.drafted_at,
        adopted_date=row.adopted_date,
        effective_date=row.effective_date,
        resolution=row.resolution_id,
        resolution_number=row.resolution.number if row.resolution else "",
        bound_at=row.bound_at,
        bound_problem=row.bound_problem if inside else "",
        state=state,
    )


def with_versions(found: QuerySet[Rule], *, whole: bool = True) -> QuerySet[Rule]:
    """whole=False: without the texts, for lists."""
    versions = RuleVersion.objects.select_related("resolution").order_by("-number")
    if not whole:
        versions = versions.defer("text_zh", "text_en")
    return found.prefetch_related(Prefetch("versions", versions))


def _seen(actor: Actor) -> QuerySet[RuleVersion]:
    """The versions this actor may read, drafts as `drafts_seen` says; of all rules, public or not."""
    found = RuleVersion.objects.all()
    if not works_at_a_member(actor=actor):
        return found.filter(adopted_date__isnull=False)
    if members.allowed(actor=actor, action="office.set-rule", object=Ref("rule", "")):
        return found
    own = [one.library for one in actor.standings if one.library and drafts_seen(actor, one.library)]
    return found.filter(Q(adopted_date__isnull=False) | Q(rule__library__in=["", *own]))


def _readable(actor: Actor) -> QuerySet[Rule]:
    found = Rule.objects.filter(Exists(_seen(actor).filter(rule=OuterRef("pk"))))
    return found if works_at_a_member(actor=actor) else found.filter(public=True)


def rule(*, actor: Actor, id: int) -> RuleCard:
    """A public one for everybody, others for those who work at a member; Absent for all else."""
    row = with_versions(_readable(actor).filter(pk=id)).first()
    if row is None:
        raise Absent
    card = card_of(row, timezone.localdate(), drafts=drafts_seen(actor, row.library))
    if not card.versions:
        raise Absent
    return card


def rules(
    *,
    actor: Actor,
    library: str | None = "",
    state: str = "",
    words: str = "",
    unread: bool = False,
    start: int = 0,
    rows: int = 50,
) -> tuple[list[RuleCard], int]:
    """By level and number. library "": the alliance's; a Symbol: that library's own; None: all.

    state: held (in force or coming), draft, repealed; unread: only those the actor is to confirm.
    """
    today = timezone.localdate()
    found = _readable(actor)
    if library is not None:
        found = found.filter(library=library)
    gone = Q(repealed_date__isnull=False, repealed_date__lte=today)
    adopted = Exists(RuleVersion.objects.filter(rule=OuterRef("pk"), adopted_date__isnull=False))
    versions = _seen(actor).filter(rule=OuterRef("pk"))
    draft = Exists(versions.filter(adopted_date=None))
    if state == "held":
        found = found.filter(~gone, adopted)
    elif state == "draft":
        found = found.filter(~gone, draft)
    elif state == "repealed":
        found = found.filter(gone)
    for word in words.split():
        found = found.filter(
            Q(number__icontains=word)
            | Exists(
                versions.filter(
                    Q(title_zh__icontains=word)
                    | Q(title_en__icontains=word)
                    | Q(text_zh__icontains=word)
                    | Q(text_en__icontains=word)
                )
            )
        )
    if unread:
        found = found.filter(pk__in=unread_rules(actor=actor))
    page = with_versions(found.order_by("library", "order"), whole=False)
    shown = list(page[start : start + rows])
    seen = {place: drafts_seen(actor, place) for place in {row.library for row in shown}}
    cards = [card_of(row, today, drafts=seen[row.library]) for row in shown]
    return cards, found.count()


def unread_rules(*, actor: Actor) -> list[int]:
    """Rows of rules in force (or coming) that this person is to confirm and has not."""
    roles = {(one.role, one.library) for one in actor.standings if one.library}
    places = {library for role, library in roles if role in STAFF}
    manages = {library for role, library in roles if role is Role.MANAGER}
    if not places or not actor.key:
        return []
    today = timezone.localdate()
    cards = {card.symbol: card for card in members.libraries()}
    read = RuleReading.objects.filter(version=OuterRef("pk"), person=actor.key)
    versions = (
        RuleVersion.objects.filter(~Exists(read), adopted_date__isnull=False)
        .filter(Q(rule__repealed_date=None) | Q(rule__repealed_date__gt=today))
        .exclude(rule__readers="nobody")
        .select_related("rule")
        .defer("text_zh", "text_en")
    )
    last = dict(
        RuleVersion.objects.filter(adopted_date__isnull=False)
        .order_by("number")
        .values_list("rule", "number")
    )
    return [
        one.rule_id
        for one in versions
        if last[one.rule_id] == one.number
        and any(
            _is_for(one, one.rule.library, cards[place])
            for place in (manages if one.rule.readers == "managers" else places)
            if place in cards
        )
    ]


def _is_for(version: RuleVersion, library: str, card: LibraryCard) -> bool:
    if library:
        return library == card.symbol
    return domain.concerns(version.scope, version.targets, card.symbol, card.kind)


def rules_for(*, actor: Actor, library: str) -> list[RuleCard]:
    """The alliance's rules in force for a library, as far as this actor may read them."""
    card = members.library(symbol=library)
    today = timezone.localdate()
    found = with_versions(_readable(actor).filter(library="").order_by("order"), whole=False)
    held = [card_of(row, today, drafts=False) for row in found]
    return [
        one
        for one in held
        if one.now and domain.concerns(one.now.scope, one.now.targets, card.symbol, card.kind)
    ]


def readers(*, actor: Actor, rule: int, version: int) -> list[ReaderCard]:
    """Who is to read this version, those who have not first; for the office, auditors and its library."""
    row = find(rule)
    members.demand(actor=actor, action="office.read-readers", object=ref(row))
    said = row.versions.filter(number=version, adopted_date__isnull=False).first()
    if said is None or row.readers == "nobody":
        return []
    places = [card.symbol for card in members.libraries() if _is_for(said, row.library, card)]
    wanted = MANAGERS if row.readers == "managers" else STAFF
    read = dict(RuleReading.objects.filter(version=said).values_list("person", "read_at"))
    found = [
        ReaderCard(one.key, one.name, one.library, read.get(one.key))
        for one in members.staff_of(day=timezone.localdate(), libraries=places)
        if one.roles & wanted
    ]
    return sorted(found, key=lambda one: (one.read_at is not None, one.library, one.name.zh, one.person))


def exceptions(
    *, actor: Actor, rule: int | None = None, library: str = "", past: bool = True
) -> list[ExceptionCard]:
    """Of a rule, or of a library; those that hold first."""
    members.demand(actor=actor, action=READ, object=Ref("rule", str(rule or "")))
    today = timezone.localdate()
    found = RuleException.objects.select_related("rule")
    if rule is not None:
        found = found.filter(rule=rule)
    if library:
        found = found.filter(library=library)
    if not past:
        found = found.filter(end_date__gte=today)
    cards = [
        ExceptionCard(
            id=row.pk,
            rule=row.rule_id,
            rule_number=row.rule.number,
            library=row.library,
            reason=row.reason,
            first_date=row.first_date,
            end_date=row.end_date,
            holds=row.first_date <= today <= row.end_date,
        )
        for row in found.order_by("-end_date", "-pk")[:200]
    ]
    return sorted(cards, key=lambda one: not one.holds)


def has_read(*, actor: Actor, version: int) -> bool:
    return bool(actor.key) and RuleReading.objects.filter(version=version, person=actor.key).exists()
