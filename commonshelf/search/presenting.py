"""Editions as result cards: title, makers, facts in one line, the sentence, the chips, one button."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.cards import EditionCard
from commonshelf.catalogue.lines import full_title, line
from commonshelf.search import labels, words
from commonshelf.search.around import Around
from commonshelf.search.domain import shaping
from commonshelf.search.domain.shaping import Holder, Share, State, Verdict

CHIPS_SHOWN = 6
_NOTHING = SafeString("")


@dataclass(frozen=True, slots=True)
class Chip:
    label: str
    state: str
    mine: bool


@dataclass(frozen=True, slots=True)
class Result:
    """What `search/parts/result.html` shows. more: libraries beyond those with a chip. editions: how many
    of the same work there are, this one too.

    elsewhere: where a copy is when none is in the libraries asked for, "" when that says nothing new.
    """

    id: int
    title: str
    volume: str
    languages: tuple[str, ...]
    line: SafeString
    tone: str
    sentence: SafeString
    chips: tuple[Chip, ...]
    more: int
    button: str
    main: bool
    url: str
    work: int = 0
    editions: int = 1
    elsewhere: SafeString = _NOTHING


def results(cards: Iterable[EditionCard], around: Around, within: Collection[str] = ()) -> list[Result]:
    """Cards in a row. within: Symbols of the libraries the reader filtered by; their shelves speak first."""
    found = list(cards)
    sizes = catalogue.work_sizes(works=[card.work for card in found if card.work])
    # The way to a work's other editions is shown once, beside the first of them.
    return [result(card, around, within, {card.work or 0: sizes.pop(card.work or 0, 1)}) for card in found]


def result(
    card: EditionCard,
    around: Around,
    within: Collection[str] = (),
    sizes: Mapping[int, int] | None = None,
) -> Result:
    """One card. sizes: work -> editions, where the page leads on to them."""
    everywhere = shaping.holders(card, around.sites)
    ordered = shaping.asked_first(everywhere, within)
    there = [holder for holder in ordered if holder.library in within]
    verdict = shaping.verdict(there or ordered)
    button, main, url = _button(card.id, verdict)
    nearer = shaping.verdict(everywhere)
    shares = shaping.shares(ordered)
    return Result(
        id=card.id,
        title=full_title(card.facts),
        volume=card.facts.volume,
        languages=card.facts.languages,
        line=line(card.facts),
        tone=verdict.tone,
        sentence=words.availability(verdict, around),
        chips=tuple(_chip(share, around) for share in shares[:CHIPS_SHOWN]),
        more=max(0, len(shares) - CHIPS_SHOWN),
        button=button,
        main=main,
        url=url,
        work=card.work or 0,
        editions=(sizes or {}).get(card.work or 0, 1),
        elsewhere=words.elsewhere(nearer, around) if shaping.better(nearer, verdict) else _NOTHING,
    )


def _chip(share: Share, around: Around) -> Chip:
    name = gettext("Your library") if share.mine else around.short(share.library)
    if share.on_shelf:
        label = gettext("{library}: {n} on shelf").format(library=name, n=share.on_shelf)
    else:
        label = gettext("{library}: {state}").format(library=name, state=labels.STATES[share.state.value])
    return Chip(label, labels.STATE_TONES[share.state.value], share.mine)


def desk_url(edition: int, holder: Holder) -> str:
    branch = quote(f"{holder.library}/{holder.site.branch}")  # a code from a record may be anything
    return f"/edition/{edition}/desk?branch={branch}"


def _button(edition: int, verdict: Verdict) -> tuple[str, bool, str]:
    """The one next step: take it here, see how to get it, or see who has it."""
    holder = verdict.holder
    page = f"/edition/{edition}"
    if holder is not None and holder.site.mine and holder.state in {State.ON_SHELF, State.REFERENCE}:
        said = gettext("Take it here") if holder.site.here else gettext("Get it at your library")
        return said, True, desk_url(edition, holder)
    if holder is not None and holder.state in {State.ON_SHELF, State.REFERENCE, State.ONLINE}:
        return gettext("How to get it"), False, page
    return gettext("See who has it"), False, page
