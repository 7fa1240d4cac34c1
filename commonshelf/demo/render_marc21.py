"""MARC 21: in the original script (marc21), or romanised with the script in linked 880 fields (linked)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from random import Random
from typing import Final

from commonshelf.demo import wording
from commonshelf.demo.book import Book, Held
from commonshelf.demo.habit import Habit
from commonshelf.demo.render_cnmarc import availability, control, data, shelf
from commonshelf.demo.romanise import pinyin, traditional
from commonshelf.demo.work import Maker
from commonshelf.wire.marc.record import Field, Marc

LEADER_TYPE: Final = {
    "book": "am", "ebook": "am", "serial": "as", "map": "em", "audio": "im", "music": "jm",
    "score": "cm", "video": "gm", "kit": "om",
}  # fmt: skip
PLACE_CODES: Final = {
    "chi": "cc ",
    "eng": "enk",
    "jpn": "ja ",
    "fre": "fr ",
    "rus": "ru ",
    "ger": "gw ",
    "spa": "sp ",
}
CARRIERS: Final = {
    "book": ("text", "unmediated", "volume"), "serial": ("text", "unmediated", "volume"),
    "ebook": ("text", "computer", "online resource"), "map": ("cartographic image", "unmediated", "sheet"),
    "audio": ("spoken word", "audio", "audio disc"), "music": ("performed music", "audio", "audio disc"),
    "score": ("notated music", "unmediated", "volume"),
    "video": ("two-dimensional moving image", "video", "videodisc"),
    "kit": ("three-dimensional form", "unmediated", "object"),
}  # fmt: skip
EXTENTS: Final = {
    "map": "1 map",
    "audio": "1 audio disc",
    "music": "1 audio disc",
    "video": "1 videodisc",
    "kit": "1 model",
}
NOT_FOR_LOAN: Final = {"reference": "1", "on-order": "-1"}
DEWEY_ONLY: Final = frozenset({"eng"})

Pair = tuple[str, str]


def marc21(book: Book, habit: Habit, local_id: str, held: Sequence[Held], random: Random) -> Marc:
    """The record; its lengths and addresses are the writer's business."""
    if book.language == "chi" and random.random() < habit.traditional:
        book = _in_traditional(book)
    fields = [control("001", local_id), control("005", "20240108103000.0")]
    if book.kind == "ebook":
        fields += [control("006", "m     o  d        "), control("007", "cr |||||||||||")]
    fields.append(control("008", _fixed(book)))
    described = [*_identified(book, habit, random), *_described(book), *_found_by(book)]
    fields += _linked(described) if habit.rules == "linked" and book.language == "chi" else described
    fields += _kept(book, habit, local_id, held)
    return Marc(f"00000n{LEADER_TYPE[book.kind]} a2200000 i 4500", tuple(fields))


def _in_traditional(book: Book) -> Book:
    def turned(makers: tuple[Maker, ...]) -> tuple[Maker, ...]:
        return tuple(
            Maker(traditional(m.name), traditional(m.origin), traditional(m.role), m.body) for m in makers
        )

    return book._replace(
        title=traditional(book.title),
        subtitle=traditional(book.subtitle),
        makers=turned(book.makers),
        translators=turned(book.translators),
        publisher=traditional(book.publisher),
        series=traditional(book.series),
        summary=traditional(book.summary),
    )


def _fixed(book: Book) -> str:
    """008: 40 characters, by position."""
    place = PLACE_CODES.get(book.language, "xx ")
    if book.kind == "serial":
        return f"240108c{book.year:04d}9999{place}mr p       0   a0{book.language} d"
    form = "o" if book.kind == "ebook" else " "
    fiction = "1" if book.clc.startswith(("I24", "I561", "I712", "I313")) else "0"
    middle = f"     {form}     000 {fiction} " if book.kind in ("book", "ebook") else "                 "
    return f"240108s{book.year:04d}    {place}{middle}{book.language} d"


