"""What must hold among the catalogue's rows whatever happened: the checks of `fsck`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from commonshelf.catalogue import files
from commonshelf.catalogue.domain import facts as facts_form
from commonshelf.catalogue.domain import said
from commonshelf.catalogue.domain.clusters import components
from commonshelf.catalogue.domain.facts import RULES
from commonshelf.catalogue.domain.keys import joining_keys, key_number
from commonshelf.catalogue.models import Load
from commonshelf.catalogue.store import checks


def problems() -> Iterator[str]:
    """Each in one English sentence for the operator."""
    for sentence, sql in checks.RULES.items():
        for row in checks.breaches(sql):
            yield sentence.format(*row)
    yield from _derived()
    yield from _files()


def _derived() -> Iterator[str]:
    """What is kept beside the facts follows from them: keys, what the edition says, and that nothing
    but shared keys holds its records together.
    """
    stored = groupby(checks.keys_by_edition(), key=itemgetter(0))
    told = groupby(checks.facts_by_edition(), key=itemgetter(0))
    for (edition, rows), (_, facts), (_, lines) in zip(stored, told, checks.said_by_edition(), strict=True):
        links = [(key, record) for _, record, key in rows if key is not None]
        keys: dict[int, set[int]] = {}
        for key, record in links:
            keys.setdefault(record, set()).add(key)
        members, says, current = 0, set[str](), True
        for _, record, rules, data in facts:
            members += 1
            current = current and rules == RULES
            if rules == RULES:
                read = facts_form.load(data)
                says.update(said.lines(read, data).split("\n")[1:])
                if {key_number(key) for key in joining_keys(read)} != keys.get(record, set()):
                    yield f"the joining keys of record {record} are not those of its facts"
        if members > 1 and (len(keys) < members or len(components(links)) > 1):
            yield f"edition {edition} holds records that no key joins"
        if current and len(says) < said.MOST and says != set(lines.split("\n")[1:]):
            yield f"edition {edition} says otherwise in the index than its records do"


def _files() -> Iterator[str]:
    for load in Load.objects.filter(state__in=["waiting", "running"]):
        for entry in load.files:
            if entry.get("kept") and not files.path_of(entry).is_file():
                yield f"load {load.pk} still needs the file {entry['name']}, which is not kept any more"
