"""Readers of both libraries, and what is kept of them: cards, documents, blocks, loans, holds, fees.

Of EAST and of WEST alike: one who shares nothing, one whose card lies on the other's desk today, one who
shares name and contact with the other, a child, and one who closed the registration.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from commonshelf.cards import api as cards
from commonshelf.cards import testing as cards_testing
from commonshelf.cards.domain.numbers import shown as spoken
from commonshelf.cards.models import Reader
from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue import testing as books
from commonshelf.kernel.actor import Actor, Agent, Ref
from commonshelf.loans import api as loans
from commonshelf.loans.models import Loan
from commonshelf.mail import api as mail
from commonshelf.members import api as members
from commonshelf.members import testing
from commonshelf.members.models import Person
from commonshelf.privacy.models import Erasure, Forgetting
from commonshelf.visits import api as visits

OTHER = {"EAST": "WEST", "WEST": "EAST"}
OWN = {"EAST": "holder", "WEST": "citizen"}
GUEST = {"EAST": "west-guest", "WEST": "east-guest"}
"""At which desk -> whose card lies there: a reader of the other library who shares nothing."""
SHARER = {"EAST": "sharer", "WEST": "giver"}
"""With whom -> a reader of the other library who shares name and contact with it."""
CHILD = {"EAST": "east-child", "WEST": "west-child"}
CLOSED = {"EAST": "leaver", "WEST": "west-leaver"}
AT_DESK = {"EAST": "librarian", "WEST": "western"}
"""On whose desk the guest's card lies."""
COPIES = tuple(str(number) for number in range(1, 19))
"""Those from 11 on are asked for by the other library's reader (getting.py)."""
CHOSEN = ("name", "contact")

Given = dict[str, dict[str, Any]]


@dataclass
class Readers:
    """by: user name -> reader. codes: library -> what somebody brings along who wants to join. letters:
    library -> one about loans. desks: who -> what their browser's session remembers of whoever stands there.
    """

    by: dict[str, cards.ReaderCard] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    letters: dict[str, int] = field(default_factory=dict)
    desks: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Staff:
    """Who makes a library's things there."""

    symbol: str
    manager: Actor
    librarian: Actor


def stand(symbol: str) -> None:
    """Copies that will be lent, each the only one of its book."""
    books.load(
        *(
            books.marc(f"{symbol}-{n}", f"{symbol}借阅书{n}", f"{symbol}{n}", books.copy(f"{symbol}-L{n}"))
            for n in COPIES
        ),
        library=symbol,
    )


def settle(found: Readers, of: Staff) -> None:
    """Readers of this library."""
    other = OTHER[of.symbol]
    _become(found, of, OWN[of.symbol], local_number=f"{of.symbol}-2026")
    _become(found, of, GUEST[other])
    _become(found, of, SHARER[other], share={other: CHOSEN})
    guardian = cards.Guardian(name="家长", phone="13900000000", agreed=True)
    _become(found, of, CHILD[of.symbol], born=date(2018, 6, 1), guardian=guardian)
    _become(found, of, CLOSED[of.symbol])
    for service in ("borrow", "request"):
        given = cards.RightRuleGiven(service, allowed=True, home=other)
        cards.set_right_rule(actor=of.manager, library=of.symbol, given=given)


def _become(
    found: Readers,
    of: Staff,
    name: str,
    *,
    born: date = date(1990, 5, 17),
    guardian: cards.Guardian | None = None,
    local_number: str = "",
    share: dict[str, tuple[str, ...]] | None = None,
) -> None:
    """Each in a group of their own, so that whoever reads the group's name has learnt it of them."""
    cards.set_group(
        actor=of.manager,
        library=of.symbol,
        given=cards.GroupGiven(f"of-{name}", f"{name}类", f"Group of {name}", "citizen", 24),
    )
    made = cards.register(
        actor=of.librarian,
        library=of.symbol,
        given=cards.ReaderGiven(
            group=f"of-{name}",
            name_zh=f"读者{name}",
            name_en=f"Reader {name}",
            phone="13800000000",
            email=f"{name}@{of.symbol.lower()}.example",
            local_number=local_number,
            guardian=guardian or cards.Guardian(),
        ),
        proof=cards.ProofGiven("id-card", cards_testing.an_id_number(born)),
        share=share,
    )
    Person.objects.filter(key=made.reader.key).update(username=name)
    found.by[name] = cards.reader(key=made.reader.key)


