"""One walk: what desks and readers do in any order, over the real doors, and what must hold after each step.

The same seed walks the same way.
"""

from __future__ import annotations

from datetime import timedelta
from random import Random

from django.utils import timezone

from commonshelf.cards.testing import an_actor
from commonshelf.kernel.refusal import Refusal
from commonshelf.ledger import api as ledger
from commonshelf.loans import api, turns
from commonshelf.loans.models import Fee, Hold, Loan, Step, Thing
from commonshelf.loans.testing import COPIES
from commonshelf.members import api as members

OPERATOR = members.operator()
BARCODES = [code for held in COPIES.values() for code, _, _ in held]
PLACES = ["EAST", "WEST"]


class Walk:
    """One walk. Each step is drawn from what could be tried now, the silly included."""

    def __init__(self, seed: int, books) -> None:
        self.random = Random(seed)
        cast = books.readers
        self.books, self.readers = books, [cast.student, cast.teacher, cast.citizen]
        self.told: list[str] = []
        self.ended: dict[int, str] = {}
        self.done: set[str] = set()

    def step(self) -> None:
        often = [self.lend, self.lend, self.give_back, self.give_back, self.hold, self.undo]
        seldom = [self.withdraw, self.renew, self.lose, self.claim, self.miss, self.damage, self.mend]
        acts = often * 2 + seldom + [self.pay, self.pay, self.waive, self.night, self.age]
        act = self.random.choice(acts)
        try:
            told = str(act())
            if told != "None":
                self.done.add(act.__name__)
        except Refusal as refusal:
            told = refusal.code
        self.told.append(f"{act.__name__}: {told}")

    def pick(self, rows):
        found = list(rows.order_by("pk"))
        return self.random.choice(found) if found else None

    def lend(self):
        """Mostly what can be: at home, a copy of the place that is not out."""
        reader, place = self.random.choice(self.readers), self.random.choice(PLACES)
        barcode = self.random.choice(BARCODES)
        if self.random.random() < 0.75:
            place = reader.home
            out = set(Thing.objects.filter(state="on-loan").values_list("barcode", flat=True))
            free = [code for code, _, _ in COPIES[place] if code not in out]
            barcode = self.random.choice(free or BARCODES)
        override = self.random.choice(["", "", "because"])
        return api.check_out(
            actor=OPERATOR, library=place, barcode=barcode, reader=reader.key, override=override
        ).id

    def give_back(self):
        return api.check_in(
            actor=OPERATOR, library=self.random.choice(PLACES), barcode=self.random.choice(BARCODES)
        ).next

    def hold(self):
        reader = self.random.choice(self.readers)
        place = reader.home if self.random.random() < 0.7 else self.random.choice(PLACES)
        return api.hold(
            actor=an_actor(reader),
            reader=reader.key,
            edition=self.books.editions[self.random.choice(BARCODES)],
            library=place,
        ).id

    def withdraw(self):
        row = self.pick(Hold.objects.filter(closed_at=None))
        return row and api.withdraw_hold(actor=OPERATOR, hold=row.pk, library=row.library.symbol).state

    def loan(self):
        return self.pick(Loan.objects.filter(closed_at=None))

    def renew(self):
        row = self.loan()
        return row and api.renew(actor=OPERATOR, loan=row.pk, library=row.library.symbol).renewals

    def lose(self):
        row = self.loan()
        fee = self.random.choice([None, 0, 1500])
        return row and api.declare_lost(actor=OPERATOR, loan=row.pk, library=row.library.symbol, fee=fee).id

    def claim(self):
        row = self.loan()
        return row and api.claim_returned(actor=OPERATOR, loan=row.pk, library=row.library.symbol).state

    def miss(self):
        row = self.pick(Thing.objects.all())
        owner = row and row.library.symbol
        return row and api.declare_missing(actor=OPERATOR, library=owner, barcode=row.barcode).state

    def damage(self):
        return api.declare_damaged(
            actor=OPERATOR,
            library=self.random.choice(PLACES),
            barcode=self.random.choice(BARCODES),
            words="torn",
            fee=self.random.choice([0, 300]),
        ).next

    def mend(self):
        row = self.pick(Thing.objects.filter(state="damaged"))
        return row and api.mend(actor=OPERATOR, library=row.library.symbol, barcode=row.barcode).state

    def undo(self):
        row = Step.objects.order_by("-pk").first()
        for id in row.before.get("holds", {}) if row else ():
            self.ended.pop(int(id), None)  # that it ended is taken back, too
        return row and api.undo(actor=OPERATOR, library=row.library.symbol, step=row.pk).state

    def fee(self):
        return self.pick(Fee.objects.filter(settled_at=None, amount__gt=0))

    def pay(self):
        row = self.fee()
        if row is None:
            return None
        amount = self.random.randint(1, row.amount + 1)
        key = row.reader.person.key
        return api.pay(
            actor=OPERATOR, library=self.random.choice(PLACES), reader=key, amount=amount, fees=[row.pk]
        )

    def waive(self):
        row = self.fee()
        return row and api.waive(actor=OPERATOR, library=row.library.symbol, fee=row.pk, reason="kindness")

    def night(self):
        turns.nightly(timezone.now())
        return "turned"

    def age(self):
        """Days go by for one loan or one hold."""
        loan, hold = self.loan(), self.pick(Hold.objects.filter(state="ready"))
        if loan:
            Loan.objects.filter(pk=loan.pk).update(due_date=loan.due_date - timedelta(days=20))
        if hold:
            Hold.objects.filter(pk=hold.pk).update(fetch_by_date=hold.fetch_by_date - timedelta(days=3))
        return bool(loan or hold)

    def agree(self) -> None:
        """What must hold after every step."""
        assert list(api.problems()) == []
        assert list(ledger.problems()) == []
        for id, state in Hold.objects.exclude(closed_at=None).values_list("pk", "state"):
            assert self.ended.setdefault(id, state) == state, f"hold {id} ended twice"
        lent = set(Loan.objects.filter(closed_at=None).values_list("thing", flat=True))
        assert lent == set(Thing.objects.filter(state="on-loan").values_list("pk", flat=True))


def set_up(books) -> None:
    for library in PLACES:
        for name, value in (("day-fee", 10), ("lost-price", 20), ("lost-after-days", 30)):
            members.set_setting(actor=OPERATOR, library=library, name=f"loans.{name}", value=value)


def walk(seed: int, steps: int, books) -> Walk:
    """AssertionError with seed and last steps where rows disagree."""
    one = Walk(seed, books)
    for number in range(steps):
        one.step()
        if number % 3 == 2 or number == steps - 1:
            try:
                one.agree()
            except AssertionError as error:
                raise AssertionError(f"seed {seed}: {error}\n" + "\n".join(one.told[-12:])) from None
    return one
