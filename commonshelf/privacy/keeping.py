"""How long what is kept, in sentences, with the days that hold at a library."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonshelf.members import api as members
from commonshelf.privacy import sweeping


@dataclass(frozen=True, slots=True)
class KeptLine:
    """What, and until when. setting: what a library may choose within bounds; "" where it may not."""

    what: str
    until: str
    setting: str = ""


def days(name: str, library: str) -> str:
    """ "90 days", as it holds at the library today."""
    n = int(str(members.setting(library=library, name=name)))
    return ngettext("{n} day", "{n} days", n).format(n=n)


def told(library: str = "") -> list[KeptLine]:
    """library: a Symbol; "": as the alliance has it."""
    return [
        *_of_a_reader(library),
        *_of_everybody(library),
        KeptLine(_("Backups"), backups_said(timezone.now())),
    ]


def _of_a_reader(library: str) -> list[KeptLine]:
    return [
        KeptLine(
            _("Registration, cards, and which documents were shown"),
            _(
                "Until you delete them. Of a document's number only a digest and the last characters"
                " are kept."
            ),
        ),
        _line(
            _("A card that was closed"),
            _("Everything is erased {days} after the closing."),
            "closed",
            library,
        ),
        _line(
            _("A registration that ran out and was not renewed"),
            _("Everything is erased {days} after it ran out."),
            "lapsed",
            library,
        ),
        _line(
            _("Loans and requests"),
            _(
                "Your name is taken out {days} after the return, unless you asked that your loans be"
                " remembered."
                " What is left is counted: library, month, kind of reader."
            ),
            "loan",
            library,
        ),
        KeptLine(
            _("Visits"),
            _("Your name is taken out after {days}; how many came is counted for good.").format(
                days=days("visits.remember-days", library)
            ),
            "visits.remember-days",
        ),
        KeptLine(
            _("Fees and payments"),
            _(
                "Accounts are kept for good, under a random key. Once everything is deleted, the key leads to"
                " nobody."
            ),
        ),
        _line(_("Blocks"), _("A block is forgotten {days} after it was lifted."), "block", library),
        KeptLine(
            _("Consents you gave and took back"),
            _("For three years after you took them back, as proof that they were asked for."),
        ),
        KeptLine(
            _("The form for joining, filled in at home"),
            _("Until it is used at a desk, and for two weeks at most."),
        ),
        _line(_("Spreadsheets of readers"), _("The file is deleted after {days} at most."), "sheet", library),
    ]


def _of_everybody(library: str) -> list[KeptLine]:
    return [
        KeptLine(
            _("Lists and saved searches"), _("Until you delete them. Nobody at any library reads them.")
        ),
        _line(_("Letters to you"), _("They are deleted after {days}."), "letter", library),
        KeptLine(
            _("Where you are signed in"),
            _("Until you sign out, two weeks at most; network addresses go with it."),
        ),
        KeptLine(_("Wrong guesses at a password"), _("They are counted for a day at most.")),
        KeptLine(
            _("The log of who did what"),
            _(
                "For good: it holds random keys, and neither names nor numbers. Once everything is"
                " deleted, your"
                " key leads to nobody."
            ),
        ),
    ]


def _line(what: str, until: str, name: str, library: str) -> KeptLine:
    setting = f"privacy.{name}-days"
    return KeptLine(what, until.format(days=days(setting, library)), setting)


def backups_said(now: datetime) -> str:
    """Until when a backup still holds what is deleted now."""
    return in_backups_said(sweeping.in_backups_until(now))


def in_backups_said(until: date | None) -> str:
    if until is None:
        return _(
            "This system makes no backups by itself. Whoever runs the machine can say how long theirs"
            " hold what"
            " was deleted."
        )
    said = _(
        "Backups made before still hold what is deleted today, until {day}. Put back, they are cleaned"
        " of it at"
        " once."
    )
    return said.format(day=date_format(until, "DATE_FORMAT"))
