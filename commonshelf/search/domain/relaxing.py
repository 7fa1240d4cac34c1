"""A question asked otherwise when nothing is as it was typed: step by step, and each step told.

From the surest to the boldest: read as pinyin or as first letters, spelt right, the same sound in other
characters, one character other, most of the words. The first that finds something is the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from commonshelf.engine.contract import (
    All,
    AnyOf,
    Boost,
    Clause,
    Everything,
    Page,
    Phrase,
    Query,
    Score,
    SearchEngine,
    Term,
)
from commonshelf.search.domain import fields, pinyin, spelling
from commonshelf.search.domain.analysis import Unit
from commonshelf.search.domain.query import (
    Ask,
    Step,
    Wanted,
    clause,
    compiled,
    must,
    needed,
    ranked,
    unranked,
    wanted,
)

SHARE: Final = 75
"""Percent of a question that must match in the end."""
LITTLE: Final = 5
"""Fewer editions than this that are written so: those that are read so are shown after them."""
LONGEST_STRETCH: Final = 20
"""Characters of a stretch in which one wrong one is looked for."""
_FIRST: Final = 100_000.0
_EXACT: Final = 1_000.0
_PHRASE: Final = 4.0
_PAIR: Final = 1.5
_VOWELS: Final = frozenset("aeiou")

Known = Callable[[], Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Otherwise:
    """Another way to ask. instead: the words it comes to, "" where there are none to write down."""

    step: Step
    clause: Clause
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A page, and how it was come by when not as typed."""

    page: Page
    otherwise: Otherwise | None = None

    @property
    def steps(self) -> tuple[Step, ...]:
        return (self.otherwise.step,) if self.otherwise else ()


def first_found(engine: SearchEngine, ask: Ask, known: Known) -> Found | None:
    """What the surest other way of asking finds; None when none finds anything.

    known: the words of the index, with how many editions carry each.
    """
    for way in ways(engine, ask.words, known):
        page = engine.search(compiled(ask, way.clause))
        if page.total:
            return Found(page, way)
    return None


def besides(engine: SearchEngine, ask: Ask, plain: Page) -> Found | None:
    """The few editions that are written so, and after them those that may be meant; None without such."""
    if not 0 < plain.total < LITTLE or ask.sort not in {"relevance", "nearest"}:
        return None
    asked = wanted(ask.words)
    if asked.numbers or asked.quoted:
        return None  # who writes a number or quotes means it
    written = All((clause(asked), Score(Everything(), _FIRST)))
    for way in _besides(engine, asked, ask.words):
        page = engine.search(compiled(ask, AnyOf((written, way.clause), best=True)))
        if page.total > plain.total:
            step = replace(way.step, code=f"{way.step.code}-too")
            return Found(page, replace(way, step=step))
    return None


def _besides(engine: SearchEngine, asked: Wanted, words: str) -> Iterator[Otherwise]:
    yield from _by_pinyin(asked, words, strictly=True)
    yield from _by_initials(words, odd=True)
    yield from _by_character(engine, asked, beside=True)


def ways(engine: SearchEngine, words: str, known: Known) -> Iterator[Otherwise]:
    """Ways of asking otherwise, the surest first."""
    asked = wanted(words)
    yield from _by_pinyin(asked, words, strictly=True)
    yield from _by_initials(words, odd=True)
    yield from _by_spelling(engine, words, known)
    yield from _by_character(engine, asked)
    yield from _by_pinyin(asked, words, strictly=False)
    yield from _by_initials(words, odd=False)
    yield from _by_most(asked)


# Pinyin.
def _by_pinyin(asked: Wanted, words: str, *, strictly: bool) -> Iterator[Otherwise]:
    """strictly: the syllables of each word stand side by side."""
    if asked.numbers or asked.quoted:
        return
    read = pinyin.syllables(words)
    if not read:
        return
    clauses = [_sounding(way, _runs(words, way) if strictly else [(one,) for one in way]) for way in read]
    told = " ".join(read[0])
    yield Otherwise(Step("pinyin", {"read": told}), AnyOf(tuple(clauses), best=True))


