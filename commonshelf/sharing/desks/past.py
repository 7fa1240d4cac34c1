"""What happened to a request, line by line, as its desks read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from commonshelf.sharing.cards import Moment
from commonshelf.sharing.desks import naming, past_words, words
from commonshelf.sharing.request_words import bounds
from commonshelf.ui.templatetags.shelf import day


@dataclass(frozen=True, slots=True)
class Line:
    """Of its history. words: what somebody wrote or chose with it."""

    at: datetime
    line: str
    words: str


def line(one: Moment, me: str) -> Line:
    who = _("by you") if one.person and one.person == me else ""
    reason = "" if one.action in {"time-out", "weigh", "give-back"} else words.reason(one.reason)
    return Line(one.at, happened(one), " · ".join(filter(None, [*bounds(one), reason, one.note, who])))


def happened(one: Moment) -> str:
    """One moment as a sentence."""
    if one.action == "time-out":
        late = one.before == one.after or one.before not in past_words.TIMED_OUT
        waits = past_words.SILENT if one.partner is not None and late else past_words.LATE
        said = str(waits if late else past_words.TIMED_OUT[one.before])
    else:
        said = past_words.said(one.action, one.reason) or str(words.BUTTONS.get(one.action, one.action))
    if one.facts.get("agreed"):
        said = str(past_words.MOMENTS["agree"])
    if one.facts.get("own_system"):
        said = str(past_words.BY_PEOPLE)
    if one.facts.get("unsaid"):
        said = str(past_words.UNSAID)
    told = str(one.facts.get("retry_date") or "")
    if told:
        said = str(past_words.PUT_OFF_TO)
    when = day(date.fromisoformat(told)) if told else ""
    return said.format(
        library=naming.library(one.library), supplier=naming.giver(one.supplier, one.partner), day=when
    )