def _identified(book: Book, habit: Habit, random: Random) -> Iterator[Field]:
    isbn = wording.number(book, random, habit.care.isbn_hyphens)
    if isbn and habit.rules == "linked":
        yield data(
            "020", "  ", ("a", f"{isbn} (平装)" if book.size < 25 else f"{isbn} (精装)"), ("c", book.price)
        )
    elif isbn:
        yield data("020", "  ", ("a", isbn), ("q", "pbk" if book.size < 25 else "hbk"), ("c", book.price))
    if book.issn:
        yield data("022", "  ", ("a", book.issn))
    if book.unified:
        yield data("024", "8 ", ("a", book.unified))
    yield data(
        "040", "  ", ("a", habit.agency), ("b", "chi" if book.language == "chi" else "eng"), ("e", "rda")
    )
    if book.original_language:
        yield data("041", "1 ", ("a", book.language), ("h", book.original_language))
    if book.language in DEWEY_ONLY and book.ddc:
        yield data("082", "04", ("a", book.ddc), ("2", "23"))
    yield data("084", "  ", ("a", book.clc), ("2", "clc"))


def _described(book: Book) -> Iterator[Field]:
    chinese = book.language == "chi"
    main, *_others = book.makers or (None,)
    if main is not None:
        yield _maker("110" if main.body else "100", main, book)
    if book.original:
        yield data("240", "10", ("a", f"{book.original}."), ("l", "Chinese"))
    yield data("245", "10" if main else "00", *_title(book))
    if book.edition > 1:
        said = wording.edition_zh if chinese else wording.edition_en
        yield data("250", "  ", ("a", said(book.edition)))
    date = f"{book.year}-" if book.kind == "serial" else f"{book.year}."
    yield data("264", " 1", ("a", _then(book.place, " :")), ("b", _then(book.publisher, ",")), ("c", date))
    yield data("300", "  ", ("a", f"{_extent(book)} ;"), ("c", f"{book.size} cm"))
    for tag, term in zip(("336", "337", "338"), CARRIERS[book.kind], strict=True):
        yield data(tag, "  ", ("a", term), ("2", f"rda{('content', 'media', 'carrier')[int(tag) - 336]}"))
    if book.series:
        yield data("490", "0 ", ("a", book.series))
    yield data("500", "  ", ("a", book.note(chinese=chinese)))
    if book.summary:
        yield data("520", "  ", ("a", book.summary))


def _title(book: Book) -> list[Pair]:
    chinese = book.language == "chi"
    if chinese:
        made = wording.statement_zh(book.makers, wide=False)
        translated = wording.statement_zh(book.translators, wide=False)
    else:
        made, translated = wording.statement_en(book.makers), ""
    statement = " ; ".join(text for text in (made, translated) if text)
    parts = [["a", book.title]]
    if book.volume:
        parts.append(["n", wording.volume_zh(book.volume) if chinese else f"Volume {book.volume}"])
        parts[0][1] += "."
    if book.subtitle:
        parts[-1][1] += " :"
        parts.append(["b", book.subtitle])
    if statement:
        parts[-1][1] += " /"
        parts.append(["c", f"{statement}."])
    return [(code, text) for code, text in parts]


def _then(text: str, mark: str) -> str:
    return text and text + mark


def _extent(book: Book) -> str:
    if book.kind == "ebook":
        return f"1 online resource ({book.pages} pages)"
    if book.of_volumes:
        return f"{book.of_volumes} volumes"
    return EXTENTS.get(book.kind) or (f"{book.pages} pages" if book.pages else "volumes")


def _found_by(book: Book) -> Iterator[Field]:
    yield data("650", " 0", ("a", f"{book.subject_en}."))
    if book.language == "chi":
        yield data("650", " 7", ("a", book.subject_zh), ("2", "cct"))
    for maker in (*book.makers[1:3], *book.translators):
        yield _maker("710" if maker.body else "700", maker, book)


