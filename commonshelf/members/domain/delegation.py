"""What delegations give on a day: an agency's person acts in its place, for a time, up to a limit (A76)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from commonshelf.kernel.actor import Delegated


@dataclass(frozen=True, slots=True)
class Grant:
    """A delegation as it was given.

    reach: the libraries (Symbols) its agency manages today; None: the whole alliance. within: the only
    ones it was given for; empty: all its agency reaches. active_to: the first day on which it gives nothing.
    """

    action: str
    limit: int | None
    active_from: date
    active_to: date | None
    reach: frozenset[str] | None
    within: frozenset[str] = frozenset()

    def holds(self, day: date) -> bool:
        return self.active_from <= day and (self.active_to is None or day < self.active_to)

    def libraries(self) -> frozenset[str] | None:
        """None: the whole alliance."""
        if self.reach is None:
            return self.within or None
        return self.reach & self.within if self.within else self.reach


def in_force(grants: Iterable[Grant], day: date, taking_part: frozenset[str]) -> tuple[Delegated, ...]:
    """taking_part: members whose membership gives rights that day; through another one nobody has any."""
    found: list[Delegated] = []
    for grant in grants:
        if not grant.holds(day):
            continue
        at = grant.libraries()
        if at is None:
            found.append(Delegated(grant.action, "", grant.limit))
        else:
            found.extend(Delegated(grant.action, one, grant.limit) for one in sorted(at & taking_part))
    return tuple(found)
