"""CNMARC as the National Library (nlc) and CALIS (calis) would have it; they differ in a dozen habits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from random import Random
from typing import Final

from commonshelf.demo import wording
from commonshelf.demo.book import Book, Held
from commonshelf.demo.habit import Habit
from commonshelf.demo.romanise import pinyin
from commonshelf.demo.work import Maker
from commonshelf.wire.marc.record import Field, Marc

LEADER_TYPE: Final = {
    "book": "am", "ebook": "lm", "serial": "as", "map": "em", "audio": "im", "music": "jm",
    "score": "cm", "video": "gm", "kit": "rm",
}  # fmt: skip
DESIGNATION: Final = {
    "book": "专著", "ebook": "电子资源", "serial": "期刊", "map": "测绘制图资料", "audio": "录音资料",
    "music": "录音资料", "score": "乐谱", "video": "影像资料", "kit": "多载体配套资料",
}  # fmt: skip
STATES: Final = {
    "on-shelf": "在馆",
    "on-loan": "借出",
    "missing": "丢失",
    "on-order": "订购中",
    "reference": "阅览",
}
REGIONS: Final = {"北京": "110000", "上海": "310000", "成都": "510000", "重庆": "500000"}
COUNTRIES: Final = {"eng": "GB", "jpn": "JP", "fre": "FR", "rus": "RU", "ger": "DE", "spa": "ES"}


def data(tag: str, ind: str, *subfields: tuple[str, str]) -> Field:
    """Subfields without a value are left out."""
    return Field(tag, ind, tuple([pair for pair in subfields if pair[1]]), "")


def control(tag: str, value: str) -> Field:
    return Field(tag, "", (), value)


def cnmarc(book: Book, habit: Habit, local_id: str, held: Sequence[Held], random: Random) -> Marc:
    """The record; its lengths and addresses are the writer's business."""
    fields = [control("001", local_id), control("005", "20240108103000.0")]
    fields += _numbers(book, habit, local_id, random)
    fields += _coded(book, habit)
    fields += _described(book, habit)
    fields += _found_by(book, habit)
    fields += _makers(book, habit)
    fields.append(data("801", " 0", ("a", "CN"), ("b", habit.agency), ("c", "20240108")))
    fields += _kept(book, habit, held)
    return Marc(f"00000n{LEADER_TYPE[book.kind]}0 2200000   450 ", tuple(fields))


def _numbers(book: Book, habit: Habit, local_id: str, random: Random) -> Iterator[Field]:
    isbn = wording.number(book, random, habit.care.isbn_hyphens)
    if isbn or book.price:
        binding = "精装" if book.size > 25 else ""
        yield data("010", "  ", ("a", isbn), ("b", binding), ("d", book.price))
    if book.issn:
        yield data("011", "  ", ("a", book.issn))
    if book.unified:
        yield data("091", "  ", ("a", book.unified), ("d", book.price))
    if habit.rules == "calis":
        yield data("099", "  ", ("a", f"DEMO {local_id}"))


def _coded(book: Book, habit: Habit) -> Iterator[Field]:
    kind = "a" if book.kind == "serial" else "d"
    end = "9999" if book.kind == "serial" else "    "
    charset = "0110" if habit.rules == "nlc" else "50  "
    yield data("100", "  ", ("a", f"20240108{kind}{book.year:04d}{end}em y0chiy{charset}    ea"))
    if book.original:
        yield data("101", "1 ", ("a", book.language), ("c", book.original_language))
    else:
        yield data("101", "0 ", ("a", book.language))
    country = COUNTRIES.get(book.language, "CN")
    yield data("102", "  ", ("a", country), ("b", REGIONS.get(book.place, "")))
    if book.kind == "book":
        yield data("105", "  ", ("a", "y   z   000fy" if book.clc.startswith("I") else "y   z   000yy"))
        yield data("106", "  ", ("a", "r"))


def _doubled(habit: Habit, code: str, text: str, *, always: bool = False) -> list[tuple[str, str]]:
    """The subfield and its pinyin: $9 after the title (nlc), or the capital letter after each (calis)."""
    if not text:
        return []
    if habit.rules == "calis":
        return [(code, text), (code.upper(), pinyin(text))]
    return [(code, text), ("9", pinyin(text))] if always else [(code, text)]


