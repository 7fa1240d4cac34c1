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
    members.register_setting(
        name=MEGABYTES,
        kind="number",
        default=100,
        least=1,
        most=MOST_MEGABYTES,
        label=_("How large a document may be that is sent to a reader"),
        unit=_("MB"),
        help=_("All its files together."),
    )
    members.register_setting(
        name=PAGES,
        kind="number",
        default=100,
        least=1,
        most=2000,
        label=_("Pages of a copy for one request at most"),
        unit=_("pages"),
        help=_("Where neither the access level nor a licence decision says how many."),
        shown=True,
    )
    members.register_setting(
        name=DAYS,
        kind="number",
        default=30,
        least=1,
        most=180,
        label=_("Days for which a reader can open a document"),
        unit=_("days"),
        help=_("Then it is withdrawn and its file deleted."),
        shown=True,
    )
    members.register_setting(
        name=OPENS,
        kind="number",
        default=10,
        least=1,
        most=100,
        label=_("How often a reader can open a document"),
        unit=_("times"),
        shown=True,
    )


def _whole(library: str, name: str) -> int:
    return int(members.setting(library=library, name=name))


def most_bytes(library: str) -> int:
    return _whole(library, MEGABYTES) * BYTES


def most_pages(library: str) -> int:
    return _whole(library, PAGES)


def kept(library: str) -> timedelta:
    return timedelta(days=days_open(library))


def days_open(library: str) -> int:
    """For which a reader can open what this library scanned, where no licence decision says less."""
    return _whole(library, DAYS)


def most_opens(library: str) -> int:
    return _whole(library, OPENS)
