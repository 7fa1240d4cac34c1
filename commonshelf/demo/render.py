"""Writes the five libraries' exports, each in its own habits: what loading the demo has to cope with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final

from commonshelf.demo import dirt, holding, render_table
from commonshelf.demo.alliance import libraries
from commonshelf.demo.book import Book, Held
from commonshelf.demo.forms import iso2709
from commonshelf.demo.habit import Care, Habit, as_written
from commonshelf.demo.holding import Shelver
from commonshelf.demo.invent import editions
from commonshelf.demo.plans import LibraryPlan
from commonshelf.demo.render_cnmarc import cnmarc
from commonshelf.demo.render_marc21 import marc21
from commonshelf.demo.work import works
from commonshelf.wire.marc import write
from commonshelf.wire.marc.record import Marc

OWN_905: Final = {"profile": "cnmarc", "branch": "k"}
"""The city library says in 905 $k which of its houses a copy is in."""
SEED: Final = 20170501
"""The year the alliance's network was complete, and a day."""

CITY: Final = Habit(
    "NC-CITY", "nlc", "gb18030", care=Care(isbn_hyphens=0.9, year_of_printing=0.1, wide_letters=0.05)
)
NORMAL: Final = Habit(
    "NC-CWNU", "calis", holdings="ava", care=Care(pages_off=0.1, isbn_hyphens=0.4, no_isbn=0.03)
)
NORMAL_FOREIGN: Final = Habit("NC-CWNU", "marc21", holdings="ava", care=Care(pages_off=0.05))
MEDICAL: Final = Habit(
    "NC-NSMC", "linked", holdings="852", traditional=0.4, care=Care(pages_off=0.05, no_isbn=0.03)
)
PETROLEUM: Final = Habit(
    "NC-SWPU", "marc21", syntax="marcxml", holdings="952", care=Care(joined_subtitle=0.3)
)
COLLEGE: Final = Habit(
    "NC-NCVTC", "table", "gb18030", "csv",
    care=Care(no_isbn=0.15, wide_letters=0.08, short_publisher=0.25, no_maker=0.06, isbn_hyphens=0.3),
)  # fmt: skip


@dataclass(slots=True)
class Made:
    """One file of one library. source: code of the source it is loaded through.

    truth: (local id, edition number) of its records.
    """

    library: str
    name: str
    content: bytes
    truth: list[tuple[str, int]] = field(default_factory=list)
    source: str = "main"
    holdings: dict[str, str] = field(default_factory=dict)
    """How its copies are to be read, where that is not what everybody does."""


@dataclass(frozen=True, slots=True)
class Owned:
    """A book in a library: as its cataloguer wrote it, with its copies."""

    book: Book
    held: tuple[Held, ...]
    local_id: str


def render(seed: int = SEED) -> list[Made]:
    """The files of all five, the same for the same seed."""
    random = Random(seed)  # noqa: S311  # repeatable on purpose
    stock = _stock(random)
    city, normal, medical, petroleum, college = (stock[plan.symbol] for plan in libraries())
    return [
        _city(city, random),
        *_normal(normal, random),
        _medical(medical, random),
        _petroleum(petroleum, random),
        *_college(college, random),
    ]


def _stock(random: Random) -> dict[str, list[tuple[Book, tuple[Held, ...]]]]:
    """By Symbol: what each library bought."""
    shelvers = {plan.symbol: Shelver(plan) for plan in libraries()}
    found: dict[str, list[tuple[Book, tuple[Held, ...]]]] = {symbol: [] for symbol in shelvers}
    for work, made in zip(works(), editions(random), strict=True):
        for place, edition in enumerate(made):
            for plan in libraries():
                if not holding.wants(plan, edition, work.fame, place, random):
                    continue
                for book in _records(plan, edition):
                    held = tuple(holding.copies(shelvers[plan.symbol], book, work.fame, random))
                    found[plan.symbol].append((book, held))
    return found


def _records(plan: LibraryPlan, edition: Sequence[Book]) -> Sequence[Book]:
    """A set in one record, or one record a volume."""
    if len(edition) == 1 or plan.symbol in holding.SETS_IN_ONE:
        return edition[:1]
    return edition[1:]


def _owned(
    stock: Iterable[tuple[Book, tuple[Held, ...]]],
    habit: Habit,
    random: Random,
    local_id: Callable[[int], str],
) -> list[Owned]:
    return [
        Owned(as_written(book, habit, random), held, local_id(place))
        for place, (book, held) in enumerate(stock, 1)
    ]


def _truth(owned: Iterable[Owned]) -> list[tuple[str, int]]:
    return [(one.local_id, one.book.number) for one in owned]


def _cnmarc(one: Owned, habit: Habit, random: Random) -> Marc:
    return cnmarc(one.book, habit, one.local_id, one.held, random)


