"""Which records a load named although it could not take them in: a full load must not delete those."""

from __future__ import annotations

import re
from typing import Final

from commonshelf.catalogue.models import Reject
from commonshelf.catalogue.rows import LONGEST_ID

_BETWEEN: Final = re.compile(rb"[\x00-\x1f<>\"]+")
"""What stands between two data of MARC in any of its forms."""
_LOOKED_AT: Final = 20_000
"""Bytes of a reject: a record's number stands near its beginning."""


def names(load: int) -> set[str]:
    """Local ids of the rejected records.

    Where no id could be read every datum of its bytes counts as one: a record too many that stays is
    taken out by the next load, one too few is gone for its readers.
    """
    found: set[str] = set()
    for facts, raw in Reject.objects.filter(load=load).values_list("facts", "raw").iterator():
        if "local_id" in facts:
            found.add(str(facts["local_id"]))
        else:
            data = (
                datum.decode("utf-8", "replace").strip() for datum in _BETWEEN.split(bytes(raw)[:_LOOKED_AT])
            )
            found.update(datum for datum in data if 0 < len(datum) <= LONGEST_ID)
    return found
