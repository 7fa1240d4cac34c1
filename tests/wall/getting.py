"""What lies between the desks: requests of both libraries in their states, copies, decisions, money."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from commonshelf.catalogue import api as catalogue
from commonshelf.delivery import api as delivery
from commonshelf.delivery.testing import Sent, a_pdf
from commonshelf.kernel.actor import Actor
from commonshelf.ledger import api as ledger
from commonshelf.ledger.api import Account
from commonshelf.members.cards import Said
from commonshelf.resources import targets
from commonshelf.sharing import api as sharing
from commonshelf.sharing import looking
from commonshelf.sharing.agency import settling
from commonshelf.sharing.delivering import about
from commonshelf.sharing.models import Approval, Partner, PatronRequest, Simulation
from commonshelf.sharing.ruling import policies
from commonshelf.sharing.simulation.compare import RANKINGS, Trial, compare
from commonshelf.sharing.tests import route_rows
from commonshelf.sharing.views.desk_print import stamp
from tests.wall.readers import OTHER, OWN, Given, Readers, Staff, themselves

Private = Callable[[str, str], str]
"""(whose, model.column) -> a word of theirs, put where no column is."""


@dataclass(frozen=True)
class Sides:
    """A reader of one library who asks for what the other one has."""

    reader: str
    key: str
    requester: Staff
    supplier: Staff
    private: Private

    def place(self, copy: str, **more: Any) -> str:
        """Number of the request for the supplier's copy of this number."""
        barcode = f"{self.supplier.symbol}-L{copy}"
        edition = catalogue.labelled(barcode=barcode, library=self.supplier.symbol)[0].edition
        return self.ask(edition=edition, **more)

    def ask(self, **more: Any) -> str:
        asked: dict[str, Any] = {"pickup": (self.requester.symbol, ""), "agreed_copyright": True, **more}
        return sharing.place(actor=themselves(self.reader), reader=self.key, **asked).number

    def press(self, by: Staff | None, number: str, action: str, **facts: Any) -> None:
        """by None: the reader."""
        actor, at = (by.librarian, by.symbol) if by else (themselves(self.reader), "")
        sharing.act(actor=actor, request=number, action=action, facts=facts, library=at)

    def write(self, by: Staff | None, number: str, to: str = "") -> None:
        actor, at = (by.librarian, by.symbol) if by else (themselves(self.reader), "")
        sharing.message(actor=actor, request=number, text="请留意", to=to, library=at)

    @property
    def both(self) -> str:
        return "+".join(sorted((self.requester.symbol, self.supplier.symbol)))


def between(
    found: Readers, both: Sequence[Staff], office: Actor, private: Private
) -> Iterable[tuple[str, Given]]:
    """Whose, and name of an address -> what it takes."""
    one, other = both
    given: dict[str, Given] = {one.symbol: {}, other.symbol: {}}
    for requester, supplier in ((one, other), (other, one)):
        name = OWN[requester.symbol]
        sides = Sides(name, found.by[name].key, requester, supplier, private)
        numbers = asked(sides)
        for one_of in PatronRequest.objects.filter(number__in=numbers.values()):
            # Seen before anybody asks: a page that marks nothing anew is read without a write.
            looking.looked(actor=themselves(name), number=one_of.number, version=one_of.version)
        at_requester(given[requester.symbol], sides, numbers)
        at_supplier(given[supplier.symbol], sides, numbers)
    owed(one, other, given)
    for of in (one, other):
        given[of.symbol] |= own(of)
    return [*given.items(), ("BOTH", of_all(office))]


# -- the requests of one reader


def asked(sides: Sides) -> dict[str, str]:
    """State -> number."""
    mine, theirs = sides.requester, sides.supplier
    found = {"lent": sides.place("11"), "conditional": sides.place("12"), "over": sides.place("13")}
    found |= {"ready": sides.place("14"), "asked": sides.place("15")}
    sides.press(theirs, found["lent"], "will-supply")
    sides.write(None, found["lent"])
    sides.write(mine, found["lent"], "reader")
    sides.write(mine, found["lent"])
    sides.write(theirs, found["lent"])
    sides.press(theirs, found["lent"], "ship", condition="封面磨损")
    sides.press(mine, found["lent"], "receive")
    sides.press(mine, found["lent"], "hand-out")
    note = sides.private(sides.both, "Supply.conditions")
    sides.press(theirs, found["conditional"], "condition", condition="LibraryUseOnly", cost=0, note=note)
    sides.press(theirs, found["over"], "cannot-supply", reason="NotOnShelf")
    sides.press(theirs, found["ready"], "will-supply")
    title = sides.private(f"{sides.reader}@{mine.symbol}", "PatronRequest.citation")
    found["review"] = sides.ask(citation={"title": title, "author": "无名"})
    found["outside"] = outside(sides)
    gone = sides.ask(citation={"title": "不要了", "author": "无名"})
    sides.press(None, gone, "cancel")
    return found | copies(sides) | {"given-up": gone}


