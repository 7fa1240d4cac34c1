"""One edition as its page shows it: holders with their copies, facts, and why the records are one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from commonshelf.browse import api as browse
from commonshelf.catalogue.cards import Copy, EditionCard, Member
from commonshelf.catalogue.domain.facts import Facts
from commonshelf.members import api as members
from commonshelf.members.cards import BranchCard, Said
from commonshelf.search import asking, labels, presenting, words
from commonshelf.search.around import Around
from commonshelf.search.asking import Asked
from commonshelf.search.domain import shaping
from commonshelf.search.domain.differing import Difference, classed, differences
from commonshelf.search.domain.shaping import Holder, State

TO_SHOW = frozenset({State.ON_SHELF, State.REFERENCE, State.UNKNOWN})
"""What it makes sense to ask for at a desk."""


@dataclass(frozen=True, slots=True)
class Line:
    """Copies that stand together: one shelf, one number, one state."""

    volume: str
    location: str
    floor: str
    call_number: str
    state: str
    label: str
    tone: str
    copies: int


@dataclass(frozen=True, slots=True)
class HolderRow:
    """A holder on the edition page. desk: the address of what to show there, "" when there is nothing."""

    name: str
    library: str
    building: str
    mine: bool
    here: bool
    tone: str
    label: str
    lines: tuple[Line, ...]
    hours: str
    km: float | None
    as_of: datetime | None
    url: str
    desk: str

    @property
    def numbered(self) -> bool:
        """Whether some call number can carry the link to the desk."""
        return any(line.call_number for line in self.lines)


@dataclass(frozen=True, slots=True)
class Why:
    """One joined record."""

    member: Member
    library: str
    flavour: str
    mended: str
    differs: tuple[tuple[str, str], ...]


def holder_rows(card: EditionCard, ordered: Iterable[Holder], around: Around) -> list[HolderRow]:
    return [_row(card, holder, around) for holder in ordered]


def _row(card: EditionCard, holder: Holder, around: Around) -> HolderRow:
    site = holder.site
    branch = around.branch(site.library, site.branch)
    return HolderRow(
        name=around.name(site.library),
        library=site.library,
        building=around.branch_name(site.library, site.branch),
        mine=site.mine,
        here=site.here,
        tone=labels.STATE_TONES[holder.state.value],
        label=str(labels.STATES[holder.state.value]),
        lines=tuple(lines(holder, branch, around.language)),
        hours=words.open_clause(site.opening) if site.opening else "",
        km=None if site.here else site.km,
        as_of=max((copy.as_of for copy in holder.copies), default=None),
        url=web_address(holder.url),
        desk=presenting.desk_url(card.id, holder) if holder.state in TO_SHOW else "",
    )


def lines(holder: Holder, branch: BranchCard | None, language: str) -> list[Line]:
    """Equal copies counted together, in the holder's order (best first)."""
    plans = (branch.floors.en, branch.floors.zh) if branch else ("", "")
    floors, beside = plans if language.startswith("en") else reversed(plans)
    counted: dict[tuple[str, str, str, str], int] = {}
    for copy in holder.copies:
        key = _shelf_key(copy)
        counted[key] = counted.get(key, 0) + copy.copies
    return [
        Line(
            volume=volume,
            location=location,
            floor=shaping.floor_of(floors, location, beside),
            call_number=number,
            state=state,
            label=str(labels.STATES[state]),
            tone=labels.STATE_TONES[state],
            copies=n,
        )
        for (volume, location, number, state), n in counted.items()
    ]


def _shelf_key(copy: Copy) -> tuple[str, str, str, str]:
    return copy.volume, copy.shelving_location, copy.call_number, shaping.state_of(copy).value


def why(card: EditionCard, around: Around) -> list[Why]:
    """Every record that joined this edition, and where it says something else."""
    return [
        Why(
            member=member,
            library=around.name(member.library),
            flavour=str(labels.FLAVOURS.get(member.facts.flavour, member.facts.flavour)),
            mended=", ".join(mended_words(code) for code in member.mended),
            differs=tuple(_said(difference) for difference in differences(card.facts, member.facts)),
        )
        for member in card.members
    ]


def _said(difference: Difference) -> tuple[str, str]:
    return field_words(difference.field), difference.said


