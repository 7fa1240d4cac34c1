"""How records are matched: the weights and thresholds in force, and two editions tried by them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.weighing import MatchingRules, ScoreCard
from commonshelf.kernel.actor import Actor
from commonshelf.members import api as members
from commonshelf.review import consequences, pairs, points, words
from commonshelf.review.domain.picture import Bar, Scale, bars, scale
from commonshelf.review.permits import ALL, may_rehearse
from commonshelf.review.picking import CHOSEN, Picked, pick
from commonshelf.ui.api import Request, sentence

FIELDS: Final = ("one", "other")


@dataclass(frozen=True, slots=True)
class Weight:
    """One line of the score-card: what a feature gives with each set of weights, with its bar."""

    said: str
    cells: tuple[tuple[str, Bar], ...]


@dataclass(frozen=True, slots=True)
class CardShown:
    """A set of weights. begins: what every pair begins with."""

    name: str
    scale: Scale
    ask: float
    join: float
    begins: str


@dataclass(frozen=True, slots=True)
class FieldShown:
    """A box for one edition. url: where a found edition leads, its number in place of CHOSEN."""

    name: str
    letter: str
    picked: Picked
    problem: str
    url: str


@dataclass(frozen=True, slots=True)
class Tried:
    """Two editions weighed on the spot by the records that come nearest. same: one edition twice."""

    one: pairs.Side
    other: pairs.Side
    rows: tuple[pairs.RowShown, ...]
    weighed: pairs.Weighed
    same: bool


@require_safe
def rules(request: Request) -> HttpResponse:
    members.demand(actor=request.actor, action="catalogue.review", object=ALL)
    table = catalogue.matching_rules()
    picked = [pick(request.GET.get(name, "")) for name in FIELDS]
    weights = _weights(table)
    shown = {
        "cards": [_card(name, card) for name, card in table.cards.items()],
        "weights": [weight for weight in weights if any(bar.width for _, bar in weight.cells)],
        "idle": [weight.said for weight in weights if not any(bar.width for _, bar in weight.cells)],
        "vetoes": [words.VETOES[name] for name in table.vetoes],
        "version": table.version,
        "fields": [
            _field(request, name, letter, one) for name, letter, one in zip(FIELDS, "AB", picked, strict=True)
        ],
        "tried": _tried(request.actor, table, *picked),
        "may_rehearse": may_rehearse(request.actor),
    }
    return render(request, "review/rules.html", shown)


def _card(name: str, card: ScoreCard) -> CardShown:
    said = str(words.SCRIPTS[name])
    return CardShown(
        said, scale(card.join, card.ask, card.join), card.ask, card.join, points.signed(card.intercept)
    )


def _weights(table: MatchingRules) -> list[Weight]:
    """The weightiest first; both cards are drawn to one measure."""
    names = sorted(
        next(iter(table.cards.values())).weights,
        key=lambda name: -max(abs(card.weights[name]) for card in table.cards.values()),
    )
    drawn = iter(bars([card.weights[name] for name in names for card in table.cards.values()]))
    return [
        Weight(
            points.sentence(name),
            tuple((points.signed(card.weights[name]), next(drawn)) for card in table.cards.values()),
        )
        for name in names
    ]


def _field(request: Request, name: str, letter: str, picked: Picked) -> FieldShown:
    """One of the two boxes, with the address that a choice below it leads to."""
    query = request.GET.copy()
    query.pop("lang", None)
    query[name] = CHOSEN
    return FieldShown(
        name=name,
        letter=letter,
        picked=picked,
        problem=sentence(picked.refusal) if picked.refusal else "",
        url=f"{request.path}?{query.urlencode()}#try",
    )


def _tried(actor: Actor, table: MatchingRules, one: Picked, other: Picked) -> Tried | None:
    if one.edition is None or other.edition is None:
        return None
    first, second = consequences.nearest(one.edition, other.edition)
    verdict, script = catalogue.weigh(one=first.facts, other=second.facts)
    return Tried(
        one=pairs.side("A", first, one.edition, actor),
        other=pairs.side("B", second, other.edition, actor),
        rows=pairs.rows(first.facts, second.facts),
        weighed=pairs.weighed(verdict, script, table),
        same=one.edition.id == other.edition.id,
    )
