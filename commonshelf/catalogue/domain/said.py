"""What the members of an edition say, each different thing once: lines gathered without reading facts again.

The index needs every title, name and number any member gives, and an edition changes each time
one more library brings its record. Reading all members anew each time would cost the square of
their number; lines are added in one look. The first line tells of the member that leads (see
`blend`), the others begin with a letter for what they are. Change of form: raise facts.RULES.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from commonshelf.catalogue.domain.blend import rank
from commonshelf.catalogue.domain.facts import Facts, dump

MOST: Final = 600
"""Lines of one edition; no real one has so many."""
_TITLE, _OTHER, _MAKER, _SUBJECT, _PUBLISHER, _SERIES, _REST, _NUMBER, _CLASS = "TOMSPRXNC"
_CUT: Final = str.maketrans("\n\r\t\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", " " * 11)


@dataclass(frozen=True, slots=True)
class Said:
    """title, year, format, languages: of the member that leads. titles: (title, subtitle, volume) of each."""

    title: str = ""
    year: int | None = None
    format: str = ""
    languages: tuple[str, ...] = ()
    titles: tuple[tuple[str, str, str], ...] = ()
    other_titles: tuple[str, ...] = ()
    makers: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()
    """Statements, places with dates, editions, summaries, contents, notes."""
    numbers: tuple[str, ...] = ()
    """ISBNs, ISSNs, other numbers with their prefix, class numbers, cancelled ones too."""
    classes: tuple[str, ...] = ()
    """Numbers of the Chinese Library Classification."""


def lines(facts: Facts, form: str = "") -> str:
    """One member's lines. form: its stored form, where the caller has it."""
    languages = " ".join(facts.languages)
    year = "" if facts.year is None else str(facts.year)
    found = [
        "\t".join((rank_line(facts, form), _flat(facts.title), year, facts.format, languages)),
        _TITLE + "\t".join(map(_flat, (facts.title, facts.subtitle, facts.volume))),
    ]
    for kind, texts in (
        (_OTHER, (*facts.other_titles, facts.original_title)),
        (_MAKER, [text for name in facts.names for text in (name.name, name.other)]),
        (_SUBJECT, facts.subjects),
        (_PUBLISHER, (facts.publisher,)),
        (_SERIES, facts.series),
        (_REST, (facts.statement, f"{facts.place} {facts.date or year}".strip(), facts.edition)),
        (_REST, (facts.summary, facts.contents, *facts.notes)),
        (_NUMBER, (*facts.isbns, *facts.issns, *facts.bad_numbers, *facts.numbers)),
        (_NUMBER, [one.number for one in facts.classes]),
        (_CLASS, [one.number for one in facts.classes if one.scheme == "clc"]),
    ):
        found += [kind + _flat(text) for text in texts if text]
    return "\n".join(dict.fromkeys(found))


def _flat(text: str) -> str:
    return text if text.isprintable() else text.translate(_CUT)


def rank_line(facts: Facts, form: str) -> str:
    """Sorts as `blend` ranks, but for the last tie; beginning with a digit no other line begins with."""
    script, said, length, _ = rank(facts, form or dump(facts))
    return f"{script}{1000 + said:04d}{10_000_000 + length:08d}"


def gathered(have: str, more: str) -> str:
    """Both together: the better lead, and every line once. `have` itself when `more` adds nothing."""
    if not have:
        return more
    old, new = have.split("\n"), more.split("\n")
    known = set(old)
    added = [line for line in new[1:] if line not in known]
    lead = min(old[0], new[0])
    if not added and lead == old[0]:
        return have
    return "\n".join([lead, *old[1:], *added][:MOST])


def read(told: str) -> Said:
    """Lines as the index takes them."""
    if not told:
        return Said()
    first, *rest = told.split("\n")
    _, title, year, format, languages = first.split("\t")
    kinds: dict[str, list[str]] = {kind: [] for kind in "TOMSPRXNC"}
    for line in rest:
        kinds[line[0]].append(line[1:])
    titles = [line.split("\t") for line in kinds[_TITLE]]
    return Said(
        title=title,
        year=int(year) if year else None,
        format=format,
        languages=tuple(languages.split()),
        titles=tuple([(parts[0], parts[1], parts[2]) for parts in titles]),
        other_titles=tuple(kinds[_OTHER]),
        makers=tuple(kinds[_MAKER]),
        subjects=tuple(kinds[_SUBJECT]),
        publishers=tuple(kinds[_PUBLISHER]),
        series=tuple(kinds[_SERIES]),
        rest=tuple(kinds[_REST]),
        numbers=tuple(kinds[_NUMBER]),
        classes=tuple(kinds[_CLASS]),
    )
