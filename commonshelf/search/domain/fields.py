"""The fields and facets of the index: what stands where, and what a reader may narrow by."""

from __future__ import annotations

from typing import Final

from commonshelf.engine.contract import Shape
from commonshelf.search.domain.analysis import ANALYSIS

DOCUMENTS: Final = 4
"""Raise it when documents are made otherwise (search/feed.py): the index is then built anew by itself."""

TITLE: Final = "title"
AUTHOR: Final = "author"
SUBJECT: Final = "subject"
PUBLISHER: Final = "publisher"
SERIES: Final = "series"
ALL: Final = "all"
"""Every text of the edition, single characters and words with places."""

TITLE_PAIRS: Final = "title2"
AUTHOR_PAIRS: Final = "author2"
SUBJECT_PAIRS: Final = "subject2"
ALL_PAIRS: Final = "all2"
"""Every text of the edition, pairs of characters and words: what every query must match."""
BRIEF: Final = "brief"
"""Single characters of titles and makers: where they may stand apart and in any order."""
EXACT: Final = "exact"
"""Whole titles as one token each."""
NUMBER: Final = "id"
"""ISBN, ISSN, other numbers, local ids, call numbers and barcodes, without marks between."""
WORDS: Final = "words"
"""Words as written, of titles, makers and subjects: for spelling help only."""
PINYIN: Final = "pinyin"
"""How titles and makers are read: syllables with places, each character's other readings at the same."""
SOUNDS: Final = "sounds"
"""The same for whole titles and names as one token, and by their first letters (domain/pinyin.py)."""
OFFERED: Final = "offered"
"""Titles, makers and subjects to offer while somebody types (domain/offering.py)."""
WHOLE: Final = "whole"
"""Names, subjects, publishers and series as one token each (domain/whole.py)."""
CLASS: Final = "class"
"""Numbers of the Chinese classification, so that a wide one is the beginning of a narrow one."""
YEAR: Final = "year"
"""A facet, though not for readers to narrow by: ranges of years in CQL."""

ANY: Final = "any"
"""Value of the facet `available`: some copy is on some shelf."""
PLACES: Final = "at"
"""Branch keys where a copy may be had: what "nearest" goes by; not for readers to narrow by."""
WHERE: Final = ("region", "library", "branch")
"""Places from wide to narrow. Of those chosen any will do, and a narrow one stands for the wide ones
around it (domain/places.py)."""
LAZY: Final = ("subject", "author")
"""Counted only when somebody opens them: each has as many values as there are subjects and names."""
COUNTED: Final = (*WHERE, "format", "language", "decade", "clc", "available")
FACETS: Final = (*COUNTED, *LAZY)

SHARED: Final = (PINYIN,)
"""Fields where tokens may share a place."""

SHAPE: Final = Shape(
    placed=(TITLE, AUTHOR, SUBJECT, PUBLISHER, SERIES, ALL, PINYIN),
    loose=(
        TITLE_PAIRS,
        AUTHOR_PAIRS,
        SUBJECT_PAIRS,
        ALL_PAIRS,
        BRIEF,
        EXACT,
        NUMBER,
        WORDS,
        SOUNDS,
        OFFERED,
        WHOLE,
        CLASS,
    ),
    facets=(*FACETS, PLACES, YEAR),
    many=LAZY,
    version=f"analysis {ANALYSIS}, documents {DOCUMENTS}",
)
