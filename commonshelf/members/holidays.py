"""Acts on the alliance's table of holidays: days off, make-up days, filling in a year from a kept library."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils import timezone

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent
from commonshelf.members import directory
from commonshelf.members.acting import Done, act
from commonshelf.members.cards import HolidayCard
from commonshelf.members.domain import announced, checks, days
from commonshelf.members.domain.announced import Announced, Change, Filled
from commonshelf.members.models import Alliance, Holiday

OFFICE: Final = "office"
KEPT: Final = "holidays"
"""Who wrote a row: somebody by hand, or a prefill."""
NOTICE_FROM: Final = (11, 1)
"""From this month and day the next year's make-up days can be expected to be known."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What the table lacks. empty: the whole year; else its make-up days, which other years have."""

    year: int
    empty: bool


def holidays(*, year: int) -> list[HolidayCard]:
    """The table's lines of a year, those included that make a day a day like any other."""
    return sorted((one for one in directory.holidays().values() if one.date.year == year), key=_date)


def _date(one: HolidayCard) -> date:
    return one.date


def set_holidays(
    *,
    actor: Actor,
    first_date: date,
    end_date: date | None = None,
    name_zh: str = "",
    name_en: str = "",
    worked_as: int | None = None,
    key: str = "",
) -> list[HolidayCard]:
    """Write down days off, the last one included, or make-up days on which a weekday's hours are kept.

    Whatever stood there is replaced; a prefill leaves it alone from now on.
    """

    def do() -> Done[list[HolidayCard]]:
        last = end_date or first_date
        checks.a_name(name_zh, name_en)
        days.weekday(worked_as)
        days.span_of_days(first_date, last, days.LONGEST_HOLIDAY)
        announced.year(first_date.year)
        announced.year(last.year)
        told = {"name_zh": name_zh.strip(), "name_en": name_en.strip(), "worked_as": worked_as}
        rows = [_written(day, told) for day in _days(first_date, last)]
        directory.changed()
        facts = {"first_date": str(first_date), "end_date": str(last), **told}
        cards = [directory.holiday_card(row) for row in rows]
        return Done(cards, facts, stored=[str(card.date) for card in cards])

    return act(
        actor=actor,
        action="members.set-holiday",
        object=Ref("holiday", str(first_date)),
        do=do,
        key=key,
        again=lambda _: [one for one in holidays(year=first_date.year) if one.date >= first_date][:1],
    )


def set_holiday(
    *,
    actor: Actor,
    date: date,
    name_zh: str = "",
    name_en: str = "",
    worked_as: int | None = None,
    key: str = "",
) -> HolidayCard:
    """One day off, or one make-up day (worked_as: the weekday, Monday 0, whose hours are kept on it)."""
    [card] = set_holidays(
        actor=actor, first_date=date, name_zh=name_zh, name_en=name_en, worked_as=worked_as, key=key
    )
    return card


def _written(day: date, told: dict[str, str | int | None]) -> Holiday:
    row, _new = Holiday.objects.update_or_create(date=day, defaults={**told, "source": OFFICE})
    return row


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def drop_holidays(*, actor: Actor, first_date: date, end_date: date | None = None, key: str = "") -> None:
    """These days are like any other. Absent: nothing stands there.

    A day that a prefill would bring back stays in the table as a day like any other; dropped once more,
    it is forgotten, and the next prefill takes it in again.
    """

    def do() -> Done[None]:
        last = end_date or first_date
        days.span_of_days(first_date, last, days.LONGEST_HOLIDAY)
        rows = list(Holiday.objects.filter(date__range=(first_date, last)))
        if not rows:
            raise Absent
        told = {one.date for year in {row.date.year for row in rows} for one in known(year).days}
        for row in rows:
            plain = row.worked_as == row.date.weekday()
            if plain or row.date not in told:
                row.delete()
            else:
                row.worked_as, row.source = row.date.weekday(), OFFICE
                row.save()
        directory.changed()
        return Done(None, {"first_date": str(first_date), "end_date": str(last), "days": len(rows)})

    object = Ref("holiday", str(first_date))
    act(actor=actor, action="members.drop-holiday", object=object, do=do, key=key)


def drop_holiday(*, actor: Actor, date: date, key: str = "") -> None:
    """See `drop_holidays`."""
    drop_holidays(actor=actor, first_date=date, key=key)


# -- filling in a year


def country() -> str:
    """Whose public holidays a prefill brings: ISO 3166, with a subdivision where it has one ("US-CA")."""
    return Alliance.objects.values_list("holidays_of", flat=True).first() or "CN"


def known(year: int) -> Announced:
    return announced.announced(country(), year)


def prefill(*, year: int) -> list[Filled]:
    """What `prefill_holidays` would do, day by day."""
    return announced.fill(directory.holidays(), known(year))


def prefill_holidays(*, actor: Actor, year: int, key: str = "") -> dict[str, int]:
    """Bring the year up to what is known of it; what was written by hand stays. Reply: days by `Change`."""

    def do() -> Done[dict[str, int]]:
        told = known(year)
        rows = Holiday.objects.filter(date__year=year)
        filled = announced.fill({row.date: directory.holiday_card(row) for row in rows}, told)
        for one in filled:
            _take(one)
        directory.changed()
        counts = dict(Counter(one.change.value for one in filled))
        return Done(counts, {"year": year, "country": told.country, **counts})

    object = Ref("holiday", str(year))
    return act(actor=actor, action="members.prefill-holidays", object=object, do=do, key=key)


def _take(one: Filled) -> None:
    if one.change is Change.GONE:
        Holiday.objects.filter(date=one.date).delete()
    elif one.change in {Change.NEW, Change.CHANGED} and (then := one.then):
        told = {"name_zh": then.name.zh, "name_en": then.name.en, "worked_as": then.worked_as}
        Holiday.objects.update_or_create(date=one.date, defaults={**told, "source": KEPT})


def set_holidays_of(*, actor: Actor, country: str, key: str = "") -> None:
    """Choose whose public holidays a prefill brings; the table stays as it is until then."""

    def do() -> Done[None]:
        code = announced.country(country)
        if not Alliance.objects.update(holidays_of=code):
            raise Absent
        return Done(None, {"country": code})

    object = Ref("alliance", "1")
    act(actor=actor, action="members.set-holidays-of", object=object, do=do, key=key)


def holiday_gaps(*, today: date | None = None) -> list[Gap]:
    """What staff should be told the table lacks: this year, and towards its end the next one."""
    day = today or timezone.localdate()
    years = [day.year, day.year + 1] if (day.month, day.day) >= NOTICE_FROM else [day.year]
    table = directory.holidays().values()
    swapping = any(_swapped(one) for one in table)
    found = []
    for year in years:
        lines = [one for one in table if one.date.year == year]
        if not lines or (swapping and not any(_swapped(one) for one in lines)):
            found.append(Gap(year, empty=not lines))
    return found


def _swapped(one: HolidayCard) -> bool:
    return one.worked_as is not None and one.worked_as != one.date.weekday()
