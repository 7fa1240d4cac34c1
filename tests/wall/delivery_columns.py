"""Who may read the columns of words about documents, their links, and other resolvers."""

from __future__ import annotations

from collections.abc import Mapping

from commonshelf.delivery.models import Document
from commonshelf.sharing.models import PatronRequest
from tests.wall import policy as p
from tests.wall.policy import CODE, DATA, DIGEST, KEY, STATE, See, Table, both, each
from tests.wall.sharing_columns import of_request


def of_document(row: Document) -> str:
    """Its reader, the desk that prints it for them, the one that scanned it."""
    asked = PatronRequest.objects.filter(number=row.about.partition(":")[2]).first()
    return of_request(asked) if asked else p.library(row)


DELIVERY: Mapping[str, Table] = {
    "delivery.Document": Table(
        of_document,
        {
            **each(CODE, "about", "kind", "notice"),
            "title": See.BUSINESS,
            "name": (lambda row: (See.BUSINESS, p.library(row))),
            "file": "a path of this house",
            "sha256": DIGEST,
            "left_behind": DATA,
            "brought_by": KEY,
            "withdrawn_why": STATE,
        },
    ),
    "delivery.Link": Table(p.library, {"seed": "random", "digest": DIGEST, "copy": "a path of this house"}),
    "resources.Target": Table(
        p.library,
        {**both(See.PUBLIC, "name"), "base": "an address, which the form would refuse to show"},
    ),
}
