"""What must hold among the catalogue's rows whatever happened: the checks of `fsck`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from commonshelf.catalogue import files
from commonshelf.catalogue.domain import facts as facts_form
from commonshelf.catalogue.domain.clusters import components
from commonshelf.catalogue.domain.facts import RULES
from commonshelf.catalogue.domain.keys import joining_keys, key_number
from commonshelf.catalogue.models import Load
from commonshelf.catalogue.store import checks


def problems() -> Iterator[str]:
    """Each in one English sentence for the operator."""
    for said, sql in checks.RULES.items():
        for row in checks.breaches(sql):
            yield said.format(*row)
    yield from _keys()
    yield from _files()


def _keys() -> Iterator[str]:
    """Keys are those of the facts, and nothing but shared keys holds the records of an edition together."""
    stored = groupby(checks.keys_by_edition(), key=itemgetter(0))
    told = groupby(checks.facts_and_keys(), key=itemgetter(0))
    for (edition, rows), (_, facts) in zip(stored, told, strict=True):
        links = [(key, record) for _, record, key in rows if key is not None]
        keys: dict[int, set[int]] = {}
        for key, record in links:
            keys.setdefault(record, set()).add(key)
        members = 0
        for _, record, rules, data in facts:
            members += 1
            if rules == RULES and _keys_of(data) != keys.get(record, set()):
                yield f"the joining keys of record {record} are not those of its facts"
        if members > 1 and (len(keys) < members or len(components(links)) > 1):
            yield f"edition {edition} holds records that no key joins"


def _keys_of(data: str) -> set[int] | None:
    try:
        return {key_number(key) for key in joining_keys(facts_form.load(data))}
    except ValueError:
        return None


def _files() -> Iterator[str]:
    for load in Load.objects.filter(state__in=["waiting", "running"]):
        for entry in load.files:
            if entry.get("kept") and not files.path_of(entry).is_file():
                yield f"load {load.pk} still needs the file {entry['name']}, which is not kept any more"
