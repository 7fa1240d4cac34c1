"""The door of delivery: documents brought for a request, and links by which one reader opens them.

`key`: see `members.api.act`. What is about a request's rights is decided in the room above.
"""

from __future__ import annotations

from collections.abc import Iterator

from commonshelf.delivery import fsck
from commonshelf.delivery.bringing import Upload, bring, too_big, withdraw
from commonshelf.delivery.cards import DocumentCard, LinkCard, Opened
from commonshelf.delivery.domain.notices import NOTICES, Notice, notice
from commonshelf.delivery.linking import copies_of, end_link, look, open_link, opened, share
from commonshelf.delivery.rules import days_open, most_bytes, most_pages
from commonshelf.delivery.showing import abouts, document, documents_about, links_for, links_of, scanned_file

__all__ = [
    "NOTICES",
    "DocumentCard",
    "LinkCard",
    "Notice",
    "Opened",
    "Upload",
    "abouts",
    "bring",
    "copies_of",
    "days_open",
    "document",
    "documents_about",
    "end_link",
    "links_for",
    "links_of",
    "look",
    "most_bytes",
    "most_pages",
    "notice",
    "open_link",
    "opened",
    "problems",
    "scanned_file",
    "share",
    "too_big",
    "withdraw",
]


def problems() -> Iterator[str]:
    """What fsck must never find here."""
    yield from fsck.problems()
