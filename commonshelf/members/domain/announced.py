"""What the kept library `holidays` knows of a country's public holidays, as a library keeps them.

It names the days off by law or announcement and, for China, the weekend days worked instead. Weekends that
touch such days are left out there, for offices rest on them anyway; libraries do not, so where days are
swapped (the State Council's yearly notice) they are put back: the notice counts them into the holiday.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final, Protocol, cast

import holidays as kept

from commonshelf.kernel.refusal import Refusal
from commonshelf.members.cards import HolidayCard, Said

DAY: Final = timedelta(days=1)
FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2100
NOTHING: Final = Said("", "")
SUFFIXES: Final = ("（补假）", " (observed)")
"""What the library adds to the name of a day off given for one that fell on a weekend."""


class _Country(Protocol):
    """The part of `holidays.HolidayBase` that is used."""

    supported_languages: tuple[str, ...]
    default_language: str | None
    weekend: set[int]

    def items(self) -> Iterable[tuple[date, str]]: ...


@dataclass(frozen=True, slots=True)
class Announced:
    """A year as the kept library tells it. swapped: this country works some weekends instead of days off.

    complete: the swaps of this very year are known; without them only what the law says is told.
    """

    year: int
    country: str
    days: tuple[HolidayCard, ...]
    swapped: bool
    complete: bool


@lru_cache(maxsize=1)
def countries() -> Mapping[str, str]:
    """Code (ISO 3166, with subdivisions as "US-CA") -> the country's name in English."""
    names = {told[1]: told[0] for told in kept.registry.COUNTRIES.values()}
    found: dict[str, str] = {}
    for code, parts in kept.list_supported_countries().items():
        if code in names:
            name = "".join(f" {sign}" if sign.isupper() else sign for sign in names[code]).strip()
            found[code] = name
            found.update({f"{code}-{part}": f"{name}, {part}" for part in parts})
    return found


def country(text: str) -> str:
    code = text.strip().upper()
    known = {one.upper(): one for one in countries()}
    if code not in known:
        raise Refusal("members.no-such-country", {"country": text.strip()[:20]})
    return known[code]


def year(number: int) -> int:
    if not FIRST_YEAR <= number <= LAST_YEAR:
        raise Refusal("members.bad-year", {"year": number, "first": FIRST_YEAR, "last": LAST_YEAR})
    return number


def announced(code: str, number: int) -> Announced:
    """The days of one year, by date."""
    code, number = country(code), year(number)
    land, _, part = code.partition("-")
    local = _of(land, part, number, None)
    zh = _of(land, part, number, _language(local, "zh"))
    en = _of(land, part, number, _language(local, "en"))
    swaps = _swaps(local)
    off = dict(_names(number, zh, en, local))
    given = {day for day, _instead in swaps if day.year == number}
    if swaps:
        _put_back(off, given, {instead for _day, instead in swaps}, local.weekend)
    days = [HolidayCard(day, name, None, by_hand=False) for day, name in off.items()]
    days += [
        HolidayCard(instead, _worked(_feast(off, day)), day.weekday(), by_hand=False)
        for day, instead in swaps
        if instead.year == number
    ]
    days.sort(key=lambda one: one.date)
    return Announced(number, code, tuple(days), bool(swaps), not swaps or bool(given))


def _of(land: str, part: str, number: int, language: str | None) -> _Country:
    return cast(
        "_Country",
        kept.country_holidays(land, subdiv=part or None, years=number, language=language, expand=False),
    )


def _language(of: _Country, wanted: str) -> str | None:
    """The first of the country's languages that is it, its own script of Chinese before another's."""
    fitting = [one for one in of.supported_languages if one.startswith(wanted)]
    best = [one for one in fitting if one in {"zh_CN", "en_US", of.default_language}]
    return next(iter(best or fitting), None)


def _names(number: int, zh: _Country, en: _Country, local: _Country) -> Iterator[tuple[date, Said]]:
    in_zh, in_en = dict(zh.items()), dict(en.items())
    chinese = _language(local, "zh") is not None
    for day, own in sorted(local.items()):
        if day.year == number:
            name = _plain(in_zh[day]).replace("; ", "、") if chinese else ""
            yield day, Said(name, _plain(in_en.get(day, own)))


def _plain(name: str) -> str:
    for suffix in SUFFIXES:
        name = name.removesuffix(suffix)
    return name[:80]


def _swaps(of: _Country) -> list[tuple[date, date]]:
    """(day off, weekend day worked instead), of all years that were announced."""
    told: Mapping[int, Sequence[object]] = getattr(of, "special_public_holidays", {})
    found = []
    for number, lines in told.items():
        for line in lines if lines and isinstance(lines[0], tuple) else (lines,):
            if isinstance(line, tuple) and len(line) >= 4:
                month, day, from_month, from_day = line[:4]
                instead = date(line[4] if len(line) > 4 else number, from_month, from_day)
                found.append((date(number, month, day), instead))
    return sorted(found)


def _put_back(off: dict[date, Said], given: set[date], worked: set[date], weekend: set[int]) -> None:
    """Weekend days that touch a day off; they, and days given for others, are named after its feast."""
    unnamed = set(given)
    for step in (DAY, -DAY):
        for day in sorted(off.keys() | given):
            beside = day + step
            taken = worked | off.keys() | unnamed
            while beside.weekday() in weekend and beside not in taken and beside.year == day.year:
                unnamed.add(beside)
                beside += step
    for day in unnamed:
        off[day] = NOTHING
    named = {day: _feast(off, day) for day in sorted(unnamed)}
    off.update(named)


def _feast(off: Mapping[date, Said], day: date) -> Said:
    """The name that most days of this stretch of days off bear; of equals the first."""
    stretch = [off[day]]
    for step in (DAY, -DAY):
        beside = day + step
        while beside in off:
            stretch.append(off[beside]) if step == DAY else stretch.insert(0, off[beside])
            beside += step
    names = Counter(name for name in stretch if name != NOTHING)
    return names.most_common(1)[0][0] if names else NOTHING


def _worked(name: Said) -> Said:
    return Said(f"{name.zh}调休上班" if name.zh else "", f"Make-up day for {name.en}" if name.en else "")


class Change(StrEnum):
    """What a prefill does about a day."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"
    SAME = "same"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Filled:
    """A day of the preview. now: what stands there; then: what will stand there (None: nothing)."""

    date: date
    change: Change
    now: HolidayCard | None
    then: HolidayCard | None


def fill(stands: Mapping[date, HolidayCard], told: Announced) -> list[Filled]:
    """Every day of the year that is in the table or was announced. What was written by hand stays."""
    news = {one.date: one for one in told.days}
    here = {day: one for day, one in stands.items() if day.year == told.year}
    return [_filled(day, here.get(day), news.get(day)) for day in sorted(here.keys() | news.keys())]


def _filled(day: date, now: HolidayCard | None, then: HolidayCard | None) -> Filled:
    if now and now.by_hand:
        return Filled(day, Change.KEPT, now, now)
    if now == then:
        return Filled(day, Change.SAME, now, then)
    if now is None:
        return Filled(day, Change.NEW, None, then)
    return Filled(day, Change.GONE if then is None else Change.CHANGED, now, then)
