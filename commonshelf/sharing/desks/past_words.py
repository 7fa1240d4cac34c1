"""What an interlibrary desk reads about the past of a request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words = dict[str, "str | _StrPromise"]

MOMENTS: Final[Words] = {
    "place": _("The request was placed."),
    "match": _("{library} matched it to an edition."),
    "send": _("{library} sent it out."),
    "refuse-review": _("{library} refused it."),
    "appeal": _("The licence decision was appealed against."),
    "ask-licence": _("A licence decision was asked for."),
    "approve": _("The licence was granted."),
    "limit": _("The licence was granted within limits."),
    "refuse": _("The licence was refused."),
    "lapse": _("The licence decision was not needed any more."),
    "ask": _("{supplier} was asked."),
    "ask-partner": _("{supplier}, outside the alliance, was asked."),
    "look-outside": _("No member could supply it; its desk looks outside the alliance."),
    "close": _("No library had it to give."),
    "fill-locally": _("{library} found it in the house."),
    "cancel": _("It was cancelled."),
    "expire": _("The day by which it was needed passed."),
    "will-supply": _("{supplier} supplies it."),
    "condition": _("{supplier} supplies it on a condition."),
    "cannot-supply": _("{supplier} cannot supply it."),
    "retry": _("{supplier} put it off."),
    "weigh": _("{supplier} would supply it on terms; they lie with the requesting library."),
    "agree": _("{library} agreed to the condition."),
    "disagree": _("{library} did not agree to the condition."),
    "move-on": _("The general agency moved it on from {supplier}."),
    "ship": _("{supplier} sent it off."),
    "receive": _("It arrived at {library}."),
    "hand-out": _("It was handed out."),
    "deliver": _("{supplier} delivered the copy."),
    "allow-cancel": _("{supplier} let it go."),
    "too-late": _("{supplier} said that it is too late: it comes."),
    "renew": _("The loan was renewed."),
    "recall": _("{supplier} recalled it."),
    "give-back": _("The reader gave it back."),
    # by its reason, too
    "give-back not-fetched": _("Nobody fetched it; it goes home."),
    "give-back unusable": _("It could not be handed out; it goes home."),
    "claim-returned": _("The reader said that it is back."),
    "find": _("The reader had it after all."),
    "ship-back": _("{library} sent it home."),
    "check-in": _("It is home again at {supplier}."),
    "damage": _("Damage was noted."),
    "lose": _("It was declared lost."),
    "undo": _("The last step was taken back."),
    "hand-over": _("Another library took it over."),
}
TIMED_OUT: Final[Words] = {
    # by the state before
    "asked": _("{supplier} did not answer in time; the next library is asked."),
    "conditional": _("Nobody answered the condition in time; the next library is asked."),
    "will-supply": _("{supplier} did not send it in time and was asked to let it go."),
    "cancelling": _("{supplier} did not answer in time; it was let go by itself."),
    "received": _("Nobody fetched it in time."),
    "lent": _("It became overdue."),
}
BY_PEOPLE: Final = _(
    "{supplier} recalled it. Its own system cannot be told of that from here: a work item asks to write the "
    "new day down there."
)
UNSAID: Final = _("{supplier} had sent it off without scanning it out; written down when it arrived.")
PUT_OFF_TO: Final = _("{supplier} put it off, to be asked again on {day}.")
SILENT: Final = _("Nothing had been heard of {supplier}; its desk here was reminded.")
LATE: Final = _("It was late, and who has it in hand was reminded.")
SIDES: Final[Words] = {
    "reader": _("The reader"),
    "requester": _("The requesting library"),
    "supplier": _("The supplying library"),
    "agency": _("The alliance office"),
    "clock": _("By itself"),
}


def said(action: str, reason: str) -> str:
    """ "": nothing of its own."""
    return str(MOMENTS.get(f"{action} {reason}") or MOMENTS.get(action, ""))
