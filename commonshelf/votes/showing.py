"""How a ballot is shown: words for its state and terms, the bars of its result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.members import api as members
from commonshelf.votes.cards import BallotCard, Line, Result
from commonshelf.votes.domain.counting import Share, Side

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

STATES: Final[Mapping[str, tuple[str | _StrPromise, str]]] = {
    "open": (gettext_lazy("voting is open"), "wait"),
    "over": (gettext_lazy("being counted"), "wait"),
    "accepted": (gettext_lazy("passed"), "ok"),
    "declined": (gettext_lazy("not passed"), "no"),
    "no-quorum": (gettext_lazy("too few took part"), "no"),
    "withdrawn": (gettext_lazy("withdrawn"), "unknown"),
}
WIDE: Final = 1000
"""Units across a bar: a thousandth of the whole is the finest that is drawn."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar. tone: what it is drawn like; the table beneath names it."""

    x: int
    width: int
    tone: str
    label: str


@dataclass(frozen=True, slots=True)
class Bar:
    """mark: where the whole must reach to, in the bar's units."""

    segments: tuple[Segment, ...]
    mark: int
    said: str


def state_of(card: BallotCard, now: datetime) -> str:
    """As STATES: open only as long as votes are taken."""
    return "over" if card.open and now >= card.deadline else card.state


def share(of: Share) -> str:
    """ "50 %", "two thirds", "3/7"."""
    usual = {
        (1, 2): _("half"),
        (50, 100): _("half"),
        (2, 3): _("two thirds"),
        (3, 4): _("three quarters"),
        (100, 100): _("all"),
    }
    if (of.parts, of.of) in usual:
        return usual[of.parts, of.of]
    return f"{of.parts} %" if of.of == 100 else f"{of.parts}/{of.of}"


def percent(part: int, whole: int) -> str:
    """Rounded down, so that what lies below a mark never reads as the mark."""
    return f"{part * 1000 // whole / 10:g} %" if whole else "–"


def lines(card: BallotCard, language: str) -> list[dict[str, object]]:
    """The sum table: choice, votes, weight, share of what was cast for or against."""
    result = card.result
    if result is None:
        return []
    return [
        {
            "label": line.choice.said.in_language(language),
            "tone": tone(card, line),
            "heads": line.heads,
            "weight": line.weight,
            "share": "" if line.choice.means is Side.ABSTAIN else percent(line.weight, result.deciding),
            "won": result.leading == line.choice.key,
        }
        for line in result.lines
    ]


def tone(card: BallotCard, line: Line) -> str:
    if line.choice.means is not Side.FOR:
        return line.choice.means.value
    fors = [one.key for one in card.choices if one.means is Side.FOR]
    return "for" if fors.index(line.choice.key) % 2 == 0 else "for-other"


def bars(card: BallotCard, language: str) -> list[Bar]:
    """Who took part, with the quorum marked; and what was said, with the pass mark."""
    result = card.result
    if result is None:
        return []
    took = [Segment(0, _units(result.cast, card.entitled), "part", _("took part"))]
    turnout = Bar(
        tuple(took),
        _units(card.quorum.parts, card.quorum.of),
        _("Took part: {part} of {whole}; needed: {needed}").format(
            part=result.cast, whole=card.entitled, needed=share(card.quorum)
        ),
    )
    deciding = _decided(card, result, language)
    return [turnout, deciding] if deciding else [turnout]


def _decided(card: BallotCard, result: Result, language: str) -> Bar | None:
    whole, x, found = result.deciding, 0, []
    for line in result.lines:
        if line.choice.means is Side.ABSTAIN or not line.weight:
            continue
        width = _units(line.weight, whole)
        found.append(Segment(x, width, tone(card, line), line.choice.said.in_language(language)))
        x += width
    if not found:
        return None
    said = _("For and against: {whole}; needed for the leading answer: {needed}").format(
        whole=whole, needed=share(card.pass_mark)
    )
    return Bar(tuple(found), _units(card.pass_mark.parts, card.pass_mark.of), said)


def _units(part: int, whole: int) -> int:
    return part * WIDE // whole if whole else 0


def outcome(card: BallotCard, language: str) -> str:
    """One sentence: what came of it and why."""
    result = card.result
    if result is None:
        return ""
    facts = {"cast": result.cast, "entitled": card.entitled, "quorum": share(card.quorum)}
    if result.outcome == "no-quorum":
        return _("Too few took part: {cast} of {entitled}; needed were {quorum}.").format(**facts)
    leading = next((line for line in result.lines if line.choice.key == result.leading), None)
    if leading is None:
        return _("Not passed: no answer reached what was needed, or two were level.")
    return _("Passed: “{answer}” has {weight} of the {whole} cast for or against; needed: {needed}.").format(
        answer=leading.choice.said.in_language(language),
        weight=leading.weight,
        whole=result.deciding,
        needed=share(card.pass_mark),
    )


def turnout(card: BallotCard) -> str:
    return ngettext("{n} of {all} has voted", "{n} of {all} have voted", card.voted).format(
        n=card.voted, all=card.electors
    )


def votes_for(actor: Actor, card: BallotCard) -> list[str]:
    """Symbols of the libraries for which this actor may vote here."""
    places = {standing.library for standing in actor.standings}
    places |= {one.library for one in actor.delegations}
    return sorted(
        place
        for place in places - {""}
        if members.allowed(actor=actor, action="votes.cast", object=Ref("ballot", str(card.id), place))
    )
