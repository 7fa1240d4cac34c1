"""What the alliance and its members set about documents: how large, how long, how often."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.utils.translation import gettext_lazy as _

from commonshelf.members import api as members

MEGABYTES: Final = "delivery.megabytes"
DAYS: Final = "delivery.days"
OPENS: Final = "delivery.opens"
PAGES: Final = "delivery.pages"
MOST_MEGABYTES: Final = 500
"""No member may take more: a document is held in memory while it is read (ADR 0022)."""
BYTES: Final = 1_000_000
FILES: Final = 300
"""Pictures in one document."""


def register() -> None:
    members.register_settings(
        members.Number(
            MEGABYTES,
            100,
            (1, MOST_MEGABYTES),
            _("How large a document may be that is sent to a reader"),
            _("MB"),
            help=_("All its files together."),
        ),
        members.Number(
            PAGES,
            100,
            (1, 2000),
            _("Pages of a copy for one request at most"),
            _("pages"),
            help=_("Where neither the access level nor a licence decision says how many."),
            shown=True,
        ),
        members.Number(
            DAYS,
            30,
            (1, 180),
            _("Days for which a reader can open a document"),
            _("days"),
            help=_("Then it is withdrawn and its file deleted."),
            shown=True,
        ),
        members.Number(
            OPENS, 10, (1, 100), _("How often a reader can open a document"), _("times"), shown=True
        ),
    )


def most_bytes(library: str) -> int:
    return members.number(library=library, name=MEGABYTES) * BYTES


def most_pages(library: str) -> int:
    return members.number(library=library, name=PAGES)


def kept(library: str) -> timedelta:
    return timedelta(days=days_open(library))


def days_open(library: str) -> int:
    """For which a reader can open what this library scanned, where no licence decision says less."""
    return members.number(library=library, name=DAYS)


def most_opens(library: str) -> int:
    return members.number(library=library, name=OPENS)
