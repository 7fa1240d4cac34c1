"""Ballots as cards: what everybody entitled may see while one is open, and the sums once it is closed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from django.db.models import Count, Q, QuerySet, Sum

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.votes.cards import BallotCard, Choice, Elector, Line, Result, Voice
from commonshelf.votes.domain.counting import Share
from commonshelf.votes.models import Ballot
from commonshelf.votes.models import Elector as ElectorRow

READ: Final = "votes.read-ballot"


def ref(row: Ballot) -> Ref:
    return Ref("ballot", str(row.pk), row.about_library)


def with_turnout(found: QuerySet[Ballot]) -> QuerySet[Ballot]:
    """Every ballot with how many may vote, how many have, and with what weight: one question for all."""
    voted = Q(electors__voted_at__isnull=False)
    return found.annotate(
        n_electors=Count("electors"),
        n_voted=Count("electors", filter=voted),
        voted_weight=Sum("electors__weight", filter=voted),
    )


def card_of(row: Ballot) -> BallotCard:
    if not hasattr(row, "n_electors"):
        row = with_turnout(Ballot.objects.filter(pk=row.pk)).get()
    choices = tuple(Choice(one["key"], Said(one["zh"], one["en"]), one["side"]) for one in row.choices)
    return BallotCard(
        id=row.pk,
        about=Ref(row.about_kind, row.about_id, row.about_library),
        question=Said(row.question_zh, row.question_en),
        words=Said(row.words_zh, row.words_en),
        choices=choices,
        per=row.per,
        quorum=Share(row.quorum_parts, row.quorum_of),
        pass_mark=Share(row.pass_parts, row.pass_of),
        secret=row.secret,
        changeable=row.changeable,
        early=row.early,
        opened_at=row.opened_at,
        opened_by=row.opened_by,
        deadline=row.deadline,
        state=row.state,
        closed_at=row.closed_at,
        electors=getattr(row, "n_electors", 0),
        entitled=row.entitled,
        voted=getattr(row, "n_voted", 0),
        voted_weight=getattr(row, "voted_weight", 0) or 0,
        result=_result(row, choices),
        reason=row.reason,
        facts=row.facts,
    )


def _result(row: Ballot, choices: tuple[Choice, ...]) -> Result | None:
    if not row.result:
        return None
    told = row.result
    lines = tuple(Line(one, told["weights"][one.key], told["heads"][one.key]) for one in choices)
    return Result(told["outcome"], told["leading"], lines)


def _readable(actor: Actor, found: QuerySet[Ballot]) -> QuerySet[Ballot]:
    """All for those who work at a member; for others the ballots in which they themselves vote."""
    if members.allowed(actor=actor, action=READ, object=Ref("ballot", "")):
        return found
    if not actor.key:
        raise Absent
    mine = ElectorRow.objects.filter(person=actor.key).values("ballot")
    return found.filter(pk__in=mine)


def ballot(*, actor: Actor, id: int) -> BallotCard:
    """For everybody who works at a member, and for electors; Absent for others."""
    row = with_turnout(_readable(actor, Ballot.objects.filter(pk=id))).first()
    if row is None:
        raise Absent
    return card_of(row)


def ballots(
    *,
    actor: Actor,
    state: str = "",
    about: Ref | None = None,
    waiting_for: Collection[str] | None = None,
    start: int = 0,
    rows: int = 50,
) -> tuple[list[BallotCard], int]:
    """Open ones by deadline, then closed ones, latest first; and how many there are.

    state: open, closed, or one of the states; waiting_for: only open ones in which one of these
    libraries, or the actor, has not voted yet.
    """
    found = _readable(actor, Ballot.objects.all())
    if state == "closed":
        found = found.exclude(state="open")
    elif state:
        found = found.filter(state=state)
    if about is not None:
        found = found.filter(about_kind=about.kind, about_id=about.id)
    if waiting_for is not None:
        mine = Q(library__in=list(waiting_for)) | (Q(person=actor.key) if actor.key else Q(pk=None))
        due = ElectorRow.objects.filter(mine, voted_at=None, ballot__state="open")
        found = found.filter(pk__in=due.values("ballot"))
    order = ("deadline", "pk") if state == "open" else ("-deadline", "-pk")
    page = with_turnout(found).order_by(*order)[start : start + rows]
    return [card_of(row) for row in page], found.count()


def voices(*, actor: Actor, id: int) -> list[Voice]:
    """Every elector and whether they voted; what, only of a closed ballot that is not secret."""
    card = ballot(actor=actor, id=id)
    shown = not card.open and not card.secret
    return [
        Voice(
            Elector(row.library, row.person, row.weight),
            row.voted_at,
            row.voted_by,
            row.vote.choice if shown and hasattr(row, "vote") else "",
        )
        for row in _electors(id)
    ]


def _electors(id: int) -> Iterable[ElectorRow]:
    found = ElectorRow.objects.filter(ballot=id).select_related("vote")
    return found.order_by("library", "person")


def votes_in_person(actor: Actor) -> bool:
    """Whether this person stands anywhere today; who left, or whose library is suspended, has no voice."""
    return bool(actor.key and actor.standings)


def own_choice(*, actor: Actor, id: int, library: str = "") -> str:
    """What this elector has chosen so far, for themselves to see; "" in a secret ballot or before."""
    object = Ref("ballot", str(id), library) if library else Ref("person", actor.key)
    if not members.allowed(actor=actor, action="votes.cast", object=object):
        return ""
    who = {"library": library} if library else {"person": actor.key}
    row = ElectorRow.objects.filter(ballot=id, **who).select_related("vote").first()
    return row.vote.choice if row and hasattr(row, "vote") else ""
