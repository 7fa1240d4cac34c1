"""How many came, when, and from where: read from the rows, small numbers left out."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta

from django.db.models import Sum
from django.db.models.functions import ExtractHour, TruncDate
from django.utils import timezone

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Refusal
from commonshelf.kernel.small import told
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.visits.cards import Count, Counts
from commonshelf.visits.domain.counting import LONGEST_DAYS
from commonshelf.visits.models import Visit


def counts(*, actor: Actor, library: str, first_date: date, end_date: date, branch: str = "") -> Counts:
    """Of the days from first to last, in the alliance's time zone. branch "": of all.

    Absent: not theirs to read. Refusal visits.bad-span: the last day before the first, or too many days.
    """
    members.demand(actor=actor, action="visits.read-counts", object=Ref("library", library, library))
    if not 0 <= (end_date - first_date).days < LONGEST_DAYS:
        raise Refusal("visits.bad-span", {"field": "end_date", "most": LONGEST_DAYS})
    rows = Visit.objects.filter(
        library__symbol=library, came_at__gte=_begin(first_date), came_at__lt=_begin(end_date) + timedelta(1)
    )
    if branch:
        rows = rows.filter(branch=branch)
    by_day = rows.annotate(day=TruncDate("came_at")).values_list("day").annotate(n=Sum("people"))
    by_hour = rows.annotate(hour=ExtractHour("came_at")).values_list("hour").annotate(n=Sum("people"))
    days, hours = dict(by_day.order_by("day")), dict(by_hour.order_by("hour"))
    groups = Counter(dict(rows.values_list("group_kind").annotate(n=Sum("people")).order_by("group_kind")))
    with_card = rows.filter(home__isnull=False)
    homes = {
        symbol: (Said(zh, en), n)
        for symbol, zh, en, n in with_card.values_list("home__symbol", "home__name_zh", "home__name_en")
        .annotate(n=Sum("people"))
        .order_by("home__symbol")
    }
    from_homes = told((symbol, n) for symbol, (_, n) in homes.items())
    span = [first_date + timedelta(days=n) for n in range((end_date - first_date).days + 1)]
    return Counts(
        library=library,
        first_date=first_date,
        end_date=end_date,
        people=sum(days.values()),
        with_card=sum(n for _, n in homes.values()),
        days=tuple((day, days.get(day, 0)) for day in span),
        hours=tuple((hour, hours[hour]) for hour in sorted(hours)),
        groups=tuple(Count(what, n) for what, n in told(groups.items())),
        homes=tuple(Count(what, n, homes[what][0]) for what, n in from_homes),
    )


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