def _runs(words: str, way: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The syllables as the words were typed, or all as one when each was typed by itself."""
    typed, runs, at = words.split(), [], 0
    if len(typed) >= len(way):
        return [way]
    for run in pinyin.runs(words):
        letters, start = 0, at
        while at < len(way) and letters < len(run):
            letters += len(way[at])
            at += 1
        runs.append(way[start:at])
    return [run for run in runs if run]


def _sounding(way: tuple[str, ...], runs: list[tuple[str, ...]]) -> Clause:
    """Titles and names read so; what is so from end to end stands first."""
    whole = Term(fields.SOUNDS, f"={''.join(way)}")
    if len(way) == 1:
        return Score(whole, _EXACT)  # a single syllable is a part of nearly every title
    musts = tuple(unranked(Phrase(fields.PINYIN, run)) for run in dict.fromkeys(runs))
    pairs = dict.fromkeys(pairwise(way))
    raising: list[Clause] = [Score(whole, _EXACT), Boost(Phrase(fields.PINYIN, way), _PHRASE)]
    raising += [Boost(Phrase(fields.PINYIN, pair), _PAIR) for pair in pairs]
    return All(musts, raising=tuple(raising))


def _by_initials(words: str, *, odd: bool) -> Iterator[Otherwise]:
    """odd: letters that are no word anybody would misspell, having no vowel."""
    runs = pinyin.typed_initials(words)
    if not runs or odd != all(_VOWELS.isdisjoint(run) for run in runs):
        return
    musts = [_lettered(run) for run in runs]
    yield Otherwise(Step("initials", {"letters": " ".join(runs)}), All(tuple(musts)))


def _lettered(run: str) -> Clause:
    """Titles and names with these first letters: whole, else within a longer one."""
    whole = Score(Term(fields.SOUNDS, f"'{run}"), _EXACT)
    threes = pinyin.threes(run)
    if not threes:
        return whole
    within = All(
        tuple(unranked(Term(fields.SOUNDS, three)) for three in dict.fromkeys(threes)),
        raising=(Boost(Term(fields.SOUNDS, threes[0]), 1.0),),
    )
    return AnyOf((whole, within), best=True)


# Spelling.
def _by_spelling(engine: SearchEngine, words: str, known: Known) -> Iterator[Otherwise]:
    """Each word no edition holds put right, when all of them can be."""
    unknown = [unit for unit in dict.fromkeys(wanted(words).units) if spelling.guessable(unit)]
    unknown = [unit for unit in unknown if not _total(engine, Term(fields.ALL_PAIRS, unit.text))]
    if not unknown:
        return
    told = known()
    instead = {unit.surface: spelling.nearest_word(unit.surface, told) for unit in unknown}
    if all(instead.values()):
        right = spelling.corrected(words, instead)
        yield Otherwise(Step("spelling", {"asked": words, "instead": right}), clause(wanted(right)), right)


def _total(engine: SearchEngine, asked: Clause) -> int:
    return engine.search(Query(asked, rows=0)).total


# One wrong character.
def _by_character(engine: SearchEngine, asked: Wanted, *, beside: bool = False) -> Iterator[Otherwise]:
    """Where a stretch of characters stands nowhere: its sound in other characters, then all but one.

    beside: where its characters stand, but nowhere side by side.
    """
    units = list(dict.fromkeys(needed(asked)))
    stretches = [unit for unit in units if unit.single and len(unit.text) > 1]
    strange = [unit for unit in stretches if not _total(engine, _standing(unit, beside=beside))]
    if not strange:
        return
    for code, other in (("sound", _same_sound), ("character", _but_one)):
        clauses = {unit: other(unit.text) for unit in strange}
        if all(clauses.values()):
            musts = [clauses.get(unit) or must(unit) for unit in units]
            yield Otherwise(Step(code), ranked(asked, musts))


def _standing(unit: Unit, *, beside: bool) -> Clause:
    return Phrase(fields.ALL, tuple(unit.text)) if beside else must(unit)


def _same_sound(stretch: str) -> Clause | None:
    read = pinyin.reading(stretch)
    if len(read.places) < len(stretch):
        return None
    phrases = tuple(Boost(Phrase(fields.PINYIN, way), _PHRASE) for way in read.spoken)
    whole = tuple(Score(Term(fields.SOUNDS, f"={''.join(way)}"), _EXACT) for way in read.spoken)
    return AnyOf((*phrases, *whole), best=True)


def _but_one(stretch: str) -> Clause | None:
    """All characters but one: side by side with a gap in a title or name, or else anywhere in them."""
    if not 3 <= len(stretch) <= LONGEST_STRETCH:
        return None
    gaps = [stretch[:place] + stretch[place + 1 :] for place in range(len(stretch))]
    phrases = [
        Boost(Phrase(name, tuple(gap), slop=0 if place in {0, len(gaps) - 1} else 1), _PHRASE)
        for place, gap in enumerate(gaps)
        for name in (fields.TITLE, fields.AUTHOR)
    ]
    characters = [unranked(Term(fields.BRIEF, char)) for char in dict.fromkeys(stretch)]
    if len(characters) > 3:
        phrases.append(Boost(AnyOf(tuple(characters), least=len(characters) - 1), 1.0))
    return AnyOf(tuple(phrases), best=True)


# Most of the words.
def _by_most(asked: Wanted) -> Iterator[Otherwise]:
    """Of two words one is too few."""
    parts = _single_parts(needed(asked))
    if len(parts) > 2:
        most = AnyOf(tuple(parts), least=max(1, len(parts) * SHARE // 100))
        yield Otherwise(Step("most-words", {"share": SHARE}), ranked(asked, [most]))


def _single_parts(loose: tuple[Unit, ...]) -> list[Clause]:
    """One clause a character or word."""
    parts: dict[Clause, None] = {}
    for unit in loose:
        if unit.single:
            parts.update(dict.fromkeys(unranked(Term(fields.BRIEF, char)) for char in unit.text))
        else:
            parts[unranked(Term(fields.ALL_PAIRS, unit.text))] = None
    return list(parts)
