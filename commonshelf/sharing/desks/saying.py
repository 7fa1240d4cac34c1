"""What comes next with a row of the desk, in a sentence; and how much time is left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from commonshelf.sharing.cards import RequestLine
from commonshelf.sharing.desks import naming, words
from commonshelf.sharing.domain.life import Side
from commonshelf.sharing.life.outside import NO_WORD
from commonshelf.ui.templatetags.shelf import clock, day, moment, opens

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

HOUR: Final = 3600

OF_SUPPLIER: Final[dict[str, str | _StrPromise]] = {
    "asked": _("Fetch it from its shelf and send it to {place}."),
    "asked Copy": _("Copy what is asked for {library}."),
    "conditional": _("{library} has to agree to your condition."),
    "will-supply": _("Send it to {place}."),
    "will-supply Copy": _("Copy it for {library} and deliver the file."),
    "cancelling": _("{library} does not need it any more. Let it go, or say that it is on its way already."),
    "shipped": _("On its way to {place}, sent on {sent}."),
    "received": _("At {library}, kept for the reader."),
    "lent": _("With the reader of {library}, due on {due}."),
    "overdue": _("Overdue since {due}. {library} reminds its reader."),
    "recalled": _("You recalled it; it has to be back by {due}."),
    "claimed": _("The reader says it is back; {library} searches its shelves."),
    "back": _("Given back at {library}, which sends it home next."),
    "returning": _("On its way home from {library}. Scan it when it comes."),
}
OF_REQUESTER: Final[dict[str, str | _StrPromise]] = {
    "review": _("{why} Look at it, then send it out or refuse it."),
    "review retry-terms": _(
        "No other library has it, and one would supply it on terms. Agree to them or not."
    ),
    "awaiting-licence": _("The agency decides whether it may be sent or copied."),
    "queued": _("The next library is looked for and asked within minutes."),
    "queued retry-later": _("No library has it free now. Who put it off is asked again {by}, by itself."),
    "asked": _("{library} has been asked."),
    "conditional": _("{library} supplies it on a condition. Agree, or have the next library asked."),
    "will-supply": _("{library} fetches it and sends it."),
    "will-supply Copy": _("{library} makes the copy."),
    "cancelling": _("{library} has to let it go."),
    "shipped": _("{library} sent it on {sent}. Scan it when it comes."),
    "received": _("Kept at {place} for the reader to fetch."),
    "lent": _("With the reader, due on {due}."),
    "overdue": _("Overdue since {due}. The reader has been reminded; scan it when it comes back."),
    "recalled": _("{library} wants it back by {due}. Scan it when the reader brings it."),
    "claimed": _("The reader says it is back. Search your shelves and scan it when it turns up."),
    "back": _("Send it home to {library}."),
    "returning": _("On its way home to {library}."),
}
OF_PARTNER: Final[dict[str, str | _StrPromise]] = {
    # of a requester, where a partner outside the alliance has it
    "asked": _("{library} has been asked. Write down here what it says."),
    "conditional": _("{library} supplies it on a condition. Agree, or look elsewhere."),
    "will-supply": _("{library} sends it. Take it in when it comes."),
    "will-supply Copy": _("{library} makes the copy. Bring in its file, or note that it came on paper."),
    "cancelling": _("Tell {library} that it is not needed any more, and write down what it says."),
    "received Copy": _("It came on paper, and is kept at {place} for the reader."),
    "returning": _("On its way home to {library}. Note it when they have it back."),
}
BY_PARTNER: Final[dict[str, str | _StrPromise]] = {
    "asked": _("If nothing is heard {by}, you are reminded."),
    "will-supply": _("It should be here {by}."),
    "will-supply Copy": _("It should be here {by}."),
    "shipped": _("It should be here {by}."),
}
BY_SUPPLIER: Final[dict[str, str | _StrPromise]] = {
    "asked": _("Answer {by}, else the next library is asked."),
    "conditional": _("Unless it does {by}, the next library is asked."),
    "will-supply": _("It should go off {by}."),
    "will-supply Copy": _("It should be delivered {by}."),
    "cancelling": _("If nobody answers {by}, it is let go by itself."),
}
BY_REQUESTER: Final[dict[str, str | _StrPromise]] = {
    "asked": _("It answers {by}; then the next one is asked by itself."),
    "awaiting-licence": _("It decides {by}."),
    "conditional": _("Answer {by}, else the next library is asked."),
    "will-supply": _("It should go off {by}."),
    "will-supply Copy": _("It should be delivered {by}."),
    "shipped": _("It should be here {by}."),
    "received": _("If nobody fetches it {by}, it goes home."),
    "back": _("It should go off {by}."),
}


@dataclass(frozen=True, slots=True)
class Left:
    """How much time there is. tone: ok, wait (today), late."""

    words: str
    tone: str


def next_said(line: RequestLine) -> str:
    """One sentence, or two where a clock runs."""
    supplier = line.side == Side.SUPPLIER
    head, tail = (OF_SUPPLIER, BY_SUPPLIER) if supplier else (OF_REQUESTER, BY_REQUESTER)
    if line.partner is not None and line.closed_at is None:
        outside = {"asked", "conditional", "will-supply", "shipped"}
        tail = BY_PARTNER if line.state in outside else tail
        head = {**head, **OF_PARTNER}
    said = (
        head.get(f"{line.state} {line.service}")
        or head.get(f"{line.state} {line.why}")
        or head.get(line.state)
    )
    if said is None:
        return words.state(line.state)[0]
    facts = {
        "library": naming.library(line.requester) if supplier else naming.giver(line.supplier, line.partner),
        "place": naming.place(line.pickup, line.pickup_branch),
        "sent": day(line.shipped_at),
        "due": day(line.due_date),
        "why": words.reason(line.why),
        "by": on(line.by_when),
    }
    told = [str(said).format(**facts).strip()]
    then = tail.get(f"{line.state} {line.service}") or tail.get(line.state)
    if line.why == NO_WORD:
        told.append(words.reason(NO_WORD))
    elif line.by_when and not line.late and then:
        told.append(str(then).format(by=by(line.by_when)))
    return gettext("{one} {two}").format(one=told[0], two=told[1]) if len(told) > 1 else told[0]


def on(at: datetime | None) -> str:
    """The day of a moment that is waited for: "on 3 December"."""
    return gettext("on {day}").format(day=day(at)) if at else ""


def by(at: datetime) -> str:
    """ "by tomorrow at 10:00", "by 3 December"."""
    past = at < timezone.now()
    return gettext("by {when}").format(when=moment(at) if past else opens(at))


def left(line: RequestLine, now: datetime) -> Left | None:
    """None: no clock runs for anybody's hands."""
    if line.late:
        return late(line, now)
    if line.by_when is None or line.closed_at:
        return None
    hours = (line.by_when - now).total_seconds() / HOUR
    today = timezone.localdate(line.by_when) == timezone.localdate(now)
    if today and hours < 4:
        n = max(1, int(hours * 60)) if hours < 1 else int(hours)
        said = (
            ngettext("{n} minute left", "{n} minutes left", n)
            if hours < 1
            else ngettext("{n} hour left", "{n} hours left", n)
        )
        return Left(said.format(n=n), "wait")
    return Left(by(line.by_when), "wait" if today else "ok")


def late(line: RequestLine, now: datetime) -> Left:
    """Since the due date of the book, else since its clock ran out."""
    today = timezone.localdate(now)
    if line.due_date and line.state in {"overdue", "recalled"} and line.due_date < today:
        days = (today - line.due_date).days
        return Left(ngettext("{n} day late", "{n} days late", days).format(n=days), "late")
    if line.by_when is None or line.by_when > now:
        return Left(gettext("late"), "late")
    days = (today - timezone.localdate(line.by_when)).days
    if days:
        return Left(ngettext("{n} day late", "{n} days late", days).format(n=days), "late")
    return Left(gettext("late since {time}").format(time=clock(line.by_when)), "late")