def outside(sides: Sides) -> str:
    """From a partner of the requester's own, which has it in hand."""
    mine = sides.requester
    number = sides.ask(citation={"title": "馆外的书", "author": "无名"}, way=("", "partner"))
    asked = {"partner": route_rows.a_partner(mine.symbol), "service": "Loan", "reference": "NL-7"}
    sides.press(mine, number, "ask-partner", **asked, agreed=True)
    return number


def copies(sides: Sides) -> dict[str, str]:
    """Of the supplier's books no copy is made before it has decided: one is, one is not, one waits."""
    found = {}
    for state, copy in (("copy", "16"), ("appeal", "17"), ("waiting", "18")):
        part = sides.private(f"{sides.reader}@{sides.both}", "PatronRequest.citation")
        found[state] = sides.place(copy, service="Copy", citation={"pages": "3-9", "chapter": part})
    decide(sides, found["copy"], "approve")
    decide(sides, found["appeal"], "refuse")
    sides.press(None, found["appeal"], "appeal", note="写论文要用")
    sides.press(sides.supplier, found["copy"], "will-supply")
    brought = delivery.bring(
        actor=sides.supplier.librarian, library=sides.supplier.symbol, about=about(found["copy"]),
        title="第二回", files=[Sent(a_pdf())],
    )  # fmt: skip
    sides.press(sides.supplier, found["copy"], "deliver", document=brought.id)
    return found


def decide(sides: Sides, number: str, verdict: str) -> None:
    row = waiting(number)
    sharing.decide(
        actor=sides.supplier.manager, approval=row.pk, verdict=verdict, reason="按协议", version=row.version,
        key="",
    )  # fmt: skip


def waiting(number: str) -> Approval:
    return Approval.objects.filter(request__number=number).latest("pk")


# -- their addresses


def at_requester(given: Given, sides: Sides, numbers: dict[str, str]) -> None:
    symbol = sides.requester.symbol
    at = {state: {"symbol": symbol, "number": number} for state, number in numbers.items()}
    links = delivery.links_of(actor=themselves(sides.reader), about=about(numbers["copy"]))
    secret = links[0].path.rpartition("/")[2]
    given.update(
        {
            **{f"sharing:desk-request.{state}": told for state, told in at.items()},
            **{f"sharing:request.{state}": {"number": number} for state, number in numbers.items()},
            "sharing:desk-request": at["lent"],
            **{
                f"sharing:{one}": {"number": numbers["lent"]} for one in ("request", "api-request", "api-act")
            },
            "sharing:match": {"number": numbers["review"]},
            **{f"sharing:desk-{one}": at["conditional"] for one in ("message", "undo", "read")},
            "sharing:desk-act": {**at["conditional"], "action": "agree"},
            "sharing:desk.history": {"symbol": symbol, "?": "list=history"},
            "sharing:desk.waiting": {"symbol": symbol, "?": "list=waiting"},
            "sharing:desk.review": {"symbol": symbol, "?": "list=review"},
            "sharing:desk.late": {"symbol": symbol, "?": "list=late"},
            "sharing:desk.outside": {"symbol": symbol, "?": "list=outside"},
            "sharing:desk-partner": at["review"],
            "sharing:partner.own": {"id": Partner.objects.get(keeper__symbol=symbol).pk},
            "sharing:desk-labels.sent": {"symbol": symbol, "?": "what=sent"},
            **{f"delivery:{name}": {"secret": secret} for name in ("open", "copy")},
            **_wanted(numbers["asked"]),
            **_foreign(sides, numbers),
        }
    )


def _wanted(number: str) -> Given:
    """The ways to a book of the other library."""
    edition = PatronRequest.objects.get(number=number).edition
    return {
        "sharing:get": {"edition": edition},
        "sharing:api-ways": {"id": edition},
        "sharing:ask": {"edition": edition},
        "sharing:ask.way": {"edition": edition, "?": "way=wait"},
    }


def _foreign(sides: Sides, numbers: dict[str, str]) -> Given:
    """What this library looks after is asked for under the other's address, and is not that one's yet."""
    at = {"symbol": OTHER[sides.requester.symbol], "number": numbers["review"]}
    return {f"sharing:{name}.foreign": at for name in ("desk-request", "desk-label")}


