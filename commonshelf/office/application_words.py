"""A membership in words: its states, its steps with what each of them does, what has happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class State:
    """tone: ok, wait, no or unknown, as pills are drawn."""

    word: _StrPromise
    tone: str
    means: _StrPromise


STATES: Final = {
    "applied": State(
        pgettext_lazy("membership", "applied"),
        "wait",
        _("It asks to be taken in. It is in no directory, and nobody has rights through it."),
    ),
    "trial": State(
        pgettext_lazy("membership", "on trial"),
        "wait",
        _("Its people work here and readers find its books; the members have not voted yet."),
    ),
    "voted": State(
        pgettext_lazy("membership", "voted in"),
        "ok",
        _("The members have accepted it. It becomes a member when you say so, after the contract, say."),
    ),
    "active": State(pgettext_lazy("membership", "member"), "ok", _("It takes part in everything.")),
    "suspended": State(
        pgettext_lazy("membership", "suspended"),
        "no",
        _("Readers still find it, but nobody has rights through it."),
    ),
    "left": State(
        pgettext_lazy("membership", "left"),
        "unknown",
        _("It is no member any more. What it did stays written."),
    ),
    "refused": State(
        pgettext_lazy("membership", "refused"), "unknown", _("It was not taken in. It may apply again.")
    ),
}


@dataclass(frozen=True, slots=True)
class StepWords:
    """button: on it; does: what will have happened after it, in full. main: the way on."""

    button: _StrPromise
    does: _StrPromise
    main: bool = False


STEPS: Final = {
    "admit-trial": StepWords(
        _("Admit to a trial"),
        _(
            "From this moment it stands in the directory, its managing agency is set up, and people may be "
            "invited to work at it. Every member can see that it is on trial."
        ),
        main=True,
    ),
    "refuse": StepWords(
        _("Refuse the application"),
        _("It is not taken in; the reason stays written here. By another invitation it may apply again."),
    ),
    "put-to-vote": StepWords(
        _("Let the members vote"),
        _(
            "Every member that takes part is asked, one vote each. When the vote ends, this page shows what "
            "they decided; when they decline, the trial's rights stop at once."
        ),
        main=True,
    ),
    "vote-accepted": StepWords(
        _("Write down: accepted"),
        _(
            "For a vote held at a meeting. The library counts as voted in; write when and where as the "
            "reason."
        ),
    ),
    "vote-declined": StepWords(
        _("Write down: declined"),
        _(
            "For a vote held at a meeting. The library is suspended at once; write when and where as the "
            "reason."
        ),
    ),
    "admit-active": StepWords(
        _("Make it a member"),
        _("The trial is over; it votes with the others from now on."),
        main=True,
    ),
    "suspend": StepWords(
        _("Suspend"),
        _(
            "Nobody has rights through this library from the next click on, also where they are signed in "
            "now. Its books stay in the catalogue. You can end the suspension at any time."
        ),
    ),
    "resume": StepWords(
        _("End the suspension"),
        _("It stands again as before, and its people have their rights back."),
        main=True,
    ),
    "give-notice": StepWords(
        _("Give notice"),
        _(
            "On that day the membership ends by itself: rights stop, open work goes to the general agency, "
            "its data are packed for it. Until then nothing changes, and the notice can be withdrawn."
        ),
    ),
    "withdraw-notice": StepWords(_("Withdraw the notice"), _("The library stays.")),
    "leave": StepWords(
        _("End the membership"),
        _(
            "In one go: its data are packed for it to take along, its open work is handed over, all rights "
            "and delegations through it end, its books leave the catalogue. This cannot be taken back."
        ),
    ),
}

HAPPENED: Final = {
    "members.apply": _("asked to be taken in"),
    "members.add-library": _("was taken in as a member"),
    "members.admit": _("was admitted"),
    "members.refuse-application": _("was refused"),
    "members.put-to-vote": _("was put to the vote"),
    "members.voted": _("was voted on"),
    "members.suspend": _("was suspended"),
    "members.resume": _("was no longer suspended"),
    "members.give-notice": _("gave notice"),
    "members.withdraw-notice": _("withdrew its notice"),
    "members.end-library": _("had its membership ended"),
    "members.take-along": _("had its data packed"),
    "members.leave": _("left the alliance"),
}
"""Of a library, by kind of event."""
