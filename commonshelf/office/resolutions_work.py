"""What waits on somebody's desk: a vote to cast, a contract whose end is near."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonshelf.kernel.actor import MACHINE, Ref, Role
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.news import api as news
from commonshelf.office import contracts
from commonshelf.office.models import Contract
from commonshelf.votes import api as votes
from commonshelf.work import api as work

VOTE: Final = "office.vote"
ENDING: Final = "office.contract-ends"


def register() -> None:
    # Nobody votes in another's place: a library that leaves takes the question along.
    work.register_kind(
        name=VOTE, label=_("Vote of the library"), opens_with=_("Read it and vote"), stays=True
    )
    work.register_kind(name=ENDING, label=_("Contract that ends"), opens_with=_("Look at the contract"))


def _vote_of(ballot: str, library: str) -> Ref:
    return Ref("ballot", f"{ballot}:{library}", library)


def ballot_opened(happening: news.Happening) -> None:
    """Each member that is asked finds the ballot on its manager's desk, due at the deadline."""
    card = votes.ballot(actor=MACHINE, id=int(happening.object.id))
    if not card.open or card.per != "member":
        return
    with members.together():
        for voice in votes.voices(actor=MACHINE, id=card.id):
            library = voice.elector.library
            if voice.voted_at or not members.takes_part(symbol=library):
                continue
            hours = members.work_calendar(library=library)
            work.open_item(
                actor=MACHINE,
                kind=VOTE,
                about=_vote_of(happening.object.id, library),
                title=card.question,
                url=reverse("votes:ballot", args=[card.id]),
                library=library,
                to_role=Role.MANAGER,
                due_minutes=hours.between(happening.at, card.deadline),
                at=happening.at,
            )


def vote_cast(happening: news.Happening) -> None:
    about = _vote_of(happening.object.id, happening.object.library)
    with members.together():
        work.settle(about=about, actor=MACHINE, at=happening.at)


def ballot_over(happening: news.Happening) -> None:
    """Nobody is asked any more."""
    id = happening.object.id
    with members.together():
        for voice in votes.voices(actor=MACHINE, id=int(id)):
            about = _vote_of(id, voice.elector.library)
            work.settle(about=about, actor=MACHINE, at=happening.at, cancelled=voice.voted_at is None)


def remind_of_ends(now: datetime) -> None:
    """The turn of every night: contracts whose notice or end draws near come to the office's desk, once."""
    for row in contracts.ending_soon(today=timezone.localdate(now)):
        with members.together():
            work.open_item(
                actor=MACHINE,
                kind=ENDING,
                about=Ref("contract", str(row.pk)),
                title=Said(f"{row.number} {row.title_zh}", f"{row.number} {row.title_en or row.title_zh}"),
                url=reverse("office:contract", args=[row.pk]),
                library="",
                to_role=Role.OFFICE,
                at=now,
            )
            # So that it is told once; the act is the opening of the item.
            Contract.objects.filter(pk=row.pk).update(reminded_for=row.end_date)
