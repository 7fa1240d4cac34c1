"""What must hold among the catalogue's rows whatever happened: the checks of `fsck`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from operator import itemgetter
from typing import Final

from commonshelf.catalogue import comparing, doubting, files, hand_checks, joining, rematching
from commonshelf.catalogue.decision import Decision
from commonshelf.catalogue.domain import facts as facts_form
from commonshelf.catalogue.domain import said
from commonshelf.catalogue.domain.describing import RULES as TODAY
from commonshelf.catalogue.domain.describing import described
from commonshelf.catalogue.domain.facts import RULES, Facts
from commonshelf.catalogue.domain.matching import portraits
from commonshelf.catalogue.domain.matching.judging import alike
from commonshelf.catalogue.models import Load
from commonshelf.catalogue.store import checks
from commonshelf.catalogue.store import descriptions as seen
from commonshelf.catalogue.store import doubts as queue

AT_ONCE: Final = 500


def problems() -> Iterator[str]:
    """Each in one English sentence for the operator."""
    for sentence, sql in checks.RULES.items():
        for row in checks.breaches(sql):
            yield sentence.format(*row)
    yield from _derived()
    yield from _descriptions()
    yield from _links()
    yield from _editions()
    yield from hand_checks.problems()
    yield from _files()


def _derived() -> Iterator[str]:
    """What is kept beside the facts follows from them: descriptions, and what the edition says."""
    told = groupby(checks.facts_by_edition(), key=itemgetter(0))
    for (edition, facts), (_, lines) in zip(told, checks.said_by_edition(), strict=True):
        says, current = set[str](), True
        for _, record, rules, description, made_by, data in facts:
            read = _read(data) if rules == RULES else None
            if read is None:
                current = False
                if rules == RULES:
                    yield f"the facts of record {record} cannot be read"
                continue
            says.update(said.lines(read, data).split("\n")[1:])
            if made_by == TODAY and described(read).id != description:
                yield f"the description of record {record} is not that of its facts"
        if not _tells(lines):
            yield f"what edition {edition} says cannot be read, so it is left out of the index"
        elif current and len(says) < said.MOST and says != set(lines.split("\n")[1:]):
            yield f"edition {edition} says otherwise in the index than its records do"


def _read(data: str) -> Facts | None:
    try:
        return facts_form.load(data)
    except (ValueError, TypeError):
        return None


def _tells(lines: str) -> bool:
    try:
        said.read(lines)
    except (ValueError, IndexError, KeyError):
        return False
    return True


def _descriptions() -> Iterator[str]:
    """A description is its portrait; and it lies in the blocks of its portrait."""
    for id, rules, alike_, text, values in checks.descriptions():
        if portraits.number_of(text) != id:
            yield f"description {id} is not the digest of its portrait"
        elif rules == TODAY:
            portrait = portraits.load(text)
            if bool(alike_) != alike(portrait):
                yield f"description {id} is wrong about whether its like are one edition"
            lies_in = {int(value) for value in (values or "").split(",") if value}
            if lies_in != set(portraits.blocks(portrait)):
                yield f"description {id} does not lie in the blocks of its portrait"


def _links() -> Iterator[str]:
    """Two descriptions are linked exactly if they lie in one block and the rules see one edition."""
    for ids in _armfuls(row[0] for row in checks.descriptions() if row[1] == TODAY):
        stored = {link[:3] for link in seen.links_of(ids)}
        right = {link[:3] for link in comparing.links_anew(ids)}
        for one, other, outcome in sorted(stored - right):
            yield f"descriptions {one} and {other} are linked ({outcome}), but the rules say otherwise"
        for one, other, outcome in sorted(right - stored):
            yield f"descriptions {one} and {other} are not linked, but the rules say {outcome}"


def _editions() -> Iterator[str]:
    """Editions are what links and decisions give, and the queue holds what they leave in doubt."""
    done: set[int] = set()
    for ids in _armfuls(row[0] for row in checks.living_editions()):
        decision = joining.judged(set(ids) - done)
        for record, edition in sorted(decision.places.items()):
            if decision.before[record] != edition:
                yield f"record {record} is in edition {decision.before[record]}, but belongs in another"
        if all(decision.before[record] == edition for record, edition in decision.places.items()):
            yield from _doubts(decision)
        done = {edition for edition in done | decision.reached if edition > ids[-1]}


def _doubts(decision: Decision) -> Iterator[str]:
    wanted = doubting.questions(decision)
    waiting = queue.waiting(decision.reached | {edition for pair in wanted for edition in pair})
    there = {(row.one_edition, row.other_edition) for row in waiting.values()}
    for one, other in sorted(set(wanted) - there):
        yield f"editions {one} and {other} may be one, but nobody is asked"
    # While some wait to be described by today's rules, so do the questions about them.
    needless = {pair for pair in there - set(wanted) if not decision.reached.isdisjoint(pair)}
    for one, other in () if rematching.due() else sorted(needless):
        yield f"it is asked whether editions {one} and {other} are one, but nothing speaks for it"


def _armfuls(ids: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(ids)
    while taken := list(islice(rest, AT_ONCE)):
        yield taken


def _files() -> Iterator[str]:
    for load in Load.objects.filter(state__in=["waiting", "running"]):
        for entry in load.files:
            if entry.get("kept") and not files.path_of(entry).is_file():
                yield f"load {load.pk} still needs the file {entry['name']}, which is not kept any more"
