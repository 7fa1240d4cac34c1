"""What the agency's desk says when it refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SENTENCES: Final[dict[str, str | _StrPromise]] = {
    # licence decisions
    "sharing.decided-already": _("This was decided at {at}. Nothing was changed; read the decision below."),
    "sharing.no-such-decision": _(
        "There is no licence decision with the number {id}. `commonshelf approvals list` shows those that "
        "wait."
    ),
    "sharing.no-verdict": _("Choose whether to approve, to approve with limits, or to refuse."),
    "sharing.no-reason": _("Write why: the reader reads it, and may appeal against it."),
    "sharing.no-limits": _("Name at least one limit: pages, days, or only on site."),
    "sharing.bad-limit": _("Write a whole number from {least} to {most}, or leave it empty."),
    "sharing.pages-not-told": _(
        "The request does not say how many pages it is about, and you may decide on {limit} at most. "
        "Approve it with a limit of pages."
    ),
    "sharing.costs-too-much": _(
        "This supply costs {cost_yuan} yuan. Who decides in an agency's place may do so up to {most_yuan} "
        "yuan; leave it to the agency."
    ),
    "sharing.own-request": _("You placed this request yourself. Somebody else has to decide on it."),
    "sharing.same-person": _(
        "You took the decision that this appeal is against. Somebody else has to decide."
    ),
    "sharing.no-appeal": _(
        "There is nothing to appeal against, or no more: once, within the days the rules name."
    ),
    "sharing.no-plea": _("Write why it should be decided otherwise."),
    # rules
    "sharing.bad-rules": _("These rules cannot be kept as they are: {fault}"),
    "sharing.changed-meanwhile": _("Somebody changed this while you read it. Look at it again."),
    "sharing.no-words": _("Write why: every member reads it."),
    "sharing.begins-in-the-past": _("Rules take effect now or later, never in the past."),
    "sharing.begins-too-late": _("Rules take effect within {days} days."),
    "sharing.begins-before-another": _(
        "Another version takes effect at {at}. This one must take effect after it."
    ),
    "sharing.not-tried": _(
        "Try the draft as it stands on past requests first, and read what it would change."
    ),
    "sharing.in-force-already": _("Version {policy} is in force or was. Write a new version instead."),
    "sharing.another-draft": _("There is another draft. Drop it first, or adopt it."),
    # money between libraries
    "sharing.month-runs": _("The month is not over. What it comes to is known on the first of the next."),
    "sharing.owes-nothing": _("For this month there is nothing to pay to that library."),
    "sharing.said-already": _("That it is paid was said already. Now the other library confirms it."),
    "sharing.not-said": _("Nobody has said that it is paid, or it was confirmed already."),
    "sharing.no-doubt": _("Write what has not arrived, so that the other library can look into it."),
    # calling
    "sharing.not-registered": _(
        "You are no reader yourself, so nothing can be called in your name. Read the card of a reader."
    ),
    "sharing.no-ballot": _("No ballot has the number {ballot}, or it did not pass."),
}

FAULTS: Final[dict[str, str | _StrPromise]] = {
    "unknown": _("This rule is not known here."),
    "number": _("Write a number within the bounds that stand beside it."),
    "choice": _("Choose one of those offered."),
    "no-name": _("Give the rule a name of at most 60 characters: decisions name it."),
    "same-name": _("Another rule has this name. Decisions name their rule, so names must differ."),
    "no-limits": _("A rule that limits names at least one limit: pages, days, or only on site."),
    "too-many": _("There are too many rules; 40 are the most."),
    "order": _("A slower level of service cannot have less time than a faster one."),
}
WORDS: Final[dict[str, dict[str, str | _StrPromise]]] = {"fault": FAULTS}