def at_supplier(given: Given, sides: Sides, numbers: dict[str, str]) -> None:
    symbol = sides.supplier.symbol
    at = {state: {"symbol": symbol, "number": number} for state, number in numbers.items()}
    [document] = delivery.documents_about(about=about(numbers["copy"]))
    printed = sharing.print_slips(
        actor=sides.supplier.librarian, library=symbol, branch="", supplies=_supplies(numbers), key=""
    )
    given.update(
        {
            **{f"sharing:desk-request.for-{state}": at[state] for state in SUPPLIED},
            "sharing:desk-label": at["ready"],
            "sharing:desk-slips-pdf": {"symbol": symbol, "?": f"printed={stamp(printed)}"},
            "sharing:desk-slips.printed": {"symbol": symbol, "?": f"printed={stamp(printed)}"},
            "sharing:desk-document": at["copy"],
            "sharing:desk-document-act": {**at["copy"], "id": document.id},
            "delivery:scanned": {"document": document.id},
            "sharing:approval": {"id": waiting(numbers["waiting"]).pk},
            "sharing:approval.decided": {"id": _first(numbers["appeal"])},
            "sharing:approval.appeal": {"id": waiting(numbers["appeal"]).pk},
        }
    )


SUPPLIED = ("lent", "conditional", "over", "ready", "copy")
"""Those of which the other library was asked, and which it sees."""


def _supplies(numbers: dict[str, str]) -> list[int]:
    rows = PatronRequest.objects.filter(number__in=[numbers["ready"], numbers["asked"]])
    return list(rows.values_list("supplies", flat=True))


def _first(number: str) -> int:
    return Approval.objects.filter(request__number=number).earliest("pk").pk


# -- money, pace, rules


def month(back: int) -> date:
    """The first day of a month that is over."""
    day = timezone.localdate().replace(day=1)
    for _ in range(back):
        day = (day - timedelta(days=1)).replace(day=1)
    return day


def owed(one: Staff, other: Staff, given: dict[str, Given]) -> None:
    """A month that is paid, and one of which nothing came; of each both statements."""
    for back, debtor, creditor in ((1, one, other), (2, other, one)):
        first = month(back)
        at = timezone.make_aware(datetime.combine(first, time(12)))
        lines = [
            (Account("library", debtor.symbol, "sharing"), -700),
            (Account("library", creditor.symbol, "sharing"), 700),
        ]
        ledger.post(kind="loans.taken-for", postings=lines, at=at, library=debtor.symbol)
        said = settling.say_paid(
            actor=debtor.manager, library=debtor.symbol, creditor=creditor.symbol, month=first, words="转账",
            amount=700, key="",
        )  # fmt: skip
        if back > 1 and said.id is not None:
            settling.doubt(
                actor=creditor.manager, settlement=said.id, reason="未到", version=said.version, key=""
            )
        for of in (one, other):
            at_month = {"symbol": of.symbol, "month": f"{first:%Y-%m}"}
            dot = "" if back == 1 else ".doubted"
            given[of.symbol] |= {f"sharing:{name}{dot}": at_month for name in ("statement", "statement-csv")}


def own(of: Staff) -> Given:
    """A resolver of the library's own."""
    base = f"https://{of.symbol.lower()}.example.cn/r"
    made = targets.set_target(actor=of.manager, library=of.symbol, name=Said("解析器", "Resolver"), base=base)
    return {"resources:resolver": {"id": made.id}}


def of_all(office: Actor) -> Given:
    """A courier, a draft of the rules, a simulation that ran."""
    rules = policies.policy(number=0).rules.as_json()
    draft = policies.save_draft(actor=office, rules=rules, words="先公平", version=0, key="")
    trial = Trial("even", 3, 100, 1, {})
    outcomes = {name: one.as_json() for name, one in compare(trial, RANKINGS).items()}
    made = Simulation.objects.create(
        number=1, world=trial.world, libraries=trial.libraries, requests=trial.requests, seed=1,
        policy=draft.number, weights={}, state="done", done=100, outcomes=outcomes, made_by=office.key,
        made_at=timezone.now(), ended_at=timezone.now(),
    )  # fmt: skip
    return {
        "sharing:courier": {"id": route_rows.a_line()},
        "sharing:partner": {"id": route_rows.a_partner()},
        **{f"sharing:rules-{name}": {"number": draft.number} for name in ("version", "trial", "act")},
        **{f"sharing:{name}": {"number": made.number} for name in ("simulation", "simulation-file")},
    }  # fmt: skip
