"""What can be asked for in CQL: indexes with their names in context sets and in Chinese, and relations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from commonshelf.search.domain import fields, whole

WORDS: Final = ("=", "==", "any", "all", "adj", "exact", "<>")
SETS: Final = ("=", "==", "any", "exact", "<>")
YEARS: Final = ("=", "==", "any", "within", "<", "<=", ">", ">=", "<>")


@dataclass(frozen=True, slots=True)
class Index:
    """One index. kind: words, number, year, facet, class or everything.

    chinese: its names in Chinese, the one to be shown first; others: more names, as context sets have
    them. placed, loose: fields of the engine for words. whole: the letter of whole names. facet: for
    kind facet. relations: those that make sense.
    """

    name: str
    kind: str
    chinese: tuple[str, ...]
    others: tuple[str, ...]
    relations: tuple[str, ...]
    placed: str = ""
    loose: str = ""
    whole: str = ""
    facet: str = ""


def _words(name: str, chinese: str, others: str, *, placed: str, loose: str = "", letter: str = "") -> Index:
    told = tuple(chinese.split()), tuple(others.split())
    return Index(name, "words", *told, WORDS, placed, loose or placed, letter)


def _set(name: str, kind: str, chinese: str, others: str, relations: tuple[str, ...] = SETS) -> Index:
    return Index(
        name,
        kind,
        tuple(chinese.split()),
        tuple(others.split()),
        relations,
        facet=name if kind == "facet" else "",
    )


INDEXES: Final = (
    _words(
        "anywhere",
        "任意字段 任意词",
        "cql.anywhere cql.serverChoice cql.keywords",
        placed=fields.ALL,
        loose=fields.ALL_PAIRS,
    ),
    _words(
        "title",
        "题名 书名 标题",
        "dc.title bib.title bath.title",
        placed=fields.TITLE,
        loose=fields.TITLE_PAIRS,
    ),
    _words(
        "author",
        "作者 责任者 著者",
        "dc.creator dc.contributor bib.name bath.author bath.name creator name",
        placed=fields.AUTHOR,
        loose=fields.AUTHOR_PAIRS,
        letter=whole.AUTHOR,
    ),
    _words(
        "subject",
        "主题 主题词",
        "dc.subject bib.subject bath.subject bath.topicalSubject",
        placed=fields.SUBJECT,
        loose=fields.SUBJECT_PAIRS,
        letter=whole.SUBJECT,
    ),
    _words(
        "publisher",
        "出版社 出版者",
        "dc.publisher bib.originPublisher bath.publisher",
        placed=fields.PUBLISHER,
        letter=whole.PUBLISHER,
    ),
    _words(
        "series", "丛书 丛编", "bib.titleSeries bath.seriesTitle", placed=fields.SERIES, letter=whole.SERIES
    ),
    _set("isbn", "number", "", "bath.isbn bib.isbn"),
    _set("issn", "number", "", "bath.issn bib.issn"),
    _set(
        "identifier",
        "number",
        "号码 标识号",
        "dc.identifier bib.identifier bath.standardIdentifier rec.identifier number",
    ),
    _set("year", "year", "出版年 年", "dc.date bib.dateIssued bath.dateOfPublication date", YEARS),
    _set("language", "facet", "语种 语言", "dc.language bib.language"),
    _set("format", "facet", "类型 文献类型", "dc.type dc.format bib.format bib.genre"),
    _set("class", "class", "分类号 中图分类号", "clc bib.classification bath.classification"),
    _set("library", "facet", "图书馆 馆", "holder"),
    _set("cql.allRecords", "everything", "", "", ("=",)),
)

BY_NAME: Final = {
    name.lower(): index for index in INDEXES for name in (index.name, *index.chinese, *index.others)
}
"""Every name, in small letters -> its index."""

NAMED: Final = tuple(index.name for index in INDEXES if index.kind != "everything")
"""The names people are told."""

CONTEXT_SETS: Final = {
    "info:srw/cql-context-set/1/cql-v1.1": "cql",
    "info:srw/cql-context-set/1/cql-v1.2": "cql",
    "info:srw/cql-context-set/1/dc-v1.1": "dc",
    "info:srw/context-set/1/dc-v1.1": "dc",
    "info:srw/cql-context-set/1/bib-v1": "bib",
    "info:srw/context-set/1/bib-v1": "bib",
    "http://zing.z3950.org/cql/bath/2.0/": "bath",
    "info:srw/cql-context-set/2/rec-1.1": "rec",
    "info:srw/cql-context-set/1/sort-v1.0": "sort",
}
"""What a query may bind a prefix to."""

SORT_KEYS: Final = ("relevance", "title", "year")
"""relevance: the best first; title: in alphabetical order; year: the newest first, whatever is said."""

FORMATS: Final = (
    "book", "ebook", "serial", "eserial", "map", "score", "music", "audio", "video", "image", "file",
    "kit", "other",
)  # fmt: skip
LANGUAGES: Final = {
    "zh": ("chi", "zho"), "chi": ("chi", "zho"), "zho": ("chi", "zho"), "en": ("eng",), "ja": ("jpn",),
    "ko": ("kor",), "fr": ("fre", "fra"), "fre": ("fre", "fra"), "fra": ("fre", "fra"),
    "de": ("ger", "deu"), "ger": ("ger", "deu"), "deu": ("ger", "deu"), "ru": ("rus",), "es": ("spa",),
    "it": ("ita",), "pt": ("por",), "ar": ("ara",), "la": ("lat",), "bo": ("tib", "bod"),
    "tib": ("tib", "bod"), "bod": ("tib", "bod"), "mn": ("mon",), "ug": ("uig",), "vi": ("vie",),
    "th": ("tha",), "nl": ("dut", "nld"), "dut": ("dut", "nld"), "nld": ("dut", "nld"),
}  # fmt: skip
"""Codes of two letters, and pairs of codes for one language, as the records may carry either."""
