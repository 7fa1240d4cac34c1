"""A request's state, steps and history in a reader's words: libraries are named, their people are not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonshelf.sharing import reader_words as words
from commonshelf.sharing.agency.words import limits
from commonshelf.sharing.cards import Moment, RequestCard
from commonshelf.sharing.domain.policy import Bounds
from commonshelf.sharing.looking import Glimpse
from commonshelf.ui.templatetags.shelf import day, moment

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

FILLED: Final = frozenset({"completed", "delivered", "filled-locally"})
"""States in which the reader got it, and can say whether it helped."""
GONE: Final = frozenset({"unfilled", "refused", "expired"})
"""States in which it cannot be had."""
TONES: Final[Mapping[str, str]] = {
    "received": "ok",
    "delivered": "ok",
    "filled-locally": "ok",
    "lent": "ok",
    "completed": "unknown",
    "cancelled": "unknown",
    "overdue": "late",
    "recalled": "late",
    "lost": "late",
    "refused": "late",
    "unfilled": "late",
    "expired": "late",
}
"""Of the pill; all others wait."""
PILLS: Final[Mapping[str, _StrPromise]] = {
    "review": _("Being looked at"),
    "awaiting-licence": _("Licence being decided"),
    "queued": _("In line"),
    "asked": _("A library is asked"),
    "conditional": _("A question to your library"),
    "will-supply": _("Being made ready"),
    "cancelling": _("Being cancelled"),
    "shipped": _("On its way"),
    "received": _("Ready to fetch"),
    "lent": _("With you"),
    "overdue": _("Overdue"),
    "recalled": _("Wanted back"),
    "claimed": _("Being searched"),
    "back": _("Given back"),
    "returning": _("On its way home"),
    "completed": _("Done"),
    "delivered": _("Copy delivered"),
    "filled-locally": _("From your library"),
    "lost": _("Lost"),
    "cancelled": _("Cancelled"),
    "refused": _("Refused"),
    "unfilled": _("Could not be had"),
    "expired": _("Expired"),
}
NOW: Final[Mapping[str, _StrPromise]] = {
    # {requester}, {supplier}, {pickup}, {due} are filled in
    "review": _("A librarian at {requester} looks at your request."),
    "awaiting-licence": _("It has to be decided whether the licence allows it."),
    "queued": _("The next library is being chosen."),
    "asked": _("{supplier} has been asked."),
    "conditional": _("{supplier} would supply it on a condition; {requester} answers for you."),
    "will-supply": _("{supplier} has it and makes it ready."),
    "cancelling": _("You want to cancel; {supplier} still has to stop it."),
    "shipped": _("It is on its way to {pickup}."),
    "received": _("It lies ready for you at {pickup}. Bring your card."),
    "lent": _("You have it until {due}. Bring it back to any member."),
    "overdue": _("It was due on {due}. Bring it back to any member."),
    "recalled": _("{supplier} needs it back by {due}. Bring it back to any member."),
    "claimed": _("You said you brought it back. The libraries are looking for it."),
    "back": _("You have given it back; nothing is left for you to do."),
    "returning": _("It is on its way home; nothing is left for you to do."),
    "completed": _("All is done. Thank you."),
    "delivered": _("Your copy is here."),
    "filled-locally": _("{requester} has it itself and gives it to you there."),
    "lost": _("It was declared lost. {requester} tells you what that means."),
    "cancelled": _("It is cancelled. Nothing more happens."),
    "refused": _("It could not be granted."),
    "unfilled": _("No library could supply it."),
    "expired": _("Its time ran out."),
}
WHY: Final[Mapping[str, _StrPromise]] = {
    "unmatched": _("It is not known yet which edition you mean."),
    "incomplete": _("Something is missing in what you wrote; a librarian completes it."),
    "to-buy": _("Your library decides whether to buy it."),
    "to-partner": _("Your library asks outside the alliance."),
    "by-rule": _("Your library looks at every request first."),
    "duplicate": _("You have asked for the same before; a librarian sees whether both are meant."),
    "over-limit": _(
        "You have as many requests running as your card allows. It goes on by itself when one is done."
    ),
    "library-over-limit": _(
        "Your library sends out only so many at a time. It goes on by itself when one is done."
    ),
    "requester-suspended": _(
        "Your library does not take part in the alliance at present. It goes on by itself when it is back."
    ),
    "requester-left": _("Your library left the alliance, and nobody could take it over."),
    "card-over": _(
        "Your registration has ended. Have your library renew it within two weeks: then it goes on by itself."
    ),
    "card-ended": _("Your registration ended and was not renewed. Renew it, and ask for it again."),
    "no-member": _("No member could supply it; your library looks outside the alliance."),
    "no-word": _("Nothing has been heard of it yet; your library asks there."),
    "no-supplier": _("No library that may lend or copy it has it free."),
    "retry-terms": _("A library named terms on which it would supply it, and your library decides on them."),
    "retry-later": _("No library has it free now, so one of them is asked again later."),
    "retry-too-late": _("It could have been asked for again only after the day by which you need it."),
    "licence-refused": _("The licence was refused. You can object to that below."),
    "appeal": _("You have objected, and it is decided once more."),
    "not-fetched": _("It was not fetched in time and goes back."),
    "not-wanted": _("It was cancelled while it was on its way and goes back."),
    "late": _("The library took too long, so the next one is asked."),
}
DID: Final[Mapping[str, _StrPromise]] = {
    # action -> what happened; {library}: whose people did it, {supplier}: the library asked
    "place": _("You asked for it"),
    "match": _("{library} found the right edition"),
    "send": _("{library} looked at it and sent it on"),
    "refuse-review": _("{library} refused it"),
    "ask-licence": _("A licence decision was asked for"),
    "approve": _("The licence was granted"),
    "limit": _("The licence was granted with limits"),
    "refuse": _("The licence was refused"),
    "pass-over": _("The licence of one library was refused, another is asked"),
    "lapse": _("No licence decision was needed any more"),
    "appeal": _("You objected to the decision"),
    "ask": _("{supplier} was asked"),
    "ask-partner": _("{library} asked {supplier}, outside the alliance"),
    "look-outside": _("No member could supply it; your library looks outside the alliance"),
    "will-supply": _("{supplier} said yes"),
    "condition": _("{supplier} named a condition"),
    "agree": _("{library} agreed to the condition"),
    "disagree": _("{library} did not agree to the condition"),
    "cannot-supply": _("{supplier} cannot supply it"),
    "retry": _("{supplier} cannot supply it now"),
    "weigh": _("{supplier} named terms on which it could supply it"),
    "ship": _("{supplier} sent it off"),
    "receive": _("It arrived at {library}"),
    "hand-out": _("You fetched it"),
    "renew": _("It was renewed"),
    "recall": _("{supplier} wants it back"),
    "give-back": _("You gave it back"),
    "give-back not-fetched": _("It was not fetched; {library} sends it home"),
    "give-back unusable": _("It could not be handed out; {library} sends it home"),
    "ship-back": _("{library} sent it home"),
    "check-in": _("It is home again at {supplier}"),
    "deliver": _("{supplier} delivered the copy"),
    "lose": _("It was declared lost"),
    "damage": _("Damage was written down"),
    "claim-returned": _("You said you had brought it back"),
    "find": _("It was found"),
    "cancel": _("It was cancelled"),
    "allow-cancel": _("{supplier} stopped it"),
    "too-late": _("It was too late to cancel"),
    "time-out": _("Time was up"),
    "move-on": _("The next library is asked instead"),
    "expire": _("Its day had passed"),
    "fill-locally": _("{library} gives it to you itself"),
    "close": _("No other library is left to ask"),
    "undo": _("{library} took its last step back"),
    "hand-over": _("{library} looks after it now"),
    "helped": _("You said whether it helped"),
}
REASONS: Final[Mapping[str, _StrPromise]] = {
    # ISO 18626 ReasonUnfilled and ReasonRetry, and our own, as far as a reader is helped by them
    "NonCirculating": _("it does not leave that library"),
    "NotAvailableForILL": _("it does not lend it to other libraries"),
    "NotHeld": _("it does not have it after all"),
    "NotOnShelf": _("it was not in its place"),
    "PolicyProblem": _("its rules do not allow it"),
    "PoorCondition": _("it is too worn to travel"),
    "OnLoan": _("somebody has just borrowed it"),
    "AtBindery": _("it is being bound"),
    "OnOrder": _("it is only on order"),
    "NotCurrentAvailableForILL": _("it does not lend it to other libraries at present"),
    "MustMeetLoanCondition": _("it asks for something first"),
    "ReqEditionNotPossible": _("it does not have the edition that was asked for"),
    "MultiVolAvail": _("it has several volumes, and it was not said which"),
    "ReqFormatNotPossible": _("it does not have it in the form that was asked for"),
    "NotFoundAsCited": _("it was not found as it was cited"),
    "CostExceedsMaxCost": _("it would cost more than you want to pay"),
    "NotAnswered": _("no answer came in time"),
    "NotShipped": _("it was not sent in time"),
    "Suspended": _("it does not take part at present"),
    "Left": _("it has left the alliance"),
}
ALSO: Final[Mapping[tuple[str, str], _StrPromise]] = {
    # (action, side) where the same step is another's
    ("cancel", "reader"): _("You cancelled it"),
    ("cancel", "requester"): _("{library} cancelled it"),
    ("renew", "reader"): _("You renewed it"),
    ("renew", "requester"): _("{library} renewed it"),
    ("place", "requester"): _("{library} asked for it for you"),
    ("claim-returned", "requester"): _("{library} wrote down that you brought it back"),
    ("appeal", "requester"): _("{library} objected to the decision for you"),
    ("find", "reader"): _("You found it"),
}
AWAITED: Final[Mapping[tuple[str, str], _StrPromise]] = {
    # (whose turn, what for): {library} and {by} are filled in
    ("requester", "match"): _("{library} finds out which edition you mean"),
    ("requester", "send"): _("{library} looks at it and sends it on"),
    ("agency", "approve"): _("The licence is decided"),
    ("supplier", "will-supply"): _("{library} answers"),
    ("requester", "agree"): _("{library} answers the condition"),
    ("supplier", "ship"): _("{library} sends it off"),
    ("supplier", "deliver"): _("{library} makes the copy"),
    ("supplier", "receive"): _("{library} puts it ready for you"),
    ("supplier", "allow-cancel"): _("{library} stops it"),
    ("requester", "receive"): _("It arrives at {library}"),
    ("reader", "fetch"): _("You fetch it"),
    ("reader", "bring-back"): _("You bring it back to any member"),
    ("requester", "give-back"): _("{library} looks for it"),
    ("requester", "ship-back"): _("{library} sends it home"),
    ("supplier", "check-in"): _("{library} takes it in again"),
    ("clock", "ask"): _("The next library is asked"),
    ("clock", "ask-again"): _("{library} is asked again"),
    ("requester", "ask"): _("{library} asks the next library"),
}


def pill(state: str) -> str:
    return str(PILLS.get(state, state))


def tone(state: str) -> str:
    return TONES.get(state, "wait")


def now(card: RequestCard | Glimpse) -> str:
    """What stands now, in one sentence or two."""
    told = str(NOW.get(card.state, "")).format(
        requester=words.library(card.requester),
        supplier=words.giver(card.supplier, card.partner) or gettext("A library"),
        pickup=words.place(card.pickup, card.pickup_branch),
        due=day(card.due_date),
    )
    if card.state == "queued" and card.why == "retry-later":
        return str(WHY[card.why])
    why = WHY.get(card.why)
    if not why or card.state in {"cancelled", "completed"}:
        return told
    return gettext("{one} {other}").format(one=told, other=why)


def did(one: Moment) -> str:
    """A line of its history."""
    said = (
        ALSO.get((one.action, one.side))
        or DID.get(f"{one.action} {one.reason}")
        or DID.get(one.action, _("It went on"))
    )
    if one.facts.get("agreed"):
        said = DID["agree"]
    if one.action == "retry" and one.facts.get("retry_date"):
        said = _("{supplier} cannot supply it now, but can be asked again on {day}")
    return str(said).format(
        library=words.library(one.library) or gettext("The library"),
        supplier=words.giver(one.supplier, one.partner) or gettext("The library"),
        day=_day(one.facts.get("retry_date")),
    )


def _day(told: object) -> str:
    """Of an event's fact; "" where there is none."""
    return day(date.fromisoformat(str(told))) if told else ""


def reason(one: Moment) -> str:
    """Why, after what happened: a code's words, else what was written for the reader; "" for nothing. Of a
    licence granted within limits these come first.
    """
    told = one.note or str(REASONS.get(one.reason, ""))
    return " · ".join(filter(None, [*bounds(one), told]))


def bounds(one: Moment) -> list[str]:
    """The limits of a licence, where this is the moment at which it was granted."""
    return limits(Bounds.of_json(one.facts)) if one.action == "limit" else []


def awaited(card: RequestCard) -> str:
    """What happens next, and by when; "" where nothing does."""
    if card.next is None:
        return ""
    told = AWAITED.get((card.next.who, card.next.what))
    if told is None:
        return ""
    who = words.giver(card.next.library, card.next.partner) or words.library(card.requester)
    line = str(told).format(library=who)
    if card.next.by_when is None:
        return line
    if card.next.what == "ask-again":
        return gettext("{what} on {when}").format(what=line, when=day(card.next.by_when))
    if card.next.late:
        return gettext("{what}; that should have been by {when}, and the office sees it").format(
            what=line, when=moment(card.next.by_when)
        )
    return gettext("{what}, by {when}").format(what=line, when=_until(card.next.by_when))


def _until(when: datetime) -> str:
    return moment(when)
