"""What crosses the door of the agency's desk: frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from commonshelf.members.cards import Said
from commonshelf.sharing.domain.policy import Bounds, Rules


@dataclass(frozen=True, slots=True)
class PolicyCard:
    """One version of the rules. number 0: the usual ones, from before anybody wrote any.

    state: usual, draft, adopted (takes effect later), in-force, past. made_by: key of a person. until: since
    when the next one holds. preview: what was shown before it took effect (agency/previews.py). ballot: of
    the votes room.
    """

    number: int
    rules: Rules
    state: str
    words: str = ""
    effective_at: datetime | None = None
    until: datetime | None = None
    made_by: str = ""
    made_at: datetime | None = None
    ballot: int | None = None
    preview: Mapping[str, object] = field(default_factory=dict)
    version: int = 1


@dataclass(frozen=True, slots=True)
class Routed:
    """What came of asking whether a licence is needed.

    outcome: free (nobody has to be asked), asked (an agency decides by `decide_by`), approved, limited,
    refused (that library is passed over). approval: its row, None: none was needed. rule: of the version
    `policy`, where one decided by itself.
    """

    outcome: str
    approval: int | None = None
    agency: int | None = None
    decide_by: datetime | None = None
    rule: str = ""
    policy: int = 0
    limits: Bounds = field(default_factory=Bounds)
    reason: str = ""

    @property
    def granted(self) -> bool:
        return self.outcome in {"free", "approved", "limited"}


@dataclass(frozen=True, slots=True)
class ApprovalCard:
    """A licence decision, without anything that names a reader.

    title, plea, part (which pages or chapter): empty for whoever stands at none of the desks it concerns.
    agency: whose it is to decide, library its Symbol ("": above the members). request: its number.
    owner "": the alliance's own. pages 0: a loan, None: not told. a_year: pages of this resource that the
    reader's home library had this year, these included. late: past decide_by and open. may: what the actor
    may decide now (approve, limit, refuse); most: pages to which a delegation goes, None: no limit. barred:
    the code of why not, for whoever else might. decided_by: a person's key, "" a rule or the clock.
    appeal_of, appealed: ids.
    """

    id: int
    request: str
    title: Said
    service: str
    kind: str
    group: str
    home: str
    level: str
    owner: str
    resource: int | None
    resource_name: Said | None
    pages: int | None
    cost: int
    a_year: int
    needed_date: date | None
    agency: int
    agency_name: Said
    library: str
    state: str
    asked_at: datetime
    decide_by_at: datetime
    risen_at: datetime | None
    decided_at: datetime | None
    decided_by: str
    rule: str
    policy: int
    limits: Bounds
    reason: str
    plea: str
    appeal_of: int | None
    appealed: int | None
    late: bool
    may: tuple[str, ...] = ()
    most: int | None = None
    version: int = 1
    part: str = ""
    barred: str = ""
