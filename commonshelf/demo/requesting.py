"""What the demo's readers asked for, each request through its desks, all of them in the order of time."""

from __future__ import annotations

import heapq
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.files.base import ContentFile

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.cards import EditionCard
from commonshelf.delivery import api as delivery
from commonshelf.demo.acting import acting
from commonshelf.demo.plan import moment, plan, written
from commonshelf.demo.reading import desk, reader
from commonshelf.kernel.actor import Actor
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api as members
from commonshelf.sharing import api as sharing

log = logging.getLogger(__name__)
Course = Iterator[datetime]
"""Does what happens at one moment, and says when it goes on."""
ON_THE_ROAD: Final = timedelta(hours=20)
FETCHED: Final = timedelta(hours=22)
KEPT_DAYS: Final = (9, 20)
"""A reader keeps a book so many days, at least and at most."""
DAYS: Final = 60
NOON: Final = 12


def play(now: datetime) -> None:
    """Whatever would happen after `now` has not happened yet."""
    told = plan("getting")
    requests = [Request(table, serial, now) for serial, table in enumerate(told["asked"]["requests"])]
    blank = [Request(table, serial, now) for serial, table in enumerate(told["unmatched"])]
    courses = [(one.at, _course(one)) for one in requests] + [(one.at, _unmatched(one)) for one in blank]
    courses.append((moment(now, DAYS), _clock(now)))
    waiting = [(at, serial, course) for serial, (at, course) in enumerate(courses)]
    heapq.heapify(waiting)
    while waiting:
        _, serial, course = heapq.heappop(waiting)
        try:
            after = next(course, None)
        except Refusal as refusal:  # by the calendar of the day it cannot be so: it stays as far as it came
            log.info("a request of the demo: %s", refusal)
            continue
        if after is not None and after <= now:
            heapq.heappush(waiting, (after, serial, course))


def _clock(now: datetime) -> Course:
    """Day by day what fell due moves on by itself."""
    for ago in range(DAYS, -1, -1):
        at = moment(now, ago, NOON)
        yield at
        sharing.turn(at=at)


def edition_of(barcode: str) -> EditionCard:
    [copy] = catalogue.labelled(barcode=barcode)
    return catalogue.edition(id=copy.edition)


# -- one request


@dataclass
class Request:
    """told: its line in the file. at: the moment its course has come to."""

    told: Mapping[str, Any]
    serial: int
    now: datetime
    number: str = ""
    supplier: str = ""
    state: str = ""
    home: str = field(init=False)
    key: str = field(init=False)
    reader: Actor = field(init=False)
    at: datetime = field(init=False)

    def __post_init__(self) -> None:
        hours = timedelta(hours=self.told.get("hours", 0))
        self.at = moment(self.now, self.told.get("days", 0)) - hours
        who = reader(self.told["reader"])
        self.home, self.key, self.reader = who.home, who.key, acting(who.alias)

    @property
    def until(self) -> str:
        return str(self.told.get("until", ""))

    def later(self, library: str, step: str, after: timedelta = timedelta()) -> datetime:
        """When that desk comes to it, in its own hours: its pace, sometimes quicker, sometimes slower."""
        hours = plan("getting")["pace"][library][step]
        share = 0.6 + (self.serial * 37 % 100) / 110
        calendar = members.work_calendar(library=library)
        return self.on(calendar.add(self.at + after, round(hours * share * 60)) or self.at + after)

    def on(self, at: datetime) -> datetime:
        """What is to reach a state has reached it by now."""
        self.at = min(at, self.now) if self.until or self.told.get("scan") else at
        return self.at

    def place(self, **more: Any) -> None:
        note = written(self.told["note"]) if "note" in self.told else ""
        card = sharing.place(actor=self.reader, reader=self.key, note=note, at=self.at, **more)
        self.number, self.state, self.supplier = card.number, card.state, card.supplier

    def act(self, actor: Actor, action: str, library: str = "", **facts: Any) -> None:
        card = sharing.act(
            actor=actor, request=self.number, action=action, facts=facts, library=library, at=self.at
        )
        self.state = card.state

    def supply(self, action: str, **facts: Any) -> None:
        self.act(desk(self.supplier), action, self.supplier, **facts)

    def at_home(self, action: str, **facts: Any) -> None:
        self.act(desk(self.home), action, self.home, **facts)

    def look(self) -> None:
        """Who is at work on it by now."""
        card = sharing.request(actor=desk(self.home), number=self.number, library=self.home)
        self.state, self.supplier = card.state, card.supplier

    def say(self) -> None:
        for side, text in self.told.get("says", ()):
            library = self.supplier if side == "supplier" else self.home
            sharing.message(
                actor=desk(library),
                request=self.number,
                text=written(text),
                to="reader" if side == "to-reader" else "",
                library=library,
                at=self.at,
            )


