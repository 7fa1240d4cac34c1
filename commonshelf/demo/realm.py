"""The libraries of a world: names, kinds, places, buildings, calendars and habits, by number and seed."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any, Final

from commonshelf.demo.habit import Care, Habit
from commonshelf.demo.plans import BranchPlan, LibraryPlan, Shelf, week_of, yearly_day
from commonshelf.demo.tables import rows
from commonshelf.members.cards import Said

KINDS: Final = (
    ("vocational", "职业技术学院图书馆", "Vocational College Library", 45),
    ("university", "大学图书馆", "University Library", 25),
    ("public", "公共图书馆", "Public Library", 20),
    ("special", "研究所资料室", "Institute Library", 10),
)
SUBJECTS: Final = (
    ("", ""), ("工业", "Industrial"), ("医药", "Medical"), ("师范", "Normal"), ("农业", "Agricultural"),
    ("财经", "Finance"), ("交通", "Transport"), ("石油", "Petroleum"), ("艺术", "Arts"), ("旅游", "Tourism"),
)  # fmt: skip
WEEKS: Final[tuple[dict[str, list[str]], ...]] = (
    {"0-4": ["08:00-22:00"], "5-6": ["09:00-21:00"]},
    {"0-4": ["08:30-12:00", "14:00-21:30"], "6": ["14:00-18:00"]},
    {"1-6": ["09:00-20:30"]},
    {"0-4": ["08:30-17:30"]},
)
DAYS: Final = (
    ("01-01", "", "元旦", "New Year's Day"), ("05-01", "", "劳动节", "Labour Day"),
    ("10-01", "", "国庆节", "National Day"), ("10-02", "10:00-17:00", "国庆假期", "National Day holiday"),
)  # fmt: skip
DEGREE: Final = 0.07
"""Libraries of a town lie within about 8 km of its middle."""


@dataclass(frozen=True, slots=True)
class Form:
    """share: of a hundred libraries, how many export this way."""

    name: str
    rules: str
    charset: str
    syntax: str
    holdings: str
    extension: str
    share: int
    care: Care
    traditional: float = 0.0


FORMS: Final = (
    Form(
        "CNMARC, CALIS rules", "calis", "utf-8", "iso2709", "905", ".mrc", 34,
        Care(pages_off=0.1, no_isbn=0.04),
    ),
    Form(
        "CNMARC, National Library rules, GB18030", "nlc", "gb18030", "iso2709", "905", ".mrc", 24,
        Care(isbn_hyphens=0.9, wide_letters=0.05, year_of_printing=0.1),
    ),
    Form(
        "MARC 21 with 880", "linked", "utf-8", "iso2709", "852", ".mrc", 14,
        Care(pages_off=0.05, no_isbn=0.02), 0.4,
    ),
    Form(
        "MARC 21, Koha, MARCXML", "marc21", "utf-8", "marcxml", "952", ".xml", 10, Care(joined_subtitle=0.3)
    ),
    Form("MARC 21, 949", "marc21", "utf-8", "iso2709", "949", ".mrc", 10, Care(short_publisher=0.1)),
    Form(
        "spreadsheet, GB18030", "table", "gb18030", "csv", "", ".csv", 8,
        Care(no_isbn=0.2, wide_letters=0.08, short_publisher=0.25, no_maker=0.08),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Citizen:
    """A library of the world with its habit and file. weight: its share of all holdings (not normed)."""

    plan: LibraryPlan
    form: Form
    weight: float

    @property
    def habit(self) -> Habit:
        form = self.form
        return Habit(
            self.plan.symbol,
            form.rules,
            form.charset,
            form.syntax,
            form.holdings,
            form.traditional,
            form.care,
        )

    @property
    def file(self) -> str:
        return f"{self.plan.symbol}{self.form.extension}"


def citizens(libraries: int, random: Random) -> list[Citizen]:
    """The n-th library is about n to the power of -0.75 as big as the first; the biggest keep MARC."""
    towns = rows("world_places")
    found: list[Citizen] = []
    for number in range(1, libraries + 1):
        forms = [form for form in FORMS if form.syntax != "csv" or number > libraries // 3]
        form = random.choices(forms, [form.share for form in forms])[0]
        found.append(Citizen(_library(number, towns, random), form, number**-0.75))
    return found


def _library(number: int, towns: list[dict[str, str]], random: Random) -> LibraryPlan:
    kind, zh, en, _ = random.choices(KINDS, [kind[3] for kind in KINDS])[0]
    town = towns[(number - 1) % len(towns)]
    subject = random.choice(SUBJECTS) if kind != "public" else ("", "")
    turn = (number - 1) // len(towns)
    ordinal = ("", "第二", "第三", "第四", "第五", "第六", "第七", "第八", "第九")
    nth = ordinal[turn] if turn < len(ordinal) else f"第{turn + 1}"
    name = Said(
        f"{town['zh']}{nth}{subject[0]}{zh}（虚构）",
        " ".join(
            part for part in (town["en"], subject[1], en, str(turn + 1) if turn else "", "(invented)") if part
        ),
    )
    return LibraryPlan(
        symbol=f"W{number:04d}",
        name=name,
        short=Said(f"{town['zh']}{nth}馆", f"{town['en']} {turn + 1}"),
        kind=kind,
        region=Said(town["zh"], town["en"]),
        phone=f"000-{number:07d}",
        branches=tuple(_branch(number, place, town, random) for place in range(random.choice((1, 1, 2, 3)))),
    )


def _branch(number: int, place: int, town: dict[str, str], random: Random) -> BranchPlan:
    name = ("总馆", "Main") if place == 0 else (f"{'东西南北'[place]}区分馆", f"Branch {place + 1}")
    where = (float(town["latitude"]), float(town["longitude"]))
    return BranchPlan(
        code="main" if place == 0 else f"b{place + 1}",
        name=Said(*name),
        address=Said(f"{town['zh']}{place + 1}号路（虚构）", f"Road {place + 1}, {town['en']} (invented)"),
        place=(
            round(where[0] + random.uniform(-DEGREE, DEGREE), 5),
            round(where[1] + random.uniform(-DEGREE, DEGREE), 5),
        ),
        phone=f"000-{number:05d}{place:02d}",
        week=week_of(random.choice(WEEKS)),
        days=tuple(yearly_day(day=day, hours=hours, zh=zh, en=en) for day, hours, zh, en in DAYS),
        shelves=(
            Shelf(Said("文科书库", "Arts Stacks"), Said("二楼", "second floor"), tuple("ABCDEFGHIJKZ")),
            Shelf(Said("理工书库", "Science Stacks"), Said("三楼", "third floor"), tuple("NOPQRSTUVX")),
        ),
    )


def to_json(citizen: Citizen, records: int) -> dict[str, Any]:
    """A library as libraries.json keeps it."""
    plan = citizen.plan
    return {
        "symbol": plan.symbol, "name_zh": plan.name.zh, "name_en": plan.name.en,
        "short_zh": plan.short.zh, "short_en": plan.short.en, "kind": plan.kind,
        "region_zh": plan.region.zh, "region_en": plan.region.en, "phone": plan.phone,
        "file": citizen.file, "syntax": citizen.form.syntax, "charset": citizen.form.charset,
        "habit": citizen.form.name, "records": records,
        "branches": [_branch_json(branch) for branch in plan.branches],
    }  # fmt: skip


def _branch_json(plan: BranchPlan) -> dict[str, Any]:
    return {
        "code": plan.code, "name_zh": plan.name.zh, "name_en": plan.name.en,
        "address_zh": plan.address.zh, "address_en": plan.address.en, "phone": plan.phone,
        "place": list(plan.place),
        "hours": [[day, f"{opens:%H:%M}-{closes:%H:%M}"] for day, opens, closes in plan.week],
        "days": [
            {
                "day": day.day, "zh": day.reason.zh, "en": day.reason.en,
                "hours": f"{day.opens:%H:%M}-{day.closes:%H:%M}" if day.opens and day.closes else "",
            }
            for day in plan.days
        ],
        "shelves": [
            {
                "zh": shelf.name.zh, "en": shelf.name.en,
                "where_zh": shelf.where.zh, "where_en": shelf.where.en,
                "classes": list(shelf.classes),
            }
            for shelf in plan.shelves
        ],
    }  # fmt: skip


def from_json(table: dict[str, Any]) -> LibraryPlan:
    """The plan behind a line of libraries.json."""
    return LibraryPlan(
        symbol=table["symbol"],
        name=Said(table["name_zh"], table["name_en"]),
        short=Said(table["short_zh"], table["short_en"]),
        kind=table["kind"],
        region=Said(table["region_zh"], table["region_en"]),
        phone=table["phone"],
        branches=tuple(_branch_from_json(branch) for branch in table["branches"]),
    )


def _branch_from_json(table: dict[str, Any]) -> BranchPlan:
    week = [span for day, hours in table["hours"] for span in week_of({str(day): [hours]})]
    latitude, longitude = table["place"]
    return BranchPlan(
        code=table["code"],
        name=Said(table["name_zh"], table["name_en"]),
        address=Said(table["address_zh"], table["address_en"]),
        place=(latitude, longitude),
        phone=table["phone"],
        week=tuple(week),
        days=tuple(yearly_day(**day) for day in table["days"]),
        shelves=tuple(
            Shelf(Said(s["zh"], s["en"]), Said(s["where_zh"], s["where_en"]), tuple(s["classes"]))
            for s in table["shelves"]
        ),
    )
