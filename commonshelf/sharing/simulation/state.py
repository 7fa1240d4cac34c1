"""How an alliance stands at a moment of a run: what every desk sees, what was learned, and what is hidden."""

from __future__ import annotations

from collections import deque
from datetime import date

from commonshelf.sharing.domain.clocks import moment
from commonshelf.sharing.domain.ranking import WINDOW
from commonshelf.sharing.domain.times import NOTHING, Seen, decayed
from commonshelf.sharing.simulation.chance import uniform
from commonshelf.sharing.simulation.demand import Request, Shelves
from commonshelf.sharing.simulation.world import World

LOCAL_LOAN: float = 21 * 24.0
"""So long a copy stays with a reader of its own library, or on its shelf, in hours."""


class Learned:
    """Sums by month, as the rows of `models.Handling` keep them: only of what has already happened."""

    def __init__(self) -> None:
        self._months: dict[tuple[int, str, str], dict[date, Seen]] = {}

    def see(
        self, library: int, service: str, stage: str, hours: float, at: float, *, no: bool = False
    ) -> None:
        month = moment(at).date().replace(day=1)
        months = self._months.setdefault((library, service, stage), {})
        one = Seen(0.0 if no else 1.0, 0.0 if no else hours, 0.0 if no else hours * hours, 1.0 if no else 0.0)
        months[month] = months.get(month, NOTHING) + one

    def of(self, library: int, service: str, stage: str, today: date) -> Seen:
        return decayed(self._months.get((library, service, stage), {}).items(), today)


class State:
    """Numbered by library. Instants are hours (domain/clocks)."""

    def __init__(self, world: World, shelves: Shelves, seed: int) -> None:
        count = len(world.members)
        self.world, self.shelves, self.seed = world, shelves, seed
        self.learned = Learned()
        self.waiting = [0] * count
        """Asked and not yet answered."""
        self.lending = [0] * count
        self.borrowing = [0] * count
        """Loans out now, either way."""
        self.lent_ever = [0] * count
        self.borrowed_ever = [0] * count
        self.lent = [0] * count
        self.borrowed = [0] * count
        """Within the window, each loan once."""
        self.today = 0
        self.asked_today = [0] * count
        self.done_today = [0] * count
        self.most_done = [20] * count
        """The most a library was seen to get done on one day."""
        self._window: deque[tuple[float, int, int]] = deque()
        self._away: dict[int, float] = {}
        self.desk_free = [world.start] * count
        """Hidden: when a desk has begun all that it was asked."""

    def turn(self, at: float) -> None:
        """A new day: counters begin anew, what left the window no longer counts."""
        day = moment(at).toordinal()
        if day == self.today:
            return
        self.today = day
        self.asked_today = [0] * len(self.asked_today)
        self.done_today = [0] * len(self.done_today)
        while self._window and self._window[0][0] < at - WINDOW * 24.0:
            _, lender, borrower = self._window.popleft()
            self.lent[lender] -= 1
            self.borrowed[borrower] -= 1

    def lend(self, lender: int, borrower: int, at: float) -> None:
        self._window.append((at, lender, borrower))
        self.lent[lender] += 1
        self.borrowed[borrower] += 1
        self.lent_ever[lender] += 1
        self.borrowed_ever[borrower] += 1

    def usual(self) -> float:
        """What a library gave within the window, on average."""
        return len(self._window) / len(self.lent)

    def done(self, library: int) -> None:
        self.done_today[library] += 1
        self.most_done[library] = max(self.most_done[library], self.done_today[library])

    # -- copies

    def keep(self, title: int, library: int, until: float) -> None:
        """The copy is promised or away until then."""
        self._away[title * len(self.waiting) + library] = until

    def at_hand(self, request: Request, now: float) -> list[int]:
        """A live look, the same for every ranking: holders not yet asked whose copy is in and not promised.

        Copies out to a library's own readers are seen to be out. A document is copied from what stays in.
        """
        holders = self.shelves.holders[request.title]
        others = [one for one in holders if one != request.requester and one not in request.tried]
        if request.copy:
            return others
        count, base, on_loan = len(self.waiting), request.title * len(self.waiting), self.world.titles.on_loan
        away = self._away
        period = int(now / LOCAL_LOAN)
        return [
            one
            for one in others
            if away.get(base + one, 0.0) <= now
            and uniform(self.seed ^ 0x10A7, (base + one) * 4096 + period) >= on_loan
        ][:count]

    def has_room(self, library: int) -> bool:
        """Its own limit of a day is not reached."""
        most = self.world.members[library].a_day
        return most is None or self.asked_today[library] < most
