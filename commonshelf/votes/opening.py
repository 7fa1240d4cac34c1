"""Opening a ballot: the question, its choices and the electorate stay as they are at that moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.utils import timezone

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.votes.cards import BallotCard, Choice, Elector
from commonshelf.votes.domain import counting, states
from commonshelf.votes.models import Ballot
from commonshelf.votes.models import Elector as ElectorRow
from commonshelf.votes.reading import card_of, ref

CONFLICT: Final = 409
LONGEST_QUESTION: Final = 200
TAKES_PART: Final = frozenset({"active"})


def members_entitled(*, without: str = "", weights: Mapping[str, int] | None = None) -> list[Elector]:
    """One voice for each active member, or the weight the charter gives it (Symbol -> weight).

    without: a member that the question is about and that does not vote on itself.
    """
    return [
        Elector(library=card.symbol, weight=(weights or {}).get(card.symbol, 1))
        for card in members.libraries()
        if card.symbol != without and card.status in TAKES_PART
    ]


def open_ballot(
    *,
    actor: Actor,
    about: Ref,
    question: Said,
    choices: Sequence[Choice],
    electorate: Iterable[Elector],
    per: str,
    quorum: int | tuple[int, int],
    pass_mark: int | tuple[int, int],
    deadline: datetime,
    secret: bool = False,
    changeable: bool = True,
    early: bool = False,
    words: Said | None = None,
    facts: Mapping[str, Any] | None = None,
    key: str = "",
    at: datetime | None = None,
) -> BallotCard:
    """Put a question to the vote. One ballot at a time about one thing.

    quorum: percent, or (parts, of), of the weight entitled; pass_mark: the same of the weight cast,
    abstentions left out. early: the last vote closes it. facts: told again by the event that closes it.
    """
    now = at or timezone.now()
    electors = list(electorate)

    def do() -> members.Done[BallotCard]:
        _check(question, choices, electors, per, secret=secret)
        states.lasts(opened_at=now, deadline=deadline)
        _not_asked_already(about)
        made = Ballot.objects.create(
            **_asked(about, question, words, choices),
            **_marks(quorum, pass_mark),
            per=per,
            secret=secret,
            changeable=changeable and not secret,
            early=early,
            entitled=sum(one.weight for one in electors),
            facts=dict(facts or {}),
            opened_at=now,
            opened_by=actor.key,
            deadline=deadline,
        )
        told = _with_electors(made, electors)
        return members.Done(card_of(made), told, ref(made), stored=made.pk)

    return members.act(
        actor=actor,
        action="votes.open",
        object=about,
        do=do,
        key=key,
        at=now,
        again=lambda stored: card_of(Ballot.objects.get(pk=str(stored))),
    )


def _not_asked_already(about: Ref) -> None:
    if Ballot.objects.filter(about_kind=about.kind, about_id=about.id, state="open").exists():
        raise Refusal("votes.asked-already", {"about": f"{about.kind}:{about.id}"}, CONFLICT)


def _asked(about: Ref, question: Said, words: Said | None, choices: Sequence[Choice]) -> dict[str, Any]:
    """The columns of what is asked."""
    return {
        "about_kind": about.kind,
        "about_id": about.id,
        "about_library": about.library,
        "question_zh": question.zh.strip(),
        "question_en": question.en.strip(),
        "words_zh": words.zh.strip() if words else "",
        "words_en": words.en.strip() if words else "",
        "choices": [
            {"key": one.key, "zh": one.said.zh, "en": one.said.en, "side": one.means} for one in choices
        ],
    }


def _marks(quorum: int | tuple[int, int], pass_mark: int | tuple[int, int]) -> dict[str, int]:
    """The columns of what must be reached."""
    must, mark = counting.share(quorum, "quorum"), counting.share(pass_mark, "pass_mark")
    return {
        "quorum_parts": must.parts,
        "quorum_of": must.of,
        "pass_parts": mark.parts,
        "pass_of": mark.of,
    }


def _with_electors(made: Ballot, electors: Sequence[Elector]) -> dict[str, object]:
    """Write down who votes; what the event tells: not the question, which may name a person."""
    ElectorRow.objects.bulk_create(
        ElectorRow(ballot=made, library=one.library, person=one.person, weight=one.weight) for one in electors
    )
    return {
        "about": f"{made.about_kind}:{made.about_id}",
        "deadline": made.deadline.isoformat(),
        "electors": len(electors),
    }


def _check(
    question: Said, choices: Sequence[Choice], electors: Sequence[Elector], per: str, *, secret: bool
) -> None:
    if not (question.zh.strip() or question.en.strip()):
        raise Refusal("votes.no-question", {"field": "question_zh"})
    if max(len(question.zh), len(question.en)) > LONGEST_QUESTION:
        raise Refusal("votes.long-question", {"field": "question_zh", "limit": LONGEST_QUESTION})
    if per not in {"member", "person"}:
        raise Refusal("votes.bad-per", {"field": "per", "said": per[:20]})
    if any(
        bool(one.library) != (per == "member") or bool(one.person) != (per == "person") for one in electors
    ):
        raise Refusal("votes.mixed-electors", {"field": "electorate"})
    counting.check(
        options=[counting.Option(one.key, one.means) for one in choices],
        names=[(one.library, one.person) for one in electors],
        weights=[one.weight for one in electors],
        secret=secret,
    )
