"""Editions as result cards: title, makers, facts in one line, the sentence, the chips, one button."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from commonshelf.catalogue.cards import EditionCard
from commonshelf.catalogue.domain.facts import Facts, Name
from commonshelf.search import labels, words
from commonshelf.search.around import Around
from commonshelf.search.domain import shaping
from commonshelf.search.domain.shaping import Holder, Share, State, Verdict
from commonshelf.ui.api import language_of
from commonshelf.ui.templatetags.shelf import marked

NAMES_SHOWN = 4
CHIPS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Chip:
    label: str
    state: str
    mine: bool


@dataclass(frozen=True, slots=True)
class Result:
    """What `search/parts/result.html` shows."""

    id: int
    title: str
    volume: str
    languages: tuple[str, ...]
    line: SafeString
    tone: str
    sentence: SafeString
    chips: tuple[Chip, ...]
    button: str
    main: bool
    url: str

    @property
    def more(self) -> int:
        """Chips beyond those a card shows."""
        return max(0, len(self.chips) - CHIPS_SHOWN)


def result(card: EditionCard, around: Around) -> Result:
    ordered = shaping.holders(card, around.sites)
    verdict = shaping.verdict(ordered)
    button, main, url = _button(card.id, verdict)
    return Result(
        id=card.id,
        title=full_title(card.facts),
        volume=card.facts.volume,
        languages=card.facts.languages,
        line=line(card.facts),
        tone=verdict.tone,
        sentence=words.availability(verdict, around),
        chips=tuple(_chip(share, around) for share in shaping.shares(ordered)),
        button=button,
        main=main,
        url=url,
    )


def full_title(facts: Facts) -> str:
    """Title and subtitle as a title page would set them."""
    if not facts.title:
        return gettext("[No title]")
    if not facts.subtitle:
        return facts.title
    colon = "：" if language_of(facts.title) in {"zh", "ja"} else ": "
    return f"{facts.title}{colon}{facts.subtitle}"


def makers(names: tuple[Name, ...], languages: tuple[str, ...] = (), most: int = NAMES_SHOWN) -> SafeString:
    """ "曹雪芹，高鹗 著，无名氏 续"; each name carries its own language mark."""
    groups = groupby(names[:most], key=lambda name: name.role)
    told = format_html_join(
        gettext(", "), "{}", ((_together(list(group), role, languages),) for role, group in groups)
    )
    return told if len(names) <= most else format_html(gettext("{names} and others"), names=told)


def _together(names: list[Name], role: str, languages: tuple[str, ...]) -> SafeString:
    """Names that share a role, the role said once."""
    joined = format_html_join(gettext(", "), "{}", ((marked(name.name, languages),) for name in names))
    return format_html(labels.role_pattern(role), name=joined, role=labels.role(role))


def line(facts: Facts) -> SafeString:
    """Makers · edition · publisher · year · kind, in one line; what is not known is left out."""
    parts: list[str | SafeString] = [
        makers(facts.names, facts.languages) or marked(facts.statement, facts.languages)
    ]
    parts.extend(marked(text, facts.languages) for text in (facts.edition, facts.publisher))
    parts.append(str(facts.year) if facts.year else facts.date)
    parts.append(str(labels.FORMATS.get(facts.format, facts.format)))
    return format_html_join("\u00a0· ", "{}", ((part,) for part in parts if part))


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
