"""A row of a table (CSV, XLSX) to facts and copies, by a mapping of facts to column headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from commonshelf.catalogue.domain import people
from commonshelf.catalogue.domain.classes import scheme_of
from commonshelf.catalogue.domain.columns import COLUMNS, Column, guess_columns
from commonshelf.catalogue.domain.facts import Class, Facts, Link, Name
from commonshelf.catalogue.domain.holdings import CopyFacts, count_of, cut
from commonshelf.catalogue.domain.status import UNKNOWN, status_of
from commonshelf.catalogue.domain.titles import split_title
from commonshelf.catalogue.domain.words import clean, distinct, isbns, languages, trim, year_of
from commonshelf.kernel import ids
from commonshelf.kernel.text import fold, han_share

__all__ = ["COLUMNS", "FLAVOUR", "Column", "copies_of_row", "facts_of_row", "guess_columns"]

FLAVOUR: Final = "table"
_MANY: Final = re.compile(r"\s*[;；|\n]\s*")
_MANY_WORDS: Final = re.compile(r"\s*[;；|,，、\n]\s*")
_MANY_CODES: Final = re.compile(r"[;；|,，、\s]+")
_FLOAT: Final = re.compile(r"^(\d+)\.0+$")
_WHOLE_FLOAT: Final = re.compile(r"(?<!\d)(\d{8,13})\.0+(?!\d)")
_FORMATS: Final = (
    ("eserial", ("电子期刊", "ejournal", "e-journal", "electronic journal")),
    ("ebook", ("电子书", "电子图书", "ebook", "e-book", "电子资源", "数字图书")),
    (
        "serial",
        (
            "期刊",
            "连续出版物",
            "报纸",
            "杂志",
            "刊物",
            "serial",
            "journal",
            "periodical",
            "magazine",
            "newspaper",
        ),
    ),
    ("map", ("地图", "map", "atlas")),
    ("score", ("乐谱", "曲谱", "score", "sheet music")),
    ("music", ("音乐", "唱片", "music")),
    ("audio", ("录音", "有声", "音频", "听书", "磁带", "audio")),
    ("video", ("录像", "视频", "影像", "dvd", "vcd", "video", "film")),
    ("image", ("图片", "照片", "挂图", "image", "photo", "picture")),
    ("kit", ("多媒体", "综合", "kit")),
    ("file", ("光盘", "软件", "数据库", "cd-rom", "software", "data")),
    ("book", ("图书", "专著", "book", "monograph")),
)
_LINK: Final = re.compile(r"(?:https?|ftp)://[^\s;；，,]+", re.IGNORECASE)
_HAN_ENOUGH: Final = 0.3


def facts_of_row(cells: Mapping[str, str], columns: Mapping[str, str]) -> Facts:
    """Facts of one row. cells: header -> text; columns: fact -> header."""

    def said(name: str) -> str:
        return cells.get(columns.get(name, ""), "") or ""

    title = split_title(
        said("title"), subtitle=said("subtitle"), volume=said("volume"), edition=said("edition")
    )
    good, bad = isbns(_number(said("isbn")))
    found_issn = ids.issn(said("issn")) or (ids.issn(said("isbn")) if not good else "")
    names = _names(said("author")) + tuple(
        Name(name.name, "translator") for name in _names(said("translator")) if name.name
    )
    if not names and title.statement:
        names = people.from_statement(title.statement)
    date = clean(_number(said("year")))
    return Facts(
        flavour=FLAVOUR,
        title=title.title,
        subtitle=title.subtitle,
        other_titles=distinct(trim(text) for text in _MANY.split(said("other_title"))),
        volume=title.volume,
        volume_number=title.volume_number,
        statement=title.statement or clean(said("author")),
        names=names,
        edition=title.edition,
        edition_number=title.edition_number,
        place=trim(said("place")),
        publisher=trim(said("publisher")),
        year=year_of(date),
        date=date,
        extent=_extent(said("extent")),
        series=distinct(trim(text) for text in _MANY.split(said("series"))),
        languages=languages(_MANY_WORDS.split(said("language"))),
        format=_format(said("format"), serial=bool(found_issn and not good)),
        isbns=good,
        issns=(found_issn,) if found_issn else (),
        bad_numbers=bad,
        classes=tuple(dict.fromkeys(_classes(said("class"), said("call_number"), title.title))),
        subjects=distinct(trim(text) for text in _MANY_WORDS.split(said("subject"))),
        summary=clean(said("summary")),
        notes=distinct([clean(said("note"))]),
        links=tuple(Link(url) for url in dict.fromkeys(_LINK.findall(said("url")))),
    )


def copies_of_row(cells: Mapping[str, str], columns: Mapping[str, str]) -> list[CopyFacts]:
    """Copies the row speaks of: one a barcode, or one holding of `copies`; [] when it tells of none."""

    def said(name: str) -> str:
        return clean(cells.get(columns.get(name, ""), "") or "")

    barcodes = [code for code in _MANY_CODES.split(_number(said("barcode"))) if code]
    count = count_of(_FLOAT.sub(r"\1", said("copies")))
    if not barcodes and count is None and not any(map(said, ("call_number", "branch", "location", "status"))):
        return []
    copy = CopyFacts(
        branch=said("branch"),
        shelving_location=said("location"),
        call_number=said("call_number"),
        barcode=barcodes[0] if len(barcodes) == 1 else "",
        volume=said("volume"),
        copies=1 if count is None else count,
        status=UNKNOWN if count == 0 else status_of(said("status")),
        loan_policy=said("loan_policy"),
        url=next(iter(_LINK.findall(said("url"))), ""),
    )
    if len(barcodes) > 1:
        return [cut(copy, barcode=code, copies=1) for code in barcodes]
    return [cut(copy)]


def _number(text: str) -> str:
    """Spreadsheets turn numbers into "9787020002207.0"."""
    return _WHOLE_FLOAT.sub(r"\1", _FLOAT.sub(r"\1", text.strip())).lstrip("'")


def _extent(text: str) -> str:
    text = clean(_number(text))
    return f"{text}页" if text.isdecimal() and text != "0" else trim(text)


def _names(text: str) -> tuple[Name, ...]:
    """Names of an author cell; "Smith, John" is one name, "A. Smith, B. Jones" are two."""
    found: list[Name] = []
    for part in _MANY.split(clean(text)):
        pieces = part.split(",")
        if han_share(part) >= _HAN_ENOUGH or re.match(r"(?i)(by|edited|translated|written)\b", part):
            found += people.from_statement(part)
        elif len(pieces) == 2 and " " not in pieces[0].strip():
            found.append(Name(people.plain_name(part)))
        else:
            found += people.from_statement(part)
    return tuple(name for name in dict.fromkeys(found) if name.name)


def _format(text: str, *, serial: bool) -> str:
    said = fold(text)
    if said.strip():
        for name, words in _FORMATS:
            if any(word in said for word in words):
                return name
    return "serial" if serial else "book"


def _classes(numbers: str, call_number: str, title: str) -> Iterator[Class]:
    chinese = han_share(title) > 0
    for number in filter(None, map(clean, _MANY.split(numbers))):
        yield Class(scheme_of(number, chinese=chinese), number)
    if not numbers.strip() and chinese and call_number:
        head = re.split(r"[/\s]", clean(call_number), maxsplit=1)[0]
        if scheme_of(head, chinese=True) == "clc":
            yield Class("clc", head)