def _described(book: Book, habit: Habit) -> Iterator[Field]:
    wide = habit.rules == "nlc"
    title = [*_doubled(habit, "a", book.title, always=True)]
    if wide or book.kind != "book":
        title.append(("b", DESIGNATION[book.kind]))
    if book.volume:
        title.append(("h", wording.volume_zh(book.volume)))
    title += _doubled(habit, "e", book.subtitle)
    makers = wording.statement_zh(book.makers, wide=wide)
    title += [("f", makers), ("g", wording.statement_zh(book.translators, wide=wide))]
    yield data("200", "1 ", *title)
    if book.edition > 1:
        yield data("205", "  ", ("a", wording.edition_zh(book.edition)))
    date = f"{book.year}-" if book.kind == "serial" else str(book.year)
    yield data("210", "  ", ("a", book.place), ("c", book.publisher), ("d", date))
    yield data("215", "  ", ("a", _extent(book)), ("d", f"{book.size}cm"))
    if book.series:
        yield data("225", "2 ", ("a", book.series))
    yield data("300", "  ", ("a", book.note(chinese=True)))
    if book.summary:
        yield data("330", "  ", ("a", book.summary))


def _extent(book: Book) -> str:
    if book.of_volumes:
        return f"{book.of_volumes}册"
    if book.kind in ("audio", "music", "video"):
        return "1张光盘"
    if book.kind == "map":
        return "1幅"
    return f"{book.pages}页" if book.pages else "册"


def _found_by(book: Book, habit: Habit) -> Iterator[Field]:
    if book.series:
        yield data("410", " 0", ("1", "2001 "), ("a", book.series))
    if book.original and habit.rules == "nlc":
        yield data("454", " 1", ("1", "2001 "), ("a", book.original))
    elif book.original:
        yield data("500", "10", ("a", book.original))
    yield data("606", "0 ", *_doubled(habit, "a", book.subject_zh))
    yield data("690", "  ", ("a", book.clc), ("v", "5"))


def _makers(book: Book, habit: Habit) -> Iterator[Field]:
    for place, maker in enumerate(book.makers[:3]):
        tag = ("711" if place == 0 else "712") if maker.body else "701"
        yield _maker(tag, maker, habit)
    for maker in book.translators:
        yield _maker("702", maker, habit)


def _maker(tag: str, maker: Maker, habit: Habit) -> Field:
    name = _doubled(habit, "a", maker.name, always=True)
    origin = f"（{maker.origin}）" if habit.rules == "nlc" else f"({maker.origin})"
    code = "c" if habit.rules == "nlc" else "g"
    extra = [(code, origin)] if maker.origin else []
    return data(tag, "02" if maker.body else " 0", *name, *extra, ("4", wording.role(maker)))


def _kept(book: Book, habit: Habit, held: Sequence[Held]) -> Iterator[Field]:
    if book.url:
        yield data("856", "40", ("u", book.url), ("z", "示范链接，并不存在"))
    if habit.holdings == "ava":
        yield from availability(habit, held)
        return
    for copy in held:
        clc, _, mark = copy.call_number.partition("/")
        yield data(
            "905", "  ", ("a", habit.agency), ("k", copy.branch), ("b", copy.barcode), ("c", copy.location),
            ("d", clc), ("e", mark), ("s", copy.call_number), ("v", copy.volume), ("t", STATES[copy.status]),
        )  # fmt: skip


def availability(habit: Habit, held: Sequence[Held]) -> Iterator[Field]:
    """AVA as Alma publishes it: one a location, counts instead of copies."""
    for (branch, location, call_number), group in groupby(sorted(held, key=shelf), key=shelf):
        copies = list(group)
        away = sum(copy.status in ("on-loan", "missing", "on-order") for copy in copies)
        yield data(
            "AVA", "  ", ("a", habit.agency), ("b", branch), ("c", location),
            ("d", call_number.replace("/", " ")),
            ("e", "available" if away < len(copies) else "unavailable"),
            ("f", str(len(copies))), ("g", str(away)), ("k", "8"), ("p", "1"),
        )  # fmt: skip


def shelf(copy: Held) -> tuple[str, str, str]:
    return copy.branch, copy.location, copy.call_number