def _course(one: Request) -> Course:
    """From the reader's wish to wherever it has come."""
    card, told = edition_of(one.told["book"]), one.told
    copy = "pages" in told
    [held] = catalogue.labelled(barcode=told["book"])
    one.place(
        edition=card.id,
        service="Copy" if copy else "Loan",
        citation={"pages": told["pages"]} if copy else None,
        agreed_copyright=copy,
        level=told.get("level", "Normal"),
        way=(held.library, "scan" if copy else "courier"),
    )
    if "verdict" in told:
        yield one.later("NC-CITY", "answer")
        _decide(one)
    yield from _answers(one)
    if one.state == "asked" and one.until != "ask":
        yield from _copied(one) if copy else _lent(one)
    one.say()


def _decide(one: Request) -> None:
    told = one.told["verdict"]
    actor = acting(told["by"])
    [waiting] = [card for card in sharing.approvals(actor=actor)[0] if card.request == one.number]
    sharing.decide(
        actor=actor,
        approval=waiting.id,
        verdict=told["verdict"],
        reason=written(told["reason"]),
        limits=sharing.Bounds(pages=told.get("pages")),
        version=waiting.version,
        key="",
        at=one.at,
    )
    one.look()


def _answers(one: Request) -> Course:
    """Those that let it go by, or say no, or are not needed any more."""
    if one.told.get("silent"):
        card = sharing.request(actor=desk(one.home), number=one.number, library=one.home)
        by = card.supply.answer_by_at if card.supply else None
        yield one.on((by or one.at) + timedelta(hours=1))
        sharing.turn(at=one.at)
        one.look()
    for reason in one.told.get("no", ()):
        if one.state == "asked":
            yield one.later(one.supplier, "answer")
            one.supply("cannot-supply", reason=reason)
            one.look()
    if one.told.get("cancelled") and one.state == "asked":
        yield one.later(one.home, "answer")
        one.act(one.reader, "cancel")


def _copied(one: Request) -> Course:
    yield one.later(one.supplier, "answer")
    one.supply("will-supply")
    yield one.later(one.supplier, "send")
    one.supply("deliver", document=_scanned(one))
    _say_helped(one)


def _scanned(one: Request) -> int:
    """A page or two as they come from the scanner."""
    from fpdf import FPDF  # late: only the demo asks for it, and it takes a quarter of a second

    paper = FPDF()
    paper.set_font("helvetica", size=14)
    for page in (1, 2):
        paper.add_page()
        paper.cell(text=f"Demonstration: page {page} of the copy for {one.number}. All of it is invented.")
    made = delivery.bring(
        actor=desk(one.supplier),
        library=one.supplier,
        about=f"sharing:{one.number}",
        title=one.told["title"],
        files=[ContentFile(bytes(paper.output()), name="scan.pdf")],
        at=one.at,
    )
    return made.id


def _lent(one: Request) -> Course:
    """There and back, each desk in its turn, as far as it is to go."""
    yield one.later(one.supplier, "answer")
    if one.until == "condition":
        one.supply("condition", condition="LibraryUseOnly")
        return
    one.supply("will-supply")
    if one.until == "will-supply":
        return
    if one.until == "cancel":
        yield one.later(one.home, "take")
        one.act(one.reader, "cancel")
        return
    yield one.later(one.supplier, "send")
    one.supply("ship")
    if one.until != "ship":
        yield from _fetched(one)


def _fetched(one: Request) -> Course:
    yield one.later(one.home, "take", ON_THE_ROAD)
    one.at_home("receive")
    if one.until == "receive":
        return
    yield one.later(one.home, "take", FETCHED)
    one.at_home("hand-out")
    if one.until == "hand-out":
        return
    least, most = KEPT_DAYS
    kept = timedelta(days=least + one.serial * 5 % (most - least))
    yield one.later(one.home, "take", kept)
    one.at_home("give-back")
    if one.until == "give-back":
        return
    yield one.later(one.home, "send")
    one.at_home("ship-back")
    if one.until == "ship-back":
        return
    yield one.later(one.supplier, "take", ON_THE_ROAD)
    one.supply("check-in")
    _say_helped(one)


def _say_helped(one: Request) -> None:
    if one.told.get("helped"):
        sharing.helped(actor=one.reader, request=one.number, helped=True, at=one.at)


def _unmatched(one: Request) -> Course:
    """What no edition is, at its librarian's desk."""
    way = ("", one.told["way"]) if "way" in one.told else None
    one.place(citation=one.told["citation"], way=way)
    one.say()
    if "outside" in one.told:
        yield from _outside(one)
    if "refused" in one.told:
        yield one.later(one.home, "answer")
        one.at_home("refuse-review", note=written(one.told["refused"]))


def _outside(one: Request) -> Course:
    """No member has it: the reader's own desk asks a partner, and writes down what it says."""
    told = one.told["outside"]
    yield one.later(one.home, "answer")
    known = sharing.partners(actor=desk(one.home), library=one.home)
    [partner] = [card.id for card in known if told["partner"] == card.name.zh]
    one.at_home(
        "ask-partner", partner=partner, service=told["service"], reference=told["reference"], agreed=True
    )
    for action, days in told["steps"]:
        yield one.on(one.at + timedelta(days=days))
        one.at_home(action)
