"""The fields and facets of the index: what stands where, and what a reader may narrow by."""

from __future__ import annotations

from typing import Final

from commonshelf.engine.contract import Shape
from commonshelf.search.domain.analysis import ANALYSIS

DOCUMENTS: Final = 1
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

ANY: Final = "any"
"""Value of the facet `available`: some copy is on some shelf."""
PLACES: Final = "at"
"""Branch keys where a copy may be had: what "nearest" goes by; not for readers to narrow by."""
FACETS: Final = ("library", "branch", "format", "language", "decade", "clc", "available")

SHAPE: Final = Shape(
    placed=(TITLE, AUTHOR, SUBJECT, PUBLISHER, SERIES, ALL),
    loose=(TITLE_PAIRS, AUTHOR_PAIRS, SUBJECT_PAIRS, ALL_PAIRS, BRIEF, EXACT, NUMBER, WORDS),
    facets=(*FACETS, PLACES),
    version=f"analysis {ANALYSIS}, documents {DOCUMENTS}",
)
