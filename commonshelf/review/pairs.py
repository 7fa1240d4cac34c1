"""A doubtful pair as its page shows it: two sides, the fields between them, the score and its points."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue import labels
from commonshelf.catalogue.api import Gone, Moved
from commonshelf.catalogue.cards import EditionCard, Member
from commonshelf.catalogue.domain.facts import Facts
from commonshelf.catalogue.domain.matching.judging import Verdict
from commonshelf.catalogue.lines import line, titled
from commonshelf.catalogue.weighing import MatchingRules
from commonshelf.kernel.actor import Actor
from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members
from commonshelf.review import points, words
from commonshelf.review.domain.comparing import Line, compare
from commonshelf.review.domain.picture import Scale, scale
from commonshelf.review.originals import Original, original

HOLDERS_SHOWN: Final = 8
SAYING: Final[Mapping[str, Callable[[str], str]]] = {
    "format": lambda code: str(labels.FORMATS.get(code, code)),
    "language": lambda code: str(labels.LANGUAGES.get(code, code)),
    "numbers": words.number,
    "bad_numbers": words.number,
    "class": lambda text: (
        text.replace("clc ", "CLC ", 1).replace("ddc ", "DDC ", 1).replace("lcc ", "LCC ", 1)
    ),
}

HOLDING: Final[Mapping[str, tuple[str, Callable[[Facts], str]]]] = {
    "held-volume": ("volume", lambda facts: facts.volume or facts.volume_number),
    "held-edition": ("edition", lambda facts: facts.edition or facts.edition_number),
    "held-carrier": ("format", lambda facts: SAYING["format"](facts.format)),
}
"""Reasons that lie with other records of the two editions: the field in which these contradict each other."""


@dataclass(frozen=True, slots=True)
class Held:
    """A library that has the edition. call_numbers: a few, for recognising it on the shelf."""

    library: str
    name: str
    copies: int
    call_numbers: str


@dataclass(frozen=True, slots=True)
class Side:
    """One record with the edition it is in now. edition None: it is in none any more."""

    letter: str
    member: Member
    library: str
    title: str
    line: SafeString
    flavour: str
    edition: EditionCard | None
    holders: tuple[Held, ...]
    original: Original | None
    all_say: tuple[str, tuple[str, ...]]
    """(field, what its records say there), where that is why people are asked; ("", ()) else."""

    @property
    def records(self) -> int:
        return len(self.edition.members) if self.edition else 0

    @property
    def copies(self) -> int:
        return sum(held.copies for held in self.holders)

    @property
    def shown(self) -> tuple[Held, ...]:
        return self.holders[:HOLDERS_SHOWN]

    @property
    def more(self) -> int:
        return max(0, len(self.holders) - HOLDERS_SHOWN)


@dataclass(frozen=True, slots=True)
class RowShown:
    """A field of both records. state: same, differs, one, other."""

    field: str
    label: str
    state: str
    said: str
    one: tuple[Line, ...]
    other: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """The score-card's answer as a picture with its table."""

    verdict: Verdict
    veto: str
    guard: str
    outcome: str
    scale: Scale
    points: tuple[points.PointShown, ...]
    intercept: float
    total: float
    ask: float
    join: float
    script: str

    @property
    def zone(self) -> str:
        """In which stretch of the scale the score lies, whatever a veto says."""
        score = self.verdict.score
        return "apart" if score < self.ask else "ask" if score < self.join else "join"

    @property
    def intercept_said(self) -> str:
        return points.signed(self.intercept)

    @property
    def total_said(self) -> str:
        return points.signed(self.total)


def name_of(symbol: str) -> str:
    """A library's name in the page's language, the symbol of one that is no member any more."""
    language = get_language() or "zh-hans"
    names = {card.symbol: card.name.in_language(language) for card in members.libraries()}
    return names.get(symbol, symbol)


def side(letter: str, member: Member, edition: EditionCard | None, actor: Actor, reason: str = "") -> Side:
    return Side(
        letter=letter,
        member=member,
        library=name_of(member.library),
        title=titled(member.facts),
        line=line(member.facts),
        flavour=str(labels.FLAVOURS.get(member.facts.flavour, member.facts.flavour)),
        edition=edition,
        holders=_holders(edition) if edition else (),
        original=original(member, actor),
        all_say=_all_say(edition, reason),
    )


def sides(
    one: Member, other: Member, editions: Sequence[int], actor: Actor, reason: str
) -> tuple[Side, Side]:
    first, second = (_where(member, id) for member, id in zip((one, other), editions, strict=True))
    return side("A", one, first, actor, reason), side("B", other, second, actor, reason)


def _all_say(edition: EditionCard | None, reason: str) -> tuple[str, tuple[str, ...]]:
    if edition is None or reason not in HOLDING:
        return "", ()
    field, read = HOLDING[reason]
    said = dict.fromkeys(text for held in edition.members if (text := read(held.facts)))
    return str(words.FIELDS[field]), tuple(said)


def _where(member: Member, id: int) -> EditionCard | None:
    """The edition the record is in now: this one, or the one it was joined into since."""
    try:
        card = catalogue.edition(id=id)
    except Moved as moved:
        card = catalogue.edition(id=moved.to)
    except (Absent, Gone):
        return None
    return card if any(held.record == member.record for held in card.members) else None


def _holders(edition: EditionCard) -> tuple[Held, ...]:
    """Every library with a record, those with most copies first."""
    copies: Counter[str] = Counter(dict.fromkeys(edition.libraries, 0))
    numbers: dict[str, dict[str, None]] = {}
    for copy in edition.copies:
        copies[copy.library] += copy.copies
        if copy.call_number:
            numbers.setdefault(copy.library, {})[copy.call_number] = None
    ordered = sorted(copies.items(), key=lambda found: (-found[1], found[0]))
    return tuple(
        Held(symbol, name_of(symbol), count, " · ".join(list(numbers.get(symbol, ()))[:3]))
        for symbol, count in ordered
    )


def rows(one: Facts, other: Facts) -> tuple[RowShown, ...]:
    return tuple(
        RowShown(
            row.field,
            str(words.FIELDS[row.field]),
            row.state,
            str(words.ROW_STATES[row.state]),
            row.one,
            row.other,
        )
        for row in compare(one, other, SAYING)
    )


def weighed(verdict: Verdict, script: str, rules: MatchingRules) -> Weighed:
    card = rules.cards[script]
    gave = sum(point.value * point.weight for point in verdict.points)
    return Weighed(
        verdict=verdict,
        veto=str(words.VETOES.get(verdict.veto, "")),
        guard=str(words.GUARDS.get(verdict.guard, "")),
        outcome=str(words.OUTCOMES[verdict.outcome.value]),
        scale=scale(verdict.score, card.ask, card.join),
        points=points.shown(verdict.points),
        intercept=card.intercept,
        total=card.intercept + gave,
        ask=card.ask,
        join=card.join,
        script=str(words.SCRIPTS[script]),
    )
