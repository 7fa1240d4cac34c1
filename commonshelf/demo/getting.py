"""How the demo alliance gets things: couriers, capacities, levels, e-resources, rules, requests."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any, Final

from django.utils import timezone

from commonshelf.demo import requesting
from commonshelf.demo.acting import acting
from commonshelf.demo.alliance import said_in
from commonshelf.demo.plan import moment, plan, written
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.news import api as news
from commonshelf.resources import api as resources
from commonshelf.sharing import api as sharing
from commonshelf.wire import kbart

TRIAL: Final = ("sharing.previews",)
"""Who tries rules: only what was tried can be adopted."""
FEN: Final = 100
SINCE: Final = 75
"""Days ago: since when couriers run."""


def begin(*, now: datetime) -> None:
    """Once the desks have been at work; wholly or not at all, and a second time it changes nothing."""
    if sharing.policy_now(now=now).number:
        return
    with members.together(), members.one_look():
        _send_couriers(now)
        for table in plan("getting")["capacities"]:
            _offer(table)
        for table in plan("getting")["levels"]:
            _open(table, now)
        for table in plan("getting")["resources"]:
            _license(table)
        _adopt(now)
        _know([one for one in plan("getting")["partners"] if one["keeper"]])
        requesting.play(now)
        _know([one for one in plan("getting")["partners"] if not one["keeper"]])
        sharing.learn(at=now, everything=True)
        _draft()


# -- between the libraries


def _send_couriers(now: datetime) -> None:
    """What is handed in at one stop of a round arrives at every later one."""
    first = timezone.localdate(now) - timedelta(days=SINCE)
    office = acting("office")
    for told in plan("getting")["rounds"]:
        for (start, leaves), (end, arrives) in combinations(told["stops"], 2):
            if start == end:
                continue
            given = sharing.RouteGiven(
                start=(start, ""),
                end=(end, ""),
                weekdays=told["weekdays"],
                leaves_at=_later(time.fromisoformat(told["leaves"]), leaves),
                hours=round((arrives - leaves) / 60, 1),
                active_from=first,
                cost=told["cost"],
                name=written(told["name"]),
            )
            sharing.set_route(actor=office, given=given)


def _later(start: time, minutes: int) -> time:
    total = start.hour * 60 + start.minute + minutes
    return time(total // 60, total % 60)


def _offer(table: Mapping[str, Any]) -> None:
    for service, name in (("Loan", "loans"), ("Copy", "copies")):
        a_day, fee = table[name]
        sharing.set_capacity(
            actor=acting(table["by"]),
            library=table["library"],
            service=service,
            a_day=a_day,
            fee=fee,
            version=0,
        )


def _know(tables: Sequence[Mapping[str, Any]]) -> None:
    """Whom the desks ask outside the alliance."""
    for table in tables:
        told = {name: table[name] for name in ("mail", "web") if name in table}
        services = {
            service: sharing.PartnerTerms(days, fee * FEN, reader * FEN)
            for service, (days, fee, reader) in _does(table)
        }
        given = sharing.PartnerGiven(
            Said(*table["name"]),
            services,
            place=written(table["place"]),
            how=written(table["how"]),
            **told,
        )
        sharing.set_partner(actor=acting(table["by"]), keeper=table["keeper"], given=given)


def _does(table: Mapping[str, Any]) -> Iterator[tuple[str, tuple[int, int, int]]]:
    """(service, (days, yuan, yuan of the reader))."""
    for service, name in (("Loan", "loan"), ("Copy", "copy")):
        if name in table:
            yield service, tuple(table[name])


def _open(table: Mapping[str, Any], now: datetime) -> None:
    """How freely it may be had, since the rules."""
    told = {
        name: table[name]
        for name in ("value", "widest", "narrowest", "most_pages", "share", "groups")
        if name in table
    }
    given = resources.LevelGiven(
        table["scope"], table["service"], table["level"], note=Said(*table["note"]), **told
    )
    since = moment(now, plan("getting")["policy"]["days"])
    resources.set_level(actor=acting(table["by"]), owner=table["owner"], given=given, at=since)


# -- electronic resources


def _license(table: Mapping[str, Any]) -> None:
    actor = acting(table["by"])
    given = resources.ResourceGiven(
        kind=table["kind"],
        name=said_in(dict(table)),
        url=table["url"],
        about=Said(*table["about"]),
        provider=table["provider"],
        terms=resources.Terms(**table.get("terms", {})),
        open_access=table.get("open_access", False),
    )
    made = resources.set_resource(actor=actor, owner=table["owner"], given=given)
    if "titles" in table:
        with tempfile.TemporaryDirectory(prefix="commonshelf-titles-") as place:
            path = Path(place) / "titles.kbart.txt"
            path.write_bytes(b"".join(_titles(table)))
            resources.load(actor=actor, resource=made, path=path)


def _titles(table: Mapping[str, Any]) -> Iterable[bytes]:
    """The list as its provider would send it: e-books of editions that the libraries have in print."""
    yield kbart.header()
    for serial, barcode in enumerate(table["titles"], 1):
        card = requesting.edition_of(barcode)
        facts = card.facts
        entry = kbart.Entry(
            publication_title=facts.title,
            print_identifier=next(iter(facts.isbns), ""),
            title_url=f"{table['url']}title/{serial}",
            first_author=next((name.name for name in facts.names), ""),
            title_id=f"t{serial:03}",
            coverage_depth="fulltext",
            publisher_name=table["provider"],
            publication_type="monograph",
            access_type="F" if table.get("open_access") else "P",
        )
        yield kbart.row(entry)


# -- the rules


def _adopt(now: datetime) -> None:
    told = plan("getting")["policy"]
    office, at = acting(told["by"]), moment(now, told["days"])
    rules = {**told["rules"], "approvals": _approvals(told["approvals"])}
    draft = sharing.save_draft(
        actor=office, rules=rules, words=written(told["words"]), version=0, key="", at=at
    )
    _try(draft, at)
    tried = sharing.policy(number=draft.number)
    sharing.adopt(
        actor=office,
        effective_at=at,
        words=written(told["words"]),
        ballot=None,
        version=tried.version,
        key="",
        at=at,
    )


def _draft() -> None:
    """The next version, which its page shows as tried on the requests there were."""
    told = plan("getting")["policy"]
    approvals = _approvals(told["approvals"])
    approvals[0]["most_pages"] = told["draft"]["teachers"]
    rules = {**told["draft"]["rules"], "approvals": approvals}
    words = written(told["draft"]["words"])
    draft = sharing.save_draft(actor=acting(told["by"]), rules=rules, words=words, version=0, key="")
    sharing.try_draft(actor=acting(told["by"]), number=draft.number, version=draft.version, key="")


def _try(draft: sharing.PolicyCard, at: datetime) -> None:
    office = acting(plan("getting")["policy"]["by"])
    sharing.try_draft(actor=office, number=draft.number, version=draft.version, key="", at=at)
    while news.work_once(now=timezone.now(), include=TRIAL, turns=False):
        pass


def _approvals(told: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{**one, "name": written(one["name"])} for one in told]