def _maker(tag: str, maker: Maker, book: Book) -> Field:
    code = wording.RELATORS.get(wording.role(maker), "aut")
    return data(
        tag,
        "2 " if maker.body else "1 ",
        ("a", f"{maker.name},"),
        ("e", wording.role(maker) if book.language == "chi" else ""),
        ("4", code),
    )


LINKED: Final = frozenset({"100", "110", "245", "250", "264", "490", "700", "710"})


def _linked(fields: Sequence[Field]) -> list[Field]:
    """Each field in Chinese script becomes a romanised one; the script goes into an 880 at the end."""
    found: list[Field] = []
    scripts: list[Field] = []
    for field in fields:
        if field.tag not in LINKED:
            found.append(field)
            continue
        number = f"{len(scripts) + 1:02d}"
        romanised = tuple((code, text if code in "4e" else _roman(text)) for code, text in field.subfields)
        plain = tuple(pair for pair in romanised if pair[0] != "e")
        found.append(Field(field.tag, field.ind, (("6", f"880-{number}"), *plain), ""))
        scripts.append(Field("880", field.ind, (("6", f"{field.tag}-{number}/$1"), *field.subfields), ""))
    return found + scripts


def _roman(text: str) -> str:
    """Pinyin with a capital first letter, ISBD marks kept at the end."""
    core = text.rstrip(" ,./:;")
    said = pinyin(core)
    return said[:1].upper() + said[1:] + text[len(core) :]


def _kept(book: Book, habit: Habit, local_id: str, held: Sequence[Held]) -> Iterator[Field]:
    if book.url:
        yield data("856", "40", ("u", book.url), ("z", "Example link; nothing is there"))
    if habit.holdings == "ava":
        yield from availability(habit, held)
    elif habit.holdings == "952":
        yield data("942", "  ", ("2", "z"), ("c", "BK"))
        yield from (_koha(copy) for copy in held)
    elif habit.holdings == "949":
        yield from (_item_949(copy) for copy in held)
    else:
        yield from _holdings_852(habit, local_id, held)


def _koha(copy: Held) -> Field:
    return data(
        "952", "  ", ("0", "0"), ("1", "1" if copy.status == "missing" else "0"), ("4", "0"),
        ("7", NOT_FOR_LOAN.get(copy.status, "0")), ("a", copy.branch), ("b", copy.branch),
        ("c", copy.location), ("h", copy.volume), ("o", copy.call_number), ("p", copy.barcode),
        ("q", copy.due), ("y", "BK"),
    )  # fmt: skip


SHELF_949: Final = {
    "on-shelf": "IN",
    "on-loan": "CHECKEDOUT",
    "missing": "MISSING",
    "on-order": "ON-ORDER",
    "reference": "REFERENCE",
}


def _item_949(copy: Held) -> Field:
    return data(
        "949", "  ", ("a", copy.call_number), ("c", "1"), ("i", copy.barcode), ("k", SHELF_949[copy.status]),
        ("l", copy.location), ("m", copy.branch), ("v", copy.volume),
    )  # fmt: skip


STATUS_876: Final = {
    "on-shelf": "Available",
    "on-loan": "Checked out",
    "missing": "Missing",
    "on-order": "On order",
    "reference": "Library use only",
}


def _holdings_852(habit: Habit, local_id: str, held: Sequence[Held]) -> Iterator[Field]:
    """One 852 a shelf with the holding's id in $8, one 876 a copy with the same id in $0."""
    ordered = sorted(held, key=shelf)
    for number, ((branch, location, call_number), group) in enumerate(groupby(ordered, key=shelf), 1):
        holding = f"{local_id}-{number}"
        yield data(
            "852",
            "8 ",
            ("8", holding),
            ("a", habit.agency),
            ("b", branch),
            ("c", location),
            ("h", call_number),
        )
        for copy in group:
            yield data(
                "876",
                "  ",
                ("0", holding),
                ("p", copy.barcode),
                ("j", STATUS_876[copy.status]),
                ("3", copy.volume),
            )
