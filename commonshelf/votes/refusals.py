"""The sentence of every refusal of this room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SENTENCES: dict[str, str | _StrPromise] = {
    # opening
    "votes.no-question": _("Write the question that is put to the vote."),
    "votes.long-question": _(
        "A question has at most {limit} characters; the rest belongs into the explanation."
    ),
    "votes.choices-alike": _("Two choices are alike, or one is empty. Each needs words of its own."),
    "votes.too-few-choices": _(
        "A ballot needs at least two choices besides abstaining, and one of them must be able to win."
    ),
    "votes.no-electors": _("Nobody would be entitled to vote. Choose who votes before the ballot is opened."),
    "votes.elector-twice": _("{elector} stands in the electorate twice; everybody has one vote."),
    "votes.mixed-electors": _("A ballot is either of members or of persons, not of both."),
    "votes.bad-per": _("“{said}” is no way to vote: member or person."),
    "votes.bad-weight": _("A weight is a whole number from 1 to {limit}."),
    "votes.bad-share": _(
        "“{said}” is no share of the whole: write {least} to 100 percent, or a fraction like 2/3."
    ),
    "votes.secret-weights": _(
        "In a secret ballot every vote weighs the same, or the sums would say who voted what."
    ),
    "votes.secret-few": _(
        "A secret ballot needs at least {least} electors, or the sums would say who voted what."
    ),
    "votes.deadline-past": _("The deadline has passed already. Choose a later day or time."),
    "votes.asked-already": _(
        "A ballot about this is open already. Wait for its result, or withdraw it first."
    ),
    # voting
    "votes.over": _("Voting has ended: the deadline has passed, and no vote counts any more."),
    "votes.withdrawn": _("The office has withdrawn this ballot; the reason stands on its page."),
    "votes.voted-already": _("This vote has been cast already. Nobody votes twice."),
    "votes.not-voted": _("There is no vote yet that could be changed. Cast one."),
    "votes.not-changeable": _("In this ballot a vote that has been cast stands."),
    "votes.bad-choice": _("Choose one of the answers."),
    # closing
    "votes.closed": _("This ballot is closed already; its result stands on its page."),
    "votes.not-all": _(
        "{missing} have not voted yet. It closes at its deadline, or when everybody has voted."
    ),
    "votes.no-reason": _("Say in a few words why; all who were asked will read it."),
}
