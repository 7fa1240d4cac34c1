"""What the life of a request says when it refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SENTENCES: Final[dict[str, str | _StrPromise]] = {
    # steps
    "sharing.step": _("A request that is {request_state} cannot be {request_action} now. Look at it again."),
    "sharing.not-yours": _(
        "A request that is {request_state} can be {request_action}, but not by {side}. Write to the other "
        "desk."
    ),
    "sharing.no-such-request": _(
        "There is no request with the number “{number}”. It is written as in Q123456789; the reader finds it "
        "under “My requests”, the desk in its lists."
    ),
    "sharing.no-such-action": _("There is no step called “{request_action}”."),
    "sharing.changed": _(
        "Somebody was quicker: request {number} is {request_state} now. Nothing you entered was done; look "
        "at it and decide again."
    ),
    "sharing.late-answer": _(
        "Request {number} is no longer with your library: time was up, or it was cancelled, and it is "
        "{request_state} now. Your answer has no effect."
    ),
    "sharing.cannot-undo": _("This step cannot be taken back any more: {undo_why}."),
    "sharing.promised-already": _("The copy {barcode} of {library} is promised to another request."),
    "sharing.requester-suspended": _(
        "{library} does not take part in the alliance at present and cannot take it in. Keep the book here; "
        "request {number} goes on by itself when {library} is back."
    ),
    "sharing.goes-home": _(
        "“{title}” came for request {number} and goes home to {library} now. It cannot be lent to anybody "
        "else."
    ),
    "sharing.no-supplier": _("No library is left that could be asked for request {number}."),
    "sharing.no-partner": _("Choose a partner that your library can ask."),
    "sharing.partner-does-not": _(
        "That partner does not do this. Choose the other service, or another partner."
    ),
    "sharing.reader-not-asked": _(
        "It would cost the reader {yuan} yuan; they agreed to at most {most_yuan}. Ask them, and say that "
        "they agreed."
    ),
    # what a step needs
    "sharing.no-edition": _("Choose the edition that is meant."),
    "sharing.unmatched": _(
        "It is not known yet which edition request {number} means. Match it first, or refuse it with a "
        "reason."
    ),
    "sharing.no-reason-given": _("Say why: the other side reads it."),
    "sharing.no-condition": _("Choose a condition, or name what it costs."),
    "sharing.no-document": _("Bring the document first; then it can be delivered."),
    "sharing.no-day": _("Choose a day on which it is due, not before the present one."),
    "sharing.no-day-to-come": _("Choose today or a later day, or none: as soon as it can be."),
    "sharing.ask-the-desk": _("Request {number} can be renewed at the desk of your library."),
    "sharing.bad-amount": _("An amount lies between 0 and {most_yuan} yuan."),
    "sharing.empty-message": _("Write something first."),
    "sharing.too-long": _("At most {most} characters."),
    "sharing.nobody-to-tell": _("No library has been asked yet; there is nobody to write to."),
    "sharing.not-over": _(
        "Request {number} is {request_state}: whether it helped can be said once it is there."
    ),
    # placing
    "sharing.bad-choice": _("“{value}” is none of the choices: {known}."),
    "sharing.incomplete": _("Without this no library can look for it: {citation_fields}."),
    "sharing.bad-citation": _("This cannot be right; read it again: {citation_fields}."),
    "sharing.copyright": _("Agree to the notice on copies first: a copy is for your own study or research."),
    "sharing.no-such-place": _("There is no “{place}” to fetch it at. Choose one of these: {known}."),
    "sharing.needed-far": _("{date} is more than a year away. Choose an earlier day, or none."),
    "sharing.no-retry-terms": _(
        "Say when to ask again, or on what terms: a day, a cost, a condition or a word. Without any of them "
        "it is a no."
    ),
    "sharing.retry-past": _("{date} is not to come any more. Choose a day after today."),
    "sharing.retry-far": _("{date} is more than a year away. If it takes so long, say no instead."),
    "sharing.card-ends": _(
        "Your registration ends on {date}, too soon for this. Renew it at {library} first; then place the "
        "request again."
    ),
    "sharing.no-right": _("This cannot be requested now. {told}"),
    "sharing.costs": _("This costs {cost_yuan} yuan. Confirm that first."),
    "sharing.over-ceiling": _("At most {most_yuan} yuan can be asked of a reader for one request."),
    # leaving
    "sharing.things-out": _(
        "{library} still has {count} requests under way with books in them, first {number}. Let them come to "
        "their end, or name the library that takes them over."
    ),
    "sharing.both-want": _("Both registrations have a request open for “{title}”. Cancel one of them first."),
}