def _marc21(one: Owned, habit: Habit, random: Random) -> Marc:
    return marc21(one.book, habit, one.local_id, one.held, random)


def _city(stock: Sequence[tuple[Book, tuple[Held, ...]]], random: Random) -> Made:
    """GB18030, line breaks between records, and the four kinds of dirt."""
    owned = _owned(stock, CITY, random, lambda place: f"01{2008000000 + place}")
    raws = [iso2709(_cnmarc(one, CITY, random), CITY.charset) for one in owned]
    raws[10] = dirt.wrong_length(raws[10])
    spoiled = next(place for place in range(20, len(raws)) if owned[place].book.language == "chi")
    raws[spoiled] = dirt.broken_character(raws[spoiled], owned[spoiled].book.publisher[-1], CITY.charset)
    raws.insert(30, dirt.authority(CITY.charset))
    raws.append(raws[40])  # the same id again at the end of the file
    return Made(
        "NC-CITY", "nc-city-cnmarc-gb18030.mrc", b"\r\n".join(raws) + b"\r\n", _truth(owned), holdings=OWN_905
    )


def _normal(stock: Sequence[tuple[Book, tuple[Held, ...]]], random: Random) -> list[Made]:
    """Chinese books under CALIS rules, the others in MARC 21."""
    chinese = [one for one in stock if one[0].language == "chi"]
    foreign = [one for one in stock if one[0].language != "chi"]
    zh = _owned(chinese, NORMAL, random, lambda place: f"99{1000000 + place:08d}3961")
    en = _owned(foreign, NORMAL_FOREIGN, random, lambda place: f"99{5000000 + place:08d}3961")
    return [
        Made(
            "NC-CWNU",
            "nc-cwnu-calis-utf8.mrc",
            b"".join(iso2709(_cnmarc(one, NORMAL, random)) for one in zh),
            _truth(zh),
        ),
        Made(
            "NC-CWNU",
            "nc-cwnu-foreign-marc21.mrc",
            b"".join(iso2709(_marc21(one, NORMAL_FOREIGN, random)) for one in en),
            _truth(en),
            source="foreign",
        ),
    ]


def _medical(stock: Sequence[tuple[Book, tuple[Held, ...]]], random: Random) -> Made:
    owned = _owned(stock, MEDICAL, random, lambda place: f"nsmc{place:07d}")
    raws = [iso2709(_marc21(one, MEDICAL, random)) for one in owned]
    raws.insert(15, dirt.authority_marc21())
    return Made("NC-NSMC", "nc-nsmc-marc21-880.mrc", b"".join(raws), _truth(owned))


def _petroleum(stock: Sequence[tuple[Book, tuple[Held, ...]]], random: Random) -> Made:
    owned = _owned(stock, PETROLEUM, random, lambda place: str(40000 + place))
    content = write.marcxml(_marc21(one, PETROLEUM, random) for one in owned)
    return Made("NC-SWPU", "nc-swpu-koha.xml", content, _truth(owned))


def _college(stock: Sequence[tuple[Book, tuple[Held, ...]]], random: Random) -> list[Made]:
    """The main spreadsheet, and the workshop's own small list of what stands there."""
    owned = _owned(stock, COLLEGE, random, lambda place: f"Z{place:05d}")
    lending, shown = _at(owned, "main", "Z"), _at(owned, "workshop", "S")
    table = [render_table.row(one.book, COLLEGE, one.local_id, one.held, random) for one in lending]
    short = [render_table.reading_room_row(one.book, one.local_id, one.held) for one in shown]
    main = Made(
        "NC-NCVTC", "nc-ncvtc-gb18030.csv", render_table.csv_bytes(table, COLLEGE.charset), _truth(lending)
    )
    room = Made(
        "NC-NCVTC", "nc-ncvtc-workshop.xlsx", render_table.xlsx_bytes(short), _truth(shown), "workshop"
    )
    return [main, room]


def _at(owned: Sequence[Owned], branch: str, letter: str) -> list[Owned]:
    """What one house has, with the copies that are there and numbers of its own."""
    found = []
    for one in owned:
        held = tuple(copy for copy in one.held if copy.branch == branch)
        if held:
            found.append(Owned(one.book, held, letter + one.local_id[1:]))
    return found


def write_files(folder: Path, seed: int = SEED) -> list[Made]:
    """The files in the folder, and truth.tsv: library, local id, edition number."""
    folder.mkdir(parents=True, exist_ok=True)
    made = render(seed)
    for file in made:
        (folder / file.name).write_bytes(file.content)
    lines = [f"{file.library}\t{local_id}\t{number}" for file in made for local_id, number in file.truth]
    (folder / "truth.tsv").write_text(
        "library\tlocal_id\tedition\n" + "\n".join(lines) + "\n", encoding="utf-8"
    )
    return made