def circulate(found: Readers, of: Staff) -> None:
    """At this library's desk: lent, late, lost, kept, on its way; and what the desk wrote about readers."""
    symbol, own, guest = of.symbol, OWN[of.symbol], GUEST[of.symbol]
    sharer, today = SHARER[symbol], timezone.localdate()
    _lend(found, of, own, "1", today)
    _lend(found, of, guest, "2", today - timedelta(days=3))
    _lend(found, of, sharer, "3", today + timedelta(days=9))
    lost = _lend(found, of, own, "4", today)
    loans.declare_lost(actor=of.librarian, library=symbol, loan=lost, fee=1200)
    away = GUEST[OTHER[symbol]]  # whose card lies on the other's desk, where this is nobody's business
    _lend(found, of, away, "9", today + timedelta(days=2))
    gone = _lend(found, of, away, "10", today)
    loans.declare_lost(actor=of.librarian, library=symbol, loan=gone, fee=900)
    for name, copy in ((own, "5"), (OWN[OTHER[symbol]], "6"), (sharer, "7")):
        wanted = catalogue.labelled(barcode=f"{symbol}-L{copy}", library=symbol)[0].edition
        to = OTHER[symbol] if copy == "6" else symbol
        reader = found.by[name]
        loans.hold(actor=themselves(name), reader=reader.key, edition=wanted, library=to)
    for copy in ("5", "6"):  # onto the hold shelf here, and away to the other library's
        loans.check_in(actor=of.librarian, library=symbol, barcode=f"{symbol}-L{copy}")
    past = _lend(found, of, CLOSED[symbol], "8", today)
    loans.check_in(actor=of.librarian, library=symbol, barcode=f"{symbol}-L8")
    Loan.objects.filter(pk=past).update(closed_at=timezone.now())
    cards.close_reader(actor=of.librarian, reader=found.by[CLOSED[symbol]].key)
    loans.deposit(actor=of.librarian, library=symbol, reader=found.by[own].key, amount=5000)
    write_down(found, of)


def _lend(found: Readers, of: Staff, name: str, copy: str, due: date) -> int:
    lent = loans.check_out(
        actor=of.librarian, library=of.symbol, barcode=f"{of.symbol}-L{copy}", reader=found.by[name].key
    )
    Loan.objects.filter(pk=lent.id).update(due_date=due)
    return lent.id


def write_down(found: Readers, of: Staff) -> None:
    """Blocks and their reasons, a visit, an open form, a look at whoever stands here."""
    symbol, now = of.symbol, timezone.now()
    for name in (OWN[symbol], GUEST[symbol], GUEST[OTHER[symbol]]):
        made = cards.block(
            actor=of.librarian, reader=found.by[name].key, library=symbol, reason="conduct",
            words="在阅览室喧哗", services=("remote",),
        )  # fmt: skip
        if name == OWN[symbol]:
            cards.lift_block(actor=of.librarian, block=made.id, library=symbol, why="已道歉")
            cards.block(actor=of.librarian, reader=found.by[name].key, library=symbol, reason="proof",
                        words="证件过期", services=("remote",))  # fmt: skip
    own = found.by[OWN[symbol]]
    cards.make_code(actor=of.librarian, reader=own.key, library=symbol, by_mail=True)
    about = Ref("reminder", f"{own.key}-{timezone.localdate()}", symbol)
    found.letters[symbol] = mail.send(
        to=own.email,
        name="读者",
        language="zh-hans",
        subject="应还",
        text="《借阅书1》",
        kind="loans",
        about=about,
        at=now,
    )
    number = own.card
    assert number is not None
    visits.check_in(actor=of.librarian, library=symbol, branch="main", number=number.number, at=now)
    guest = found.by[GUEST[symbol]].key
    cards.seen_by(actor=of.librarian, reader_key=guest, library=symbol)
    for who in (of.manager, of.librarian):  # once a day it is written down, and today it has been
        cards.seen_by(actor=who, reader_key=own.key, library=symbol)
    tomorrow = (now + timedelta(days=1)).isoformat()  # so that nobody is taken to have left meanwhile
    found.desks[AT_DESK[symbol]] = {
        "cards.at-desk": {guest: str(timezone.localdate())},
        "loans.at-desk": {symbol: [guest, tomorrow]},
    }


def night() -> None:
    """What the privacy room keeps of its own work."""
    Forgetting.objects.create(ran_at=timezone.now(), counts={}, problem="…")
    Erasure.objects.create(asked_at=timezone.now(), done_at=timezone.now(), counts={}, files=[])


def numbers(found: Readers) -> dict[str, str]:
    """Number of a card in use, as it is kept and as it is read out -> whose it is."""
    told = {one.card.number: name for name, one in found.by.items() if one.card}
    return {**told, **{spoken(number): name for number, name in told.items()}}


def owner(name: str) -> str:
    """Of the number of a card: the reader, the home library, the one on whose desk it lies today, and the
    one that serves them by their name, because they share it.
    """
    row = Reader.objects.select_related("home").get(person__username=name)
    also = [symbol for known in (GUEST, SHARER) for symbol, other in known.items() if other == name]
    return "+".join([f"{name}@{row.home.symbol}", *also])


def themselves(name: str) -> Actor:
    return members.actor_for(user=testing.user(name), agent=Agent.WEB)
