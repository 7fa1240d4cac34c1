"""Who may read the columns of words about documents, their links, and other resolvers."""

from __future__ import annotations

from collections.abc import Mapping

from tests.wall import policy as p
from tests.wall.policy import CODE, DATA, DIGEST, KEY, STATE, Table, each

_TRIED = "asked of insider, partner and stranger in delivery/tests and sharing/tests/test_documents.py"

DELIVERY: Mapping[str, Table] = {
    "delivery.Document": Table(
        p.library,
        {
            **each(CODE, "about", "kind", "notice"),
            **each(_TRIED, "title", "name"),
            "file": "a path of this house",
            "sha256": DIGEST,
            "left_behind": DATA,
            "brought_by": KEY,
            "withdrawn_why": STATE,
        },
    ),
    "delivery.Link": Table(p.library, {"seed": "random", "digest": DIGEST, "copy": "a path of this house"}),
    "resources.Target": Table(
        p.all_,
        each(
            "told to all readers; pages tried in resources/tests/test_resolvers.py",
            "name_zh",
            "name_en",
            "base",
        ),
    ),
}