def field_words(field: str) -> str:
    return {
        "title": gettext("Title"),
        "subtitle": gettext("Subtitle"),
        "volume": gettext("Volume"),
        "makers": gettext("Names"),
        "edition": gettext("Edition"),
        "publisher": gettext("Publisher"),
        "year": gettext("Year"),
        "extent": gettext("Extent"),
    }[field]


def mended_words(code: str) -> str:
    """What the reader of records had to put right, in words; an unknown code stays as it is."""
    return {
        "length": gettext("record length"),
        "directory": gettext("directory"),
        "characters": gettext("characters that could not be read"),
        "terminator": gettext("missing end mark"),
        "leader": gettext("leader"),
        "indicators": gettext("indicators"),
        "charset": gettext("character set"),
    }.get(code, code)


@dataclass(frozen=True, slots=True)
class Linked:
    """Words that lead somewhere. url "": nowhere."""

    text: str
    url: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class ClassRow:
    number: str
    scheme: str
    libraries: str
    url: str


@dataclass(frozen=True, slots=True)
class DayRow:
    """reason: why it is not as in any week, where it is not."""

    name: str
    spans: tuple[tuple[time, time], ...]
    reason: Said | None


def web_address(url: str) -> str:
    """The address if a reader may safely follow it (a record may carry anything), else ""."""
    return url if url.lower().startswith(("http://", "https://")) else ""


def names(facts: Facts) -> list[Linked]:
    return [
        Linked(labels.with_role(name.name, name.role), browse.author_url(name=name.name))
        for name in facts.names
    ]


def subjects(facts: Facts) -> list[Linked]:
    return [Linked(subject, browse.subject_url(term=subject)) for subject in facts.subjects]


def _by(index: str, text: str) -> str:
    return asking.by(index, text, get_language() or "zh-hans").url()


def links(facts: Facts) -> list[Linked]:
    return [Linked(link.label or link.url, url) for link in facts.links if (url := web_address(link.url))]


def details(facts: Facts) -> list[Linked]:
    """What else the records say, in reading order; what they do not say is left out."""
    published = " · ".join(
        part for part in (facts.place, facts.publisher, facts.date or str(facts.year or "")) if part
    )
    rows = [
        (gettext("Kind"), str(labels.FORMATS.get(facts.format, facts.format)), ""),
        (gettext("Original title"), facts.original_title, Asked(words=facts.original_title).url()),
        (gettext("Edition"), facts.edition, ""),
        (gettext("Published"), published, ""),
        (gettext("Extent"), facts.extent, ""),
        (
            gettext("Language"),
            gettext(", ").join(str(labels.LANGUAGES.get(code, code)) for code in facts.languages),
            "",
        ),
        *((gettext("Series"), series, _by("series", series)) for series in facts.series),
        ("ISBN", gettext(", ").join(facts.isbns), ""),
        ("ISSN", gettext(", ").join(facts.issns), ""),
    ]
    return [Linked(text, url, label) for label, text, url in rows if text]


def class_rows(card: EditionCard, around: Around) -> list[ClassRow]:
    """The alliance's class and each library's own side by side (A61)."""
    rows = []
    origins = {
        (member.library, number): number.origin for member in card.members for number in member.facts.classes
    }
    for found in classed(card.members):
        scheme, number = found.number.scheme, found.number.number
        rows.append(
            ClassRow(
                number=number,
                scheme=str(labels.SCHEMES.get(scheme, scheme)),
                libraries=gettext(", ").join(
                    _classing(around.short(symbol), origins.get((symbol, found.number), ""))
                    for symbol in found.libraries
                ),
                url=browse.class_url(number=number) if scheme == "clc" else "",
            )
        )
    return rows


def _classing(library: str, origin: str) -> str:
    """Who gives a number; where its own table leads there, from which of its numbers."""
    if not origin:
        return library
    return gettext("{library} (from its own {number})").format(library=library, number=origin)


def week(branch: BranchCard) -> list[DayRow]:
    """Today and the six days after it, feasts and exceptions included."""
    told = members.week(branch=branch, day=timezone.localdate())
    return [DayRow(date_format(day.date, "l"), day.spans, day.reason) for day in told]
