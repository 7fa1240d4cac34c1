"""A work as readers meet it: the other editions beside one, and the page of them all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.cards import EditionCard
from commonshelf.catalogue.lines import full_title, makers
from commonshelf.search import described, labels, words
from commonshelf.search.around import Around
from commonshelf.search.domain import shaping, working
from commonshelf.search.domain.working import Group, Soonest, VolumeSet
from commonshelf.search.presenting import Result, desk_url, result

OTHERS_SHOWN: Final = 5
_UNTOLD: Final = "und"
_OWN: Final = {"zh": "chi", "en": "eng"}


@dataclass(frozen=True, slots=True)
class VolumeRow:
    """One volume of a set, as a short link. state: a tone (ok, wait, no, unknown) and its word."""

    id: int
    label: str
    tone: str
    state: str
    current: bool


@dataclass(frozen=True, slots=True)
class SetRow:
    """A set: who brought it out and when, and its volumes in their order."""

    line: str
    ready: str
    volumes: tuple[VolumeRow, ...]


@dataclass(frozen=True, slots=True)
class Other:
    """What stands beside an edition. sooner: another that will do and is to be had before this one."""

    work: int
    total: int
    rows: tuple[Result, ...]
    set: SetRow | None
    sooner: SafeString
    sooner_url: str


@dataclass(frozen=True, slots=True)
class GroupRow:
    """Editions in one language. soonest: which of them the reader has first, "" when none or only one."""

    code: str
    name: str
    soonest: SafeString
    soonest_url: str
    sets: tuple[SetRow, ...]
    singles: tuple[Result, ...]


def others(card: EditionCard, around: Around) -> Other | None:
    """None for an edition that stands alone."""
    if not card.work:
        return None
    cards = catalogue.work_editions(work=card.work, known=card)
    rest = [other for other in cards if other.id != card.id]
    if not rest:
        return None
    found = working.set_of(card, cards)
    inside = {volume.id for volume in found.volumes} if found else set()
    best = working.sooner(card, rest, around.sites)
    beside = [other for other in rest if other.id not in inside]
    beside.sort(key=lambda other: _nearest_kin(card, other, around))
    return Other(
        work=card.work,
        total=max(len(cards), catalogue.work_sizes(works=[card.work]).get(card.work, 0)),
        rows=tuple(result(other, around) for other in beside[:OTHERS_SHOWN]),
        set=_set_row(found, around, current=card.id) if found else None,
        sooner=words.sooner(best, around) if best else SafeString(""),
        sooner_url=_way_to(best) if best else "",
    )


def _nearest_kin(card: EditionCard, other: EditionCard, around: Around) -> tuple[Any, ...]:
    """Those that will do instead first, by how soon; then the same language; then the newest."""
    holders = shaping.holders(other, around.sites)
    ready = shaping.usefulness(holders[0]) if holders else ()
    same = working.language(card.facts) == working.language(other.facts)
    return not working.will_do(card.facts, other.facts), not same, ready, -(other.facts.year or 0), other.id


def shown(id: int, cards: Sequence[EditionCard], total: int, around: Around, at: str) -> dict[str, Any]:
    """What `search/work.html` shows. at: the address of this site without a slash."""
    first = _OWN.get(around.language.partition("-")[0], "")
    groups = working.groups(cards, first)
    named = _spokesman(cards, groups)
    return {
        "work": id,
        "permalink": f"{at}/works/{id}",
        "described": described.work(id, named, cards, at),
        "around": around,
        "card": named,
        "title": _work_title(named),
        "makers": makers(named.facts.names, named.facts.languages),
        "counted": _counted(total, groups),
        "more": total - len(cards),
        "groups": [_group_row(group, around) for group in groups],
    }


def _spokesman(cards: Sequence[EditionCard], groups: Sequence[Group]) -> EditionCard:
    """The edition whose title names the work: in the first language, held by most."""
    return min(
        groups[0].cards if groups else cards,
        key=lambda card: (-len(card.members), bool(card.facts.volume), card.id),
    )


def _work_title(card: EditionCard) -> str:
    return card.facts.title or full_title(card.facts)


def _counted(total: int, groups: Sequence[Group]) -> str:
    editions = ngettext("{n} edition", "{n} editions", total).format(n=total)
    tongues = sum(1 for group in groups if group.language)
    if tongues < 2:
        return editions
    inside = ngettext("{n} language", "{n} languages", tongues).format(n=tongues)
    return gettext("{editions} in {languages}").format(editions=editions, languages=inside)


def _group_row(group: Group, around: Around) -> GroupRow:
    whole = [card for card in group.cards if not card.facts.volume_number]
    sets = [found for found in group.sets if found.whole]
    best = working.soonest(whole, around.sites, sets) if len(whole) + len(sets) > 1 else None
    return GroupRow(
        code=group.language or _UNTOLD,
        name=str(labels.LANGUAGES.get(group.language or _UNTOLD, group.language)),
        soonest=words.sooner(best, around) if best else SafeString(""),
        soonest_url=_way_to(best) if best else "",
        sets=tuple(_set_row(found, around) for found in group.sets),
        singles=tuple(result(card, around) for card in group.singles),
    )


def _way_to(best: Soonest) -> str:
    """To the desk where there is one to go to, else to the edition (of a set to its first volume)."""
    if best.holder.state is shaping.State.ONLINE or len(best.cards) > 1:
        return f"/edition/{best.card.id}"
    return desk_url(best.card.id, best.holder)


def _set_row(found: VolumeSet, around: Around, current: int = 0) -> SetRow:
    rows = tuple(_volume_rows(found.volumes, around, current))
    ready = sum(1 for row in rows if row.tone == "ok")
    years = "–".join(str(year) for year in found.years)
    publisher = found.volumes[0].facts.publisher
    count = ngettext("{n} volume", "{n} volumes", len(rows)).format(n=len(rows))
    return SetRow(
        line="\u00a0· ".join(part for part in (publisher, years, count) if part),
        ready=_ready(ready, len(rows)),
        volumes=rows,
    )


def _ready(ready: int, total: int) -> str:
    if ready == total:
        return gettext("All volumes can be had now.")
    if not ready:
        return gettext("No volume can be had at the moment.")
    return ngettext(
        "{n} of {total} volumes can be had now.", "{n} of {total} volumes can be had now.", ready
    ).format(n=ready, total=total)


def _volume_rows(cards: Iterable[EditionCard], around: Around, current: int) -> Iterable[VolumeRow]:
    for card in cards:
        verdict = shaping.verdict(shaping.holders(card, around.sites))
        state = verdict.holder.state.value if verdict.holder else "untold"
        yield VolumeRow(
            id=card.id,
            label=card.facts.volume or card.facts.volume_number,
            tone=labels.STATE_TONES[state],
            state=str(labels.STATES[state]),
            current=card.id == current,
        )
