"""Resolutions: proposed, put to the vote or recorded from a meeting, numbered, carried out (A25, A36)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.db.models import F, Q
from django.utils import timezone

from commonshelf.kernel.actor import MACHINE, Actor, Ref
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.news import api as news
from commonshelf.office import rules
from commonshelf.office.models import Resolution, RuleVersion
from commonshelf.office.resolutions_cards import ResolutionCard
from commonshelf.ui import api as ui
from commonshelf.votes import api as votes
from commonshelf.votes.cards import BallotCard, Choice

CONFLICT: Final = 409
KINDS: Final = ("motion", "rule")
"""What is proposed here; memberships and duties are put to the vote where their life is led."""
YES_NO: Final = (
    Choice("yes", Said("赞成", "Yes")),
    Choice("no", Said("反对", "No")),
    Choice("abstain", Said("弃权", "Abstain")),
)


@dataclass(frozen=True, slots=True)
class Terms:
    """How a ballot is held. quorum, pass_mark: percent or (parts, of); weights: Symbol -> weight, else 1."""

    deadline: datetime
    quorum: int | tuple[int, int] = 50
    pass_mark: int | tuple[int, int] = 50
    secret: bool = False
    changeable: bool = True
    early: bool = True
    weights: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is to be resolved. about_id: of a rule its row; facts: {"effective_date"} of a rule."""

    title_zh: str
    title_en: str = ""
    text_zh: str = ""
    text_en: str = ""
    about_kind: str = "motion"
    about_id: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


def propose(*, actor: Actor, proposal: Proposal, terms: Terms, key: str = "") -> ResolutionCard:
    """Put a proposal to the vote of the members; what they decide is numbered and carried out by itself."""

    def do() -> members.Done[int]:
        electorate = votes.members_entitled(weights=terms.weights)
        strange = sorted(set(terms.weights) - {one.library for one in electorate})
        if strange:
            raise Refusal("office.no-such-member", {"field": "weights", "symbol": strange[0][:40]})
        row = _row(proposal, actor, "ballot")
        ballot = votes.open_ballot(
            actor=actor,
            about=_about(row),
            question=Said(row.title_zh, row.title_en),
            words=Said(row.text_zh, row.text_en),
            choices=YES_NO,
            electorate=electorate,
            per="member",
            quorum=terms.quorum,
            pass_mark=terms.pass_mark,
            deadline=terms.deadline,
            secret=terms.secret,
            changeable=terms.changeable,
            early=terms.early,
            facts={"resolution": row.pk, **row.facts},
        )
        row.ballot = ballot.id
        row.save(update_fields=["ballot"])
        return members.Done(row.pk, {"ballot": ballot.id}, _ref(row))

    object = Ref("resolution", "")
    return card_of(_find(members.act(actor=actor, action="office.propose", object=object, do=do, key=key)))


def record(*, actor: Actor, proposal: Proposal, decided_date: date, key: str = "") -> ResolutionCard:
    """What was resolved in a meeting: numbered and carried out at once."""

    def do() -> members.Done[int]:
        if decided_date > timezone.localdate():
            raise Refusal("office.resolved-tomorrow", {"field": "decided_date"})
        row = _row(proposal, actor, "meeting")
        _adopted(row, decided_date)
        return members.Done(row.pk, {"number": row.number}, _ref(row))

    object = Ref("resolution", "")
    return card_of(_find(members.act(actor=actor, action="office.resolve", object=object, do=do, key=key)))


def _row(proposal: Proposal, actor: Actor, how: str) -> Resolution:
    if not (proposal.title_zh.strip() or proposal.title_en.strip()):
        raise Refusal("office.no-title", {"field": "title_zh"})
    if proposal.about_kind not in KINDS:
        raise Refusal("office.bad-kind", {"field": "about_kind", "said": proposal.about_kind[:20]})
    about, facts = proposal.about_id, dict(proposal.facts)
    if proposal.about_kind == "rule":
        draft = RuleVersion.objects.filter(rule=whole(about), adopted_date=None, rule__library="").first()
        if draft is None:
            raise Refusal("office.nothing-to-adopt", {"field": "about_id"}, CONFLICT)
        about, facts = str(draft.pk), {**facts, "rule": draft.rule_id}
    return Resolution.objects.create(
        title_zh=proposal.title_zh.strip()[:200],
        title_en=proposal.title_en.strip()[:300],
        text_zh=proposal.text_zh.strip(),
        text_en=proposal.text_en.strip(),
        about_kind=proposal.about_kind,
        about_id=about,
        facts=facts,
        how=how,
        proposed_at=timezone.now(),
        proposed_by=actor.key,
    )


def _about(row: Resolution) -> Ref:
    if row.about_kind == "rule":
        return Ref("rule", str(row.facts["rule"]))
    return Ref("resolution", str(row.pk))


