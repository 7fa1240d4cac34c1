"""What an interlibrary desk calls its lists, states, buttons, reasons and conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words = dict[str, "str | _StrPromise"]

LISTS: Final[Words] = {
    "review": _("To review"),
    "to-supply": _("To supply"),
    "to-receive": _("To receive"),
    "hand-out": _("To hand out"),
    "to-return": _("To send home"),
    "waiting": _("To be answered"),
    "outside": _("With partners outside"),
    "late": _("Late"),
    "others": _("Elsewhere"),
    "history": _("Past"),
}
EMPTY: Final[Words] = {
    "review": _("No request has to be looked at before it goes out."),
    "to-supply": _("No library asks you for anything just now."),
    "to-receive": _("Nothing is on its way to you."),
    "hand-out": _("Nothing is kept here for a reader to fetch."),
    "to-return": _("Nothing has to go home."),
    "waiting": _("Nobody waits for an answer from you."),
    "outside": _("Nothing lies with a partner outside the alliance."),
    "late": _("None is late."),
    "others": _("Nothing is under way elsewhere."),
    "history": _("Nothing has come to its end here yet."),
}
EMPTY_NEXT: Final[Words] = {
    "review": _(
        "Requests without an edition, those that look like an earlier one, and those over a limit come here."
    ),
    "to-supply": _("Requests come here by themselves, with the shelf where the book stands."),
    "to-receive": _(
        "What others send you, and your own books on their way home, stand here until you scan them."
    ),
    "hand-out": _("What came for readers stands here until they fetch it."),
    "to-return": _("What readers gave back stands here until you send it home."),
    "waiting": _("Conditions, cancelled requests and messages come here."),
    "outside": _("What you asked of a partner stands here until it comes; write down here what it says."),
    "late": _("What is past its time comes here, wherever else it stands."),
    "others": _(
        "What you asked of others, and what you sent to them, stands here until it is your turn again."
    ),
    "history": _("Requests stand here once they are over."),
}
STATES: Final[dict[str, tuple[str | _StrPromise, str]]] = {
    "review": (pgettext_lazy("request", "to be looked at"), "wait"),
    "awaiting-licence": (pgettext_lazy("request", "waits for a licence decision"), "wait"),
    "queued": (pgettext_lazy("request", "looking for a library"), "wait"),
    "asked": (pgettext_lazy("request", "asked"), "wait"),
    "conditional": (pgettext_lazy("request", "on a condition"), "wait"),
    "will-supply": (pgettext_lazy("request", "will be supplied"), "ok"),
    "cancelling": (pgettext_lazy("request", "to be cancelled"), "no"),
    "shipped": (pgettext_lazy("request", "on its way"), "ok"),
    "received": (pgettext_lazy("request", "kept for the reader"), "ok"),
    "lent": (pgettext_lazy("request", "with the reader"), "ok"),
    "overdue": (pgettext_lazy("request", "overdue"), "late"),
    "recalled": (pgettext_lazy("request", "recalled"), "wait"),
    "claimed": (pgettext_lazy("request", "said to be back"), "wait"),
    "back": (pgettext_lazy("request", "given back"), "ok"),
    "returning": (pgettext_lazy("request", "on its way home"), "ok"),
    "completed": (pgettext_lazy("request", "completed"), "ok"),
    "delivered": (pgettext_lazy("request", "copy delivered"), "ok"),
    "filled-locally": (pgettext_lazy("request", "found in the house"), "ok"),
    "lost": (pgettext_lazy("request", "lost"), "no"),
    "cancelled": (pgettext_lazy("request", "cancelled"), "unknown"),
    "refused": (pgettext_lazy("request", "refused"), "no"),
    "unfilled": (pgettext_lazy("request", "not to be had"), "no"),
    "expired": (pgettext_lazy("request", "expired"), "unknown"),
    "planned": (pgettext_lazy("request", "not asked yet"), "unknown"),
}
"""Word and tone; of supplies, too."""
BUTTONS: Final[Words] = {
    "match": _("Match it to an edition"),
    "send": _("Send it out"),
    "refuse-review": _("Refuse it"),
    "appeal": _("Appeal"),
    "ask-licence": _("Ask for a licence decision"),
    "ask": _("Ask the next library now"),
    "ask-partner": _("Ask a partner outside"),
    "close": _("End it: not to be had"),
    "fill-locally": _("It is here in the house"),
    "cancel": _("Cancel it"),
    "will-supply": _("We supply it"),
    "condition": _("On a condition"),
    "cannot-supply": _("We cannot supply it"),
    "retry": _("Not now: ask us again"),
    "agree": _("Agree"),
    "disagree": _("Do not agree: ask the next"),
    "ship": _("It goes off now"),
    "receive": _("It has arrived"),
    "hand-out": _("Hand it out"),
    "deliver": _("Deliver the copy"),
    "allow-cancel": _("Let it go"),
    "too-late": _("Too late: it comes"),
    "renew": _("Renew it"),
    "recall": _("Recall it"),
    "give-back": _("The reader gave it back"),
    "give-back shipped": _("It cannot be handed out: it goes home"),
    "give-back received": _("Nobody fetches it: it goes home"),
    "claim-returned": _("The reader says it is back"),
    "find": _("The reader has it after all"),
    "ship-back": _("It goes home now"),
    "check-in": _("It is home again"),
    "damage": _("It is damaged"),
    "lose": _("It is lost"),
    "move-on": _("Move it on"),
}
OUTSIDE: Final[Words] = {
    # the same where a partner outside has it: this desk writes down what it said
    "will-supply": _("It will supply it"),
    "condition": _("It names a condition"),
    "cannot-supply": _("It cannot supply it"),
    "agree": _("Agree"),
    "disagree": _("Do not agree: look elsewhere"),
    "ship": _("It sent it off"),
    "deliver": _("Bring in its file, and deliver it"),
    "receive Copy": _("It came on paper"),
    "hand-out Copy": _("The reader has it"),
    "allow-cancel": _("It has let it go"),
    "too-late": _("Too late, it says: it comes"),
    "recall": _("It wants it back"),
    "check-in": _("It has it back"),
}
DONE: Final[Words] = {
    "match": _("Matched to its edition."),
    "send": _("It goes out: libraries are asked now, the fastest first."),
    "refuse-review": _("Refused. The reader is told why."),
    "appeal": _("The decision is appealed against."),
    "ask-licence": _("A licence decision is asked for."),
    "ask": _("The next library is asked."),
    "close": _("Ended. The reader is told."),
    "fill-locally": _("Found in the house. The reader is told."),
    "cancel": _("The request is cancelled."),
    "will-supply": _("You supply it. Now fetch it and scan it out."),
    "will-supply Copy": _("You supply it. Now copy the part and deliver the file."),
    "condition": _("The condition is named. Now the other library answers."),
    "cannot-supply": _("Noted. The next library is asked by itself."),
    "retry": _("Noted. Other libraries are asked first; you are asked again if none has it."),
    "agree": _("Agreed. The other library sends it now."),
    "disagree": _("Not agreed. The next library is asked."),
    "ship": _("It is on its way."),
    "receive": _("It has arrived. The reader is told."),
    "hand-out": _("Handed out."),
    "deliver": _("The copy is delivered. The reader is told."),
    "allow-cancel": _("Let go. The book stays on its shelf."),
    "too-late": _("Said: it comes all the same."),
    "renew": _("The loan is renewed."),
    "recall": _("Recalled. The reader is told."),
    "give-back": _("It is back here. Now send it home."),
    "claim-returned": _("Noted. Now search the shelves for it."),
    "find": _("Noted: the reader has it, and the loan goes on."),
    "ship-back": _("It is on its way home."),
    "check-in": _("It is home again."),
    "damage": _("The damage is noted."),
    "lose": _("Declared lost."),
    "move-on": _("Moved on. Both libraries read why."),
    "ask-partner": _("Noted: it is asked. Write down here what it says."),
    "message": _("The message is sent."),
}
REASONS: Final[Words] = {
    # ISO 18626 ReasonUnfilled and reasons for a retry, the likeliest first (life.answering.REASONS)
    "NotOnShelf": _("It is not on the shelf"),
    "OnLoan": _("It is on loan"),
    "NonCirculating": _("It does not circulate"),
    "PoorCondition": _("It is in poor condition"),
    "NotFoundAsCited": _("It does not say what was cited"),
    "NotHeld": _("The library does not hold it"),
    "NotAvailableForILL": _("It is not lent to other libraries"),
    "PolicyProblem": _("The library's rules do not allow it"),
    "AtBindery": _("It is at the binder's"),
    "Other": _("Another reason"),
}
RETRY_REASONS: Final[Words] = {
    # ISO 18626 ReasonRetry (life.answering.RETRY_REASONS)
    "OnLoan": _("It is on loan"),
    "AtBindery": _("It is at the binder's"),
    "OnOrder": _("It is on order and has not come yet"),
    "NotCurrentAvailableForILL": _("It is not lent to other libraries at present"),
    "NotFoundAsCited": _("It does not say what was cited"),
    "CostExceedsMaxCost": _("It costs more than was said"),
    "MustMeetLoanCondition": _("A condition has to be met first"),
    "ReqEditionNotPossible": _("Another edition is here, not this one"),
    "MultiVolAvail": _("It has several volumes: which one?"),
    "ReqFormatNotPossible": _("It is not here in that form"),
    "Other": _("Another reason"),
}
BY_ITSELF: Final[Words] = {
    # where no desk chose one
    "NotAnswered": _("No answer in time"),
    "NotShipped": _("Not sent in time"),
    "NotAgreed": _("The condition was not agreed to"),
    "Astray": _("It went astray"),
    "Suspended": _("The library does not take part at present"),
    "Left": _("The library has left the alliance"),
    "Undone": _("Taken back by the desk"),
    "Cancelled": _("Cancelled"),
    "Lost": _("Lost"),
    "MovedOn": _("Moved on by the general agency"),
}
CONDITIONS: Final[Words] = {
    # ISO 18626 LoanCondition
    "LibraryUseOnly": _("to be used in the library only"),
    "NoReproduction": _("no copies may be made"),
    "SignatureRequired": _("the reader signs for it"),
    "SpecCollSupervReq": _("to be read under supervision"),
    "WatchLibraryUseOnly": _("in the library only, under the staff's eyes"),
    "Other": _("another condition, in words"),
}
LEVELS: Final[Words] = {
    "Express": pgettext_lazy("level", "express"),
    "Rush": pgettext_lazy("level", "urgent"),
}
"""Those that are said; what is normal is not."""
CITED: Final[Words] = {
    "title": pgettext_lazy("citation", "Title"),
    "author": pgettext_lazy("citation", "Author"),
    "journal": pgettext_lazy("citation", "Journal"),
    "year": pgettext_lazy("citation", "Year"),
    "volume": pgettext_lazy("citation", "Volume"),
    "issue": pgettext_lazy("citation", "Issue"),
    "pages": pgettext_lazy("citation", "Pages"),
    "chapter": pgettext_lazy("citation", "Chapter"),
    "publisher": pgettext_lazy("citation", "Publisher"),
    "isbn": pgettext_lazy("citation", "ISBN"),
    "issn": pgettext_lazy("citation", "ISSN"),
    "doi": pgettext_lazy("citation", "DOI"),
    "note": pgettext_lazy("citation", "Note"),
}
TERMS: Final = "retry-terms"
WHY: Final[Words] = {
    "unmatched": _("No edition of the catalogue is known for it."),
    "duplicate": _("This reader asked for the same lately."),
    "over-limit": _("The reader has as many requests as they may have."),
    "library-over-limit": _("Your library has sent out as many requests as it sends at a time."),
    "requester-suspended": _("Your library does not take part at present; it goes on when it is back."),
    "requester-left": _("The library that asked for it left the alliance."),
    "card-over": _("The reader's registration has ended; it goes on when it is renewed within two weeks."),
    "card-ended": _("The reader's registration ended and was not renewed."),
    "incomplete": _("What was cited does not suffice to find it."),
    "refused": _("The licence was refused."),
    "licence-refused": _("The licence was refused. The reader, or you for them, may appeal."),
    "appeal": _("The decision is appealed against."),
    "by-rule": _("Your library looks at every request before it goes out."),
    "to-buy": _("The reader asks whether your library buys it."),
    "to-partner": _("The reader asks whether it can be had outside the alliance."),
    "no-supplier": _("No library could be found that has it to give."),
    "no-member": _("No member could supply it. A partner outside the alliance may."),
    "no-word": _("Nothing has been heard of the partner: ask there what became of it."),
    "retry-terms": _("A library would supply it on the terms below, and no other has it."),
    "retry-later": _("No other library has it: the one that put it off is asked again on its day."),
    "retry-too-late": _(
        "The library that put it off could be asked again only after the day it is needed by."
    ),
    "late": _("The library was too late with it, and the request goes on elsewhere."),
    "not-fetched": _("Nobody fetched it in time."),
    "not-wanted": _("It was cancelled while it was on its way."),
    "unusable": _("It could not be handed out."),
    "astray": _("It has been on its way for too long."),
    "day-passed": _("The day by which it was needed passed."),
    "by-reader": _("The reader cancelled it."),
    "by-requester": _("The reader's library cancelled it."),
}
"""Codes of `PatronRequest.why` that a desk has something to do about."""


def state(code: str) -> tuple[str, str]:
    """Word and tone; a code nobody has a word for is said as it is."""
    word, tone = STATES.get(code, (code, "unknown"))
    return str(word), tone


def button(action: str, service: str = "", *, why: str = "", outside: bool = False, state: str = "") -> str:
    """outside: of a request that a partner has. why, state: of the request; sending out one for which a
    library named terms is agreeing to them.
    """
    if action == "send" and why == TERMS:
        return gettext("Agree, and ask it again")
    said = (OUTSIDE.get(f"{action} {service}") or OUTSIDE.get(action)) if outside else None
    return str(said or BUTTONS.get(f"{action} {state}") or BUTTONS.get(action, action))


def reason(text: str) -> str:
    """A code's words, or what somebody wrote."""
    known = REASONS.get(text) or RETRY_REASONS.get(text)
    return str(known or BY_ITSELF.get(text) or CONDITIONS.get(text) or WHY.get(text) or text)


def condition(code: str, note: str = "") -> str:
    """A LoanCondition and the words with it; "" for none."""
    said = str(CONDITIONS.get(code, code)) if code and code != "Other" else ""
    return " · ".join(filter(None, [said, note]))
