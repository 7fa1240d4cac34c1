"""How much the box takes from people who are not signed in. All numbers are for one web process."""

from __future__ import annotations

from dataclasses import dataclass

from commonshelf.ui.domain.addresses import Network


@dataclass(frozen=True, slots=True)
class Limits:
    """working, waiting: visitors' pages at work and in line; patience: seconds in line.

    door_working, door_waiting: the same for signing in, which a flood of pages must not close.
    each: pages at once of one signed-in person. filters: values a visitor may combine.
    pair_of_one: how often one address may ask for the same two filters in an hour; pair_of_all: all
    addresses together in questions of more than `shallow` filters, which then is the most there may be.
    """

    on: bool = True
    proxies: tuple[Network, ...] = ()
    working: int = 3
    waiting: int = 12
    patience: float = 3.0
    door_working: int = 1
    door_waiting: int = 2
    each: int = 8
    filters: int = 14
    shallow: int = 3
    pair_of_one: int = 1_000
    pair_of_all: int = 1_000

    @property
    def threads(self) -> int:
        """How many threads visitors can hold at most; the web server has more than these."""
        return self.working + self.waiting + self.door_working + self.door_waiting
