"""What the office's first page tells: each room asked by its door, a constant number of questions."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.cards import Feed
from commonshelf.kernel.actor import Actor, Ref
from commonshelf.mail import api as mail
from commonshelf.members import api as members
from commonshelf.news import api as news
from commonshelf.office import contracts_reading
from commonshelf.office.domain import health
from commonshelf.office.domain.health import Finding, Kept, Level
from commonshelf.search import api as search
from commonshelf.votes import api as votes
from commonshelf.work import api as work

READ: Final = "office.read-home"
GOING_WRONG: Final = 200
DAY_SECONDS: Final = 86_400


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the page. name: also the word by which its heading is found."""

    name: str
    findings: tuple[Finding, ...]

    @property
    def level(self) -> Level:
        return health.gravest(self.findings)


def home(*, actor: Actor, now: datetime, library: str = "") -> list[Section]:
    """With library "": of the whole alliance, with the machine; else of one member, for whoever runs it."""
    members.demand(actor=actor, action=READ, object=Ref("home", library, library))
    if library:
        members.library(symbol=library)
    parts: dict[str, Callable[[], Iterator[Finding]]] = {
        "feeds": lambda: _feeds(now, library),
        "work": lambda: _work(actor, now, library),
        "decisions": lambda: _decisions(actor, now, library),
        "letters": lambda: _letters(library),
    }
    if not library:
        parts |= {"machine": lambda: _machine(now), "safety": lambda: _safety(now)}
    with members.one_look():
        return [Section(name, _in_order(list(ask()))) for name, ask in parts.items()]


def _in_order(found: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(found, key=lambda one: health.GRAVITY.index(one.level)))


def _url(name: str, *given: object) -> str:
    try:
        return reverse(name, args=given)
    except NoReverseMatch:  # an installation may leave a room's addresses out
        return ""


# -- what comes in


def _feeds(now: datetime, library: str) -> Iterator[Finding]:
    found = catalogue.feeds(now=now, library=library)
    known = {feed.library for feed in found if feed.last_load}
    empty = [one for one in members.libraries() if one.symbol not in known and library in ("", one.symbol)]
    for feed in found:
        yield from _feed(feed, now)
    if empty:
        facts = {"number": len(empty), "library": empty[0].symbol}
        code = "no-records" if len(empty) == 1 else "no-records-of-several"
        yield Finding(Level.WAIT, code, facts, "bring-file", _url("catalogue:sources"))
    well = sum(1 for feed in found if feed.done_at and feed.last_state == "done")
    if well and well == len(found):
        yield Finding(Level.OK, "feeds-well", {"number": well, "at": max(feed.done_at[0] for feed in found)})


def _feed(feed: Feed, now: datetime) -> Iterator[Finding]:
    facts = {"library": feed.library, "source": feed.source}
    if feed.last_state == "failed" and feed.last_at:
        yield Finding(
            Level.NO, "load-failed", {**facts, "at": feed.last_at}, "look-at-load",
            _url("catalogue:load", feed.last_load),
        )  # fmt: skip
    if feed.open_since and now - feed.open_since > health.STANDS and feed.open_state == "waiting":
        yield Finding(
            Level.NO, "load-waits", {**facts, "since": feed.open_since}, "look-at-load",
            _url("catalogue:load", feed.open_load),
        )  # fmt: skip
    if feed.open_since and now - feed.open_since > health.LONG and feed.open_state == "running":
        yield Finding(
            Level.WAIT, "load-long", {**facts, "since": feed.open_since}, "look-at-load",
            _url("catalogue:load", feed.open_load),
        )  # fmt: skip
    due = health.expected(feed.done_at)
    if due and due < now:
        usual = health.habit(feed.done_at)
        days = max(1, round(usual.total_seconds() / DAY_SECONDS)) if usual else 1
        yield Finding(
            Level.WAIT, "feed-late", {**facts, "at": feed.done_at[0], "days": days}, "ask-library",
            _url("members:library", feed.library),
        )  # fmt: skip


# -- what is to be done and decided


def _work(actor: Actor, now: datetime, library: str) -> Iterator[Finding]:
    """Who sees the queues reads how they stand; whoever runs the library, their own desk."""
    if members.allowed(actor=actor, action="work.read-queues", object=Ref("alliance", "")):
        yield from _queues(actor, now, library)
        if not library:
            yield from _doubts(actor)
    else:
        yield from _own_work(actor, now, library)


def _queues(actor: Actor, now: datetime, library: str) -> Iterator[Finding]:
    queues = [one for one in work.queues(actor=actor, now=now) if one.open and library in {"", one.library}]
    late = sorted((one for one in queues if one.late), key=lambda one: -one.late)
    unanswered = sum(one.unanswered for one in queues)
    open_items = sum(one.open for one in queues)
    if late:
        facts = {"number": sum(one.late for one in late), "library": late[0].library, "most": late[0].late}
        yield Finding(Level.NO, "work-late", facts, "look-at-queues", f"{_url('work:queues')}?late=1")
    if unanswered:
        yield Finding(
            Level.WAIT, "work-unanswered", {"number": unanswered}, "look-at-queues", _url("work:queues")
        )
    if not late and open_items:
        yield Finding(Level.OK, "work-in-time", {"number": open_items})
    if not open_items:
        yield Finding(Level.OK, "no-work")


def _doubts(actor: Actor) -> Iterator[Finding]:
    may_review = members.allowed(actor=actor, action="catalogue.review", object=Ref("doubt", "all"))
    doubts = catalogue.doubt_counts(actor=actor)["open"] if may_review else 0
    if doubts:
        yield Finding(Level.WAIT, "doubts", {"number": doubts}, "decide", _url("review:queue"))


