"""Letters to readers: due soon, late, ready to fetch. In their language, once each, one for all of a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commonshelf.cards import api as cards
from commonshelf.kernel.actor import Ref
from commonshelf.loans import money, place_words, reading, showing
from commonshelf.loans.cards import HoldCard, LoanCard
from commonshelf.loans.models import Loan
from commonshelf.mail import api as mail
from commonshelf.members import api as members
from commonshelf.ui.templatetags.shelf import day

DAYS_BEFORE: Final = "loans.remind-days"
LATE: Final = "loans.late-letters"
STEPS: Final = (1, 14)
"""Days after the due date on which a late one is written about."""
AT_ONCE: Final = 500
"""Letters of one turn; what is left comes with the next."""
HOLDS: Final = timedelta(days=3)
"""So long a letter is news: later it is not sent any more."""
KIND: Final = "loans"


def register() -> None:
    members.register_settings(
        members.Number(
            DAYS_BEFORE,
            3,
            (0, 14),
            gettext_lazy("Days before the due date on which a letter reminds the reader"),
            gettext_lazy("days"),
            help=gettext_lazy("0: no such letters."),
        ),
        members.Flag(
            LATE, True, gettext_lazy("Letters about what is late: the day after, and again after two weeks")
        ),
    )


def nightly(now: datetime) -> None:
    """Called twice with the same moment it writes nothing twice."""
    if mail.server() is None:
        return
    _write_all(_soon(now), now, _soon_words)
    _write_all(_late(now), now, _late_words)


Group = dict[tuple[str, str], list[LoanCard]]
"""(key of the reader, Symbol of the lending library) -> what the letter is about."""


def _soon(now: datetime) -> Group:
    """Due within the days of the lending library, not written about since lent or renewed, and wished for."""
    today = timezone.localdate(now)
    wide = max((_days(one.symbol) for one in members.libraries()), default=0)
    found = reading.due_within(today, wide) if wide else []
    near = [one for one in found if _near(one, today)]
    known = cards.readers_by_key(keys={one.reader for one in near})
    return _grouped(one for one in near if one.reader in known and known[one.reader].reminders)


def _near(loan: LoanCard, today: date) -> bool:
    days = _days(loan.place.library)
    return days > 0 and (loan.due_date - today).days <= days


def _days(library: str) -> int:
    return int(members.setting(library=library, name=DAYS_BEFORE))


def _late(now: datetime) -> Group:
    """Past a step of STEPS since the last letter."""
    today = timezone.localdate(now)
    found = showing.loan_cards(reading.late(today)[: AT_ONCE * 4], today)
    return _grouped(
        one for one in found if _stepped(one, now) and members.setting(library=one.place.library, name=LATE)
    )


def _stepped(loan: LoanCard, now: datetime) -> bool:
    today = timezone.localdate(now)
    passed = [loan.due_date + timedelta(days=step) for step in STEPS]
    reached = [on for on in passed if on <= today]
    told = timezone.localdate(loan.reminded_at) if loan.reminded_at else None
    return bool(reached) and (told is None or told < reached[-1])


def _grouped(found: Iterable[LoanCard]) -> Group:
    groups: Group = defaultdict(list)
    for one in found:
        if one.reader:
            groups[one.reader, one.place.library].append(one)
    return dict(list(groups.items())[:AT_ONCE])


Words = Callable[[Sequence[LoanCard]], tuple[str, list[str]]]


def _write_all(groups: Group, now: datetime, words: Words) -> None:
    """One transaction a letter: it is written and its loans marked, or neither."""
    known = members.particulars(keys=[key for key, _library in groups])
    for (key, library), loans in groups.items():
        person = known.get(key)
        ids = [one.id for one in loans]
        with members.together():
            fresh = Loan.objects.filter(pk__in=ids, closed_at=None)
            unchanged = {row.pk: row.reminded_at for row in fresh}
            some = [one for one in loans if unchanged.get(one.id, now) == one.reminded_at]
            if not some:
                continue
            Loan.objects.filter(pk__in=[one.id for one in some]).update(reminded_at=now)
            if person is not None and person.email:
                about = Ref("reminder", f"{key}-{timezone.localdate(now)}", library)
                _send(person, about, now, partial(words, some))


def _soon_words(loans: Sequence[LoanCard]) -> tuple[str, list[str]]:
    subject = ngettext("{n} book is due soon", "{n} books are due soon", len(loans)).format(n=len(loans))
    lines = [_("These are due soon:"), *_lines(loans), _("Renew them, or bring them back to any member:")]
    return subject, lines


def _late_words(loans: Sequence[LoanCard]) -> tuple[str, list[str]]:
    subject = ngettext("{n} book is late", "{n} books are late", len(loans)).format(n=len(loans))
    lines = [_("These should be back already:"), *_lines(loans)]
    if any(one.accrued for one in loans):
        costs = money.yuan(sum(one.accrued for one in loans))
        lines.append(_("Brought back today they would cost {yuan} yuan.").format(yuan=costs))
    return subject, [*lines, _("Bring them back to any member, or see here what can be renewed:")]


def _lines(loans: Sequence[LoanCard]) -> list[str]:
    """One line a book; lent where."""
    said = _("“{title}”: due {day} ({place})")
    return [
        "\n".join(
            said.format(
                title=place_words.said(one.thing.title),
                day=day(one.due_date),
                place=place_words.place(one.place),
            )
            for one in loans
        )
    ]


# -- ready to fetch


def ready(now: datetime) -> None:
    """Every few minutes: what was put on a hold shelf and not yet written about."""
    if mail.server() is None:
        return
    recent = showing.hold_rows().filter(state="ready", about="", ready_at__gt=now - HOLDS).order_by("pk")
    for one in showing.hold_cards(recent[:AT_ONCE]):
        about = Ref("hold", f"{one.id}-{one.ready_at:%Y%m%d%H%M%S}", one.place.library)
        with members.together():
            if mail.latest_about(about=about) is None:
                person = members.particulars(keys=[one.reader]).get(one.reader)
                if person is not None and person.email:
                    _send(person, about, now, partial(_ready_words, one))


def _ready_words(hold: HoldCard) -> tuple[str, list[str]]:
    title, place = place_words.said(hold.title), place_words.place(hold.place)
    subject = _("A book is ready for you to fetch")
    told = _("“{title}” is kept for you at {place} until {day}. Bring your card.")
    lines = [told.format(title=title, place=place, day=day(hold.fetch_by_date))]
    return subject, [
        *lines,
        _("If you no longer need it, give it up here, and the next reader has it sooner:"),
    ]


def _send(
    person: members.Particulars, about: Ref, now: datetime, words: Callable[[], tuple[str, list[str]]]
) -> None:
    language = person.language or str(members.setting(library=about.library, name="members.language"))
    link = urljoin(settings.SITE_ADDRESS, reverse("loans:mine"))
    with translation.override(language):
        name = person.name.in_language(language)
        subject, lines = words()
        hello = _("Dear {name},").format(name=name) if name else _("Good day,")
        text = "\n\n".join([hello, *lines, link, place_words.library(about.library)])
        mail.send(
            to=person.email,
            name=name,
            language=language,
            subject=subject,
            text=text,
            kind=KIND,
            about=about,
            link=link,
            at=now,
            until=now + HOLDS,
        )
