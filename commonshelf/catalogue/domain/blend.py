"""The display record of an edition: computed from all members' facts whenever it is shown, never stored.

One member leads, the one that says most in its own language; what it leaves unsaid comes from the
others. Subjects, classes, identifiers and links are gathered from all. The order in which members
are given does not matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final, TypeVar

from commonshelf.catalogue.domain.facts import Facts, Name, dump
from commonshelf.kernel.text import bare, han_share

_SAID: Final = (
    "subtitle", "volume", "volume_number", "statement", "edition", "edition_number", "place", "publisher",
    "year", "date", "extent", "languages", "summary", "contents", "original_title",
)  # fmt: skip
_WEIGHTS: Final = {
    "names": 3, "publisher": 2, "year": 2, "isbns": 2, "subjects": 1, "classes": 1, "summary": 1, "extent": 1,
    "languages": 1, "subtitle": 1, "edition": 1, "series": 1, "statement": 1,
}  # fmt: skip
T = TypeVar("T")
_MOST_NOTES: Final = 30
_ENOUGH_HAN: Final = 0.3


def blend(members: Sequence[Facts], forms: Iterable[str] | None = None) -> Facts:
    """The display record of these members (at least one). forms: what `dump` gives of each, if at hand."""
    if len(members) == 1:
        return members[0]
    told = map(dump, members) if forms is None else forms
    ranked = [one for _, one in sorted(zip(map(rank, members, told), members, strict=True), key=_by_rank)]
    lead = ranked[0]
    said: dict[str, Any] = {}
    for name in _SAID:
        if getattr(lead, name) in ("", None, ()):
            found = next(
                (value for one in ranked[1:] if (value := getattr(one, name)) not in ("", None, ())), None
            )
            if found is not None:
                said[name] = found
    isbns = _union(one.isbns for one in ranked)
    return replace(
        lead,
        **said,
        names=_names(ranked),
        other_titles=tuple(_other_titles(ranked, lead)),
        series=_union_folded(one.series for one in ranked),
        isbns=isbns,
        issns=_union(one.issns for one in ranked),
        numbers=_union(one.numbers for one in ranked),
        bad_numbers=tuple(
            number for number in _union(one.bad_numbers for one in ranked) if number not in isbns
        ),
        classes=_union(one.classes for one in ranked),
        subjects=_union_folded(one.subjects for one in ranked),
        notes=_union_folded(one.notes for one in ranked)[:_MOST_NOTES],
        links=_union(one.links for one in ranked),
    )


def _by_rank(ranked: tuple[tuple[int, int, int, str], Facts]) -> tuple[int, int, int, str]:
    return ranked[0]


def rank(facts: Facts, form: str) -> tuple[int, int, int, str]:
    """Smaller leads: own script where the language says so, then the more said; the text breaks ties.

    form: as `dump` gives it.
    """
    chinese = "chi" in facts.languages
    own_script = 1 if chinese and han_share(facts.title) < _ENOUGH_HAN else 0
    said = sum(weight for name, weight in _WEIGHTS.items() if getattr(facts, name))
    return own_script, -said, -len(form), form


def _names(ranked: Sequence[Facts]) -> tuple[Name, ...]:
    """The leader's names (else the first that are said), completed with romanisations others know."""
    names = next((one.names for one in ranked if one.names), ())
    others = {bare(name.name): name.other for one in reversed(ranked) for name in one.names if name.other}
    roles = {bare(name.name): name.role for one in reversed(ranked) for name in one.names if name.role}
    return tuple(
        replace(name, other=name.other or others.get(key, ""), role=name.role or roles.get(key, ""))
        for name in names
        for key in (bare(name.name),)
    )


def _other_titles(ranked: Sequence[Facts], lead: Facts) -> Iterator[str]:
    """Variants of all, and titles of members that are written otherwise (traditional characters)."""
    seen = {lead.title}
    for one in ranked:
        for text in (one.title, *one.other_titles):
            if text and text not in seen:
                seen.add(text)
                yield text


def _union(values: Iterable[Iterable[T]]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(value for some in values for value in some))


def _union_folded(values: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """Without texts that differ only in script, width or marks; the first wins."""
    found: dict[str, str] = {}
    for some in values:
        for text in some:
            found.setdefault(bare(text) or text, text)
    return tuple(found.values())