def ballot_closed(happening: news.Happening) -> None:
    """A ballot ended: what it was about is resolved, or is not. Called again, it changes nothing.

    What the members accepted in a ballot that another page opened (a membership) is a resolution, too.
    """
    ballot, outcome = int(happening.object.id), str(happening.facts["outcome"])
    row = Resolution.objects.filter(ballot=ballot).first() or _of_elsewhere(ballot, outcome)
    if row is None or row.state != "proposed":
        return

    def do() -> members.Done[int]:
        on = timezone.localdate(happening.at)
        if outcome == "accepted":
            _adopted(row, on)
        else:
            row.state, row.decided_date = outcome, on
            row.save(update_fields=["state", "decided_date"])
        told = {"outcome": outcome, "number": row.number, "ballot": row.ballot, "problem": row.problem}
        return members.Done(row.pk, told, _ref(row))

    object = Ref("resolution", str(row.pk or ""))
    members.act(actor=MACHINE, action="office.resolve", object=object, do=do, at=happening.at)


def _of_elsewhere(ballot: int, outcome: str) -> Resolution | None:
    """Not saved yet: that happens in the act."""
    card = votes.ballot(actor=MACHINE, id=ballot)
    if outcome != "accepted" or card.per != "member":
        return None
    return Resolution(
        title_zh=card.question.zh[:200],
        title_en=card.question.en[:300],
        text_zh=card.words.zh,
        text_en=card.words.en,
        about_kind=card.about.kind[:12],
        about_id=card.about.id[:60],
        facts=dict(card.facts),
        how="ballot",
        ballot=ballot,
        proposed_at=card.opened_at,
        proposed_by=card.opened_by,
    )


def _adopted(row: Resolution, on: date) -> None:
    given = Resolution.objects.filter(number__startswith=f"{on.year}-").values_list("number", flat=True)
    latest = max((int(number.split("-")[1]) for number in given), default=0)
    row.number, row.state, row.decided_date = f"{on.year}-{latest + 1}", "adopted", on
    row.save()
    _carried_out(row, on)


def _carried_out(row: Resolution, on: date) -> None:
    """What follows from it by itself. What cannot be done is written down; the resolution stands."""
    try:
        with members.together():
            if row.about_kind == "rule":
                wanted = date.fromisoformat(str(row.facts.get("effective_date") or on))
                rules.adopt(
                    actor=MACHINE,
                    rule=int(row.facts["rule"]),
                    adopted_date=on,
                    effective_date=max(wanted, on),
                    resolution=row.pk,
                )
    except Refusal as refusal:
        row.problem = ui.sentence(refusal)[:500]
        row.save(update_fields=["problem"])


def resolution(*, actor: Actor, id: int) -> ResolutionCard:
    """For everybody who works at a member; Absent for others."""
    members.demand(actor=actor, action="office.read-papers", object=Ref("resolution", str(id)))
    return card_of(_find(id))


def resolutions(
    *, actor: Actor, state: str = "", about_kind: str = "", words: str = "", start: int = 0, rows: int = 50
) -> tuple[list[ResolutionCard], int]:
    """Proposed ones first, then by the day they were decided, latest first; and how many.

    state: one of theirs; "rejected": declined, without a quorum, or withdrawn.
    """
    members.demand(actor=actor, action="office.read-papers", object=Ref("resolution", ""))
    found = Resolution.objects.all()
    if state == "rejected":
        found = found.filter(state__in=["declined", "no-quorum", "withdrawn"])
    elif state:
        found = found.filter(state=state)
    if about_kind:
        found = found.filter(about_kind=about_kind)
    for word in words.split():
        found = found.filter(Q(number=word) | Q(title_zh__icontains=word) | Q(title_en__icontains=word))
    page = found.order_by(F("decided_date").desc(nulls_first=True), "-pk")[start : start + rows]
    return [card_of(row) for row in page], found.count()


def resolution_of(*, ballot: BallotCard) -> ResolutionCard | None:
    """The resolution a ballot decides; whoever may read the ballot may read it."""
    row = Resolution.objects.filter(ballot=ballot.id).first()
    return card_of(row) if row else None


def adopted_numbers(*, actor: Actor) -> list[tuple[int, str]]:
    """Row and "number title" of the latest that bind, for a form in which one is chosen."""
    members.demand(actor=actor, action="office.read-papers", object=Ref("resolution", ""))
    found = Resolution.objects.filter(state="adopted").order_by("-decided_date", "-pk")
    return [(row.pk, f"{row.number} {row.title_zh or row.title_en}") for row in found[:100]]


def _ref(row: Resolution) -> Ref:
    return Ref("resolution", str(row.pk))


def _find(id: int) -> Resolution:
    row = Resolution.objects.filter(pk=id).first()
    if row is None:
        raise Absent
    return row


def card_of(row: Resolution) -> ResolutionCard:
    return ResolutionCard(
        id=row.pk,
        number=row.number,
        title=Said(row.title_zh, row.title_en),
        text=Said(row.text_zh, row.text_en),
        about_kind=row.about_kind,
        about_id=row.about_id,
        facts=row.facts,
        how=row.how,
        ballot=row.ballot,
        state=row.state,
        decided_date=row.decided_date,
        proposed_at=row.proposed_at,
        proposed_by=row.proposed_by,
        problem=row.problem,
    )
