"""Every column of every model, in one table: what it is, whose it is, what erasing and time do to it.

A column, a link to a person or a model that is missing here, or a line without its column, turns the
tests red (tests/test_table.py). Export, erasure and forgetting do what stands here and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from commonshelf.privacy.domain.of_agency import AGENCY
from commonshelf.privacy.domain.of_catalogue import CATALOGUE
from commonshelf.privacy.domain.of_delivery import DELIVERY
from commonshelf.privacy.domain.of_figures import FIGURES
from commonshelf.privacy.domain.of_people import CARDS, KEPT_BY_PEOPLE, MEMBERS, OUTSIDE
from commonshelf.privacy.domain.of_planning import PLANNING
from commonshelf.privacy.domain.of_resources import RESOURCES
from commonshelf.privacy.domain.of_sharing import SHARING
from commonshelf.privacy.domain.of_use import LEDGER, LOANS, NEWS, OFFICE, VISITS, WORK
from commonshelf.privacy.domain.vocabulary import Columns, Link, Timer

TABLE: Final[Mapping[str, Columns]] = MappingProxyType(
    {
        **MEMBERS,
        **CARDS,
        **AGENCY,  # before the requests it hangs on: what is blanked of it is found through them
        **SHARING,
        **LOANS,
        **VISITS,
        **DELIVERY,
        **RESOURCES,
        **PLANNING,
        **FIGURES,
        **LEDGER,
        **KEPT_BY_PEOPLE,
        **WORK,
        **OFFICE,
        **NEWS,
        **CATALOGUE,
        **OUTSIDE,
    }
)

WITHOUT_MODEL: Final[Mapping[str, str]] = MappingProxyType(
    {
        "cache": "guesses at passwords and codes, under digests or user names; each runs out by itself, and"
        " what is left of a person's goes with them",
        "catalogue_key": "left empty by a change of shape",
        "django_migrations": "which changes of shape were made",
    }
)
"""Tables of the database that are no model's, and what they hold."""

SECTIONS: Final = (
    "you",
    "card",
    "sharing",
    "loans",
    "holds",
    "documents",
    "visits",
    "money",
    "lists",
    "suggestions",
    "letters",
    "signing-in",
    "work",
    "acts",
)
"""The heads under which a person reads what is kept of them, in order."""


def owned() -> Iterator[tuple[str, Columns]]:
    """The models in which a row can be a person's own."""
    for section in SECTIONS:
        yield from ((label, line) for label, line in TABLE.items() if line.owned and line.section == section)
    yield from ((label, line) for label, line in TABLE.items() if line.owned and not line.section)


def timers() -> Iterator[tuple[str, Timer]]:
    for label, line in TABLE.items():
        yield from ((label, timer) for timer in line.timers)


def kept() -> Iterator[tuple[str, Link]]:
    """The links that erasing leaves, each with its reason."""
    for label, line in TABLE.items():
        yield from ((label, link) for link in line.links if link.erase == "keep")