def _own_work(actor: Actor, now: datetime, library: str) -> Iterator[Finding]:
    loads = [one for one in work.desk(actor=actor, now=now, library=library).loads if one.library == library]
    late, number = sum(one.late for one in loads), sum(one.in_hand + one.offered for one in loads)
    if late:
        yield Finding(Level.NO, "own-work-late", {"number": late}, "look-at-desk", _url("work:desk"))
    elif number:
        yield Finding(Level.OK, "own-work", {"number": number}, "", _url("work:desk"))
    else:
        yield Finding(Level.OK, "no-work")


def _decisions(actor: Actor, now: datetime, library: str) -> Iterator[Finding]:
    found = [*_ballots(actor, now, library), *_contracts(actor, library)]
    if not library:
        found += [*_applications(actor), *_calendar_gaps()]
    yield from found
    if not found:
        yield Finding(Level.OK, "nothing-to-decide")


def _ballots(actor: Actor, now: datetime, library: str) -> Iterator[Finding]:
    mine = [library] if library else None
    open_ballots, _number = votes.ballots(actor=actor, state="open", waiting_for=mine)
    for one in open_ballots:
        if one.deadline - now <= health.CLOSING and (library or one.voted < one.electors):
            facts = {"at": one.deadline, "voted": one.voted, "electors": one.electors}
            code = "own-vote-closing" if library else "vote-closing"
            yield Finding(
                Level.WAIT, code, facts, "vote" if library else "remind", _url("votes:ballot", one.id)
            )


def _contracts(actor: Actor, library: str) -> Iterator[Finding]:
    if not members.allowed(actor=actor, action=contracts_reading.READ_LIST, object=Ref("contract", "")):
        return
    today = timezone.localdate()
    running, _number = contracts_reading.contracts(actor=actor, state="in-force", library=library)
    for one in running:
        if one.end_date and one.end_date - today <= health.CONTRACT_NOTICE:
            facts = {"number": one.number, "day": one.end_date}
            yield Finding(Level.WAIT, "contract-ends", facts, "renew", _url("office:contract", one.id))


def _applications(actor: Actor) -> Iterator[Finding]:
    if not members.allowed(actor=actor, action="members.read-memberships", object=Ref("library", "")):
        return
    waiting = members.memberships(actor=actor, status="applied")
    if waiting:
        told = [one.application.applied_at for one in waiting if one.application]
        facts = {"number": len(waiting), "since": min(told, default=timezone.now())}
        yield Finding(
            Level.WAIT, "applications", facts, "answer", f"{_url('office:memberships')}?status=applied"
        )


def _calendar_gaps() -> Iterator[Finding]:
    for gap in members.holiday_gaps():
        code = "no-holidays" if gap.empty else "no-make-up-days"
        yield Finding(Level.WAIT, code, {"year": str(gap.year)}, "fill-in-holidays", _url("members:holidays"))


def _letters(library: str) -> Iterator[Finding]:
    of = [library] if library else None
    paper, failed = (mail.count(state=state, libraries=of) for state in ("paper", "failed"))
    outbox = _url("members:outbox")
    if failed:
        yield Finding(
            Level.NO, "letters-failed", {"number": failed}, "look-at-outbox", f"{outbox}?state=failed"
        )
    if paper:
        yield Finding(
            Level.WAIT, "letters-paper", {"number": paper}, "print-letters", f"{outbox}?state=paper"
        )
    stuck = 0 if mail.server() else mail.count(state="waiting", libraries=of)
    if stuck:
        yield Finding(
            Level.WAIT, "letters-no-server", {"number": stuck}, "look-at-outbox", f"{outbox}?state=waiting"
        )
    if not failed and not paper and not stuck:
        yield Finding(Level.OK, "letters-well")


# -- the machine, and whether it could be lost


def _machine(now: datetime) -> Iterator[Finding]:
    log = _url("members:happenings")
    given_up = news.given_up(rows=GOING_WRONG)
    if given_up:
        facts = {"number": len(given_up), "at": given_up[0].given_up_at}
        yield Finding(Level.NO, "given-up", facts, "try-again", log)
    waiting = news.backlog(now=now)
    yield health.backlog(waiting.waiting, waiting.oldest_due_at, now)
    for turn in news.turns():
        if turn.problem:
            facts = {"task": turn.name, "why": turn.problem[:200], "at": turn.due_at}
            yield Finding(Level.NO, "task-failed", facts, "look-at-journal")
    yield health.index(_behind())
    yield health.disk(*_disk())


def _behind() -> int | None:
    try:
        return search.behind()
    except Exception:  # noqa: BLE001 -- whatever keeps the index from being read, the page says that it could not be
        return None


def _disk() -> tuple[int | None, int]:
    folder = Path(settings.COMMONSHELF_HOME)
    try:
        free = shutil.disk_usage(folder).free
        database = sum(one.stat().st_size for one in folder.glob("commonshelf.sqlite3*"))
    except OSError:
        return None, 0
    return free, database


def _safety(now: datetime) -> Iterator[Finding]:
    scheduled = bool(settings.BACKUP_FOLDER)
    yield health.backup(_kept("site.backup"), now, scheduled=scheduled)
    yield health.drill(_kept("site.drill"), now, scheduled=scheduled)


def _kept(kind: str) -> Kept | None:
    """The last backup or drill that was written down, whichever way it ended."""
    last = next(iter(news.happenings(kind=kind, rows=1)), None)
    if last is None:
        return None
    facts = last.facts
    return Kept(
        at=last.at,
        failed=str(facts.get("failed", "")),
        seconds=round(float(facts.get("seconds", 0))),
        bytes=int(facts.get("bytes", 0)),
        problems=int(facts.get("problems", 0)),
        made_at=str(facts.get("made_at", "")),
        none_yet=facts.get("code") == "site.no-backup-yet",
    )
