"""A large alliance of made-up rows for tests of size and benchmarks: as the doors would leave it.

Regions with their cities, one agency for each member, departments, people in all roles, delegations, own
choices and exemptions. Numbered, never random: two runs make the same rows but for the people's keys.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from commonshelf.kernel.actor import Agent, Role
from commonshelf.members import api, directory
from commonshelf.members.models import (
    Affiliation,
    Agency,
    Branch,
    Delegation,
    Exemption,
    Library,
    LibrarySetting,
    OpeningHours,
    Person,
)

CITIES: Final = 12
STAFF: Final = 8
"""At each member: a manager, two cataloguers, the others librarians."""
KINDS: Final = ("vocational", "university", "public", "special")
DELEGATED: Final = ("members.set-setting", "members.set-hours", "cataloguing.decide")
MONTHS: Final = "members.trial-months"


def big_alliance(*, libraries: int = 81, people: int = 1000) -> None:
    """Members L001 …, people p0001 … (p0001 to p0003 the office, p0004 the auditor), founded a year ago."""
    today = timezone.localdate()
    begun = today - timedelta(days=365)
    api.set_alliance(
        actor=api.operator(agent=Agent.CLI), name_zh="省图书馆联盟", name_en="Provincial Alliance"
    )
    members = Library.objects.bulk_create(_library(n, begun) for n in range(1, libraries + 1))
    branches = Branch.objects.bulk_create(_branch(n, row) for n, row in enumerate(members, 1))
    OpeningHours.objects.bulk_create(
        OpeningHours(branch=row, weekday=day, opens=time(8), closes=time(22))
        for row in branches
        for day in range(7)
    )
    agencies = _agencies(members)
    known = _people(people, timezone.now())
    Affiliation.objects.bulk_create(_ties(known, members, begun))
    _delegations(agencies, known, today)
    LibrarySetting.objects.bulk_create(
        LibrarySetting(library=row, name=MONTHS, value=3 + n % 20) for n, row in enumerate(members) if n % 4
    )
    Exemption.objects.bulk_create(
        Exemption(
            library=row,
            name=MONTHS,
            bound={"most": 24},
            reason="a new building",
            active_from=today,
            active_to=today + timedelta(days=90),
            decided_at=timezone.now(),
        )
        for row in members[::9]
    )
    directory.changed()


def _library(n: int, begun: date) -> Library:
    return Library(
        symbol=f"L{n:03}",
        name_zh=f"第{n}图书馆",
        name_en=f"Library No. {n}",
        kind=KINDS[n % len(KINDS)],
        region_zh=f"第{n % CITIES + 1}市",
        region_en=f"City {n % CITIES + 1}",
        active_from=begun,
    )


def _branch(n: int, row: Library) -> Branch:
    place = {"latitude": 30 + n % 9 * 0.2, "longitude": 104 + n % 11 * 0.2}
    return Branch(library=row, code="main", name_zh="主馆", name_en="Main building", main=True, **place)


def _agencies(members: list[Library]) -> list[Agency]:
    """The members' own, in their order; under cities, which stand under one province."""
    root = Agency.objects.get(kind="general")
    province = Agency.objects.create(kind="region", parent=root, name_zh="本省", name_en="The province")
    cities = Agency.objects.bulk_create(
        Agency(kind="region", parent=province, name_zh=f"第{n}市", name_en=f"City {n}")
        for n in range(1, CITIES + 1)
    )
    own = Agency.objects.bulk_create(
        Agency(
            kind="member",
            parent=cities[n % CITIES],
            library=row,
            name_zh=f"{row.name_zh}管理处",
            name_en=f"Office of {row.name_en}",
            phone=f"0817-{n:07}",
            email=f"office{n}@example.org",
        )
        for n, row in enumerate(members)
    )
    Agency.objects.bulk_create(
        Agency(kind="department", parent=one, library=one.library, name_zh="采编部", name_en="Cataloguing")
        for one in own[::3]
    )
    return own


def _people(count: int, at: datetime) -> list[Person]:
    password = make_password("seven-quiet-lamps")  # once: a thousand slow hashes would say nothing more
    return Person.objects.bulk_create(
        Person(
            username=f"p{n:04}",
            name_zh=f"示例{n}",
            name_en=f"Sample {n}",
            email=f"p{n:04}@example.org",
            password=password,
            created_at=at,
        )
        for n in range(1, count + 1)
    )


def _ties(known: list[Person], members: list[Library], begun: date) -> list[Affiliation]:
    def tie(person: Person, role: Role, library: Library | None = None) -> Affiliation:
        return Affiliation(person=person, library=library, role=role, active_from=begun)

    found = [tie(one, Role.OFFICE) for one in known[:3]] + [tie(one, Role.AUDITOR) for one in known[3:4]]
    roles = [Role.MANAGER, Role.CATALOGUER, Role.CATALOGUER] + [Role.LIBRARIAN] * (STAFF - 3)
    for n, person in enumerate(known[4:]):
        turn, at = divmod(n, len(members))
        found.append(tie(person, roles[turn] if turn < STAFF else Role.READER, members[at]))
        if turn == 1:  # some work at two
            found.append(tie(person, Role.LIBRARIAN, members[(at + 1) % len(members)]))
    return found


def _delegations(agencies: list[Agency], known: list[Person], today: date) -> None:
    """A third of the members delegate something; half of that is already over."""
    Delegation.objects.bulk_create(
        Delegation(
            agency=one,
            person=known[(4 + n + len(agencies)) % len(known)],
            action=DELEGATED[n % len(DELEGATED)],
            active_from=today - timedelta(days=100),
            active_to=today + timedelta(days=100) if n % 2 else today - timedelta(days=1),
        )
        for n, one in enumerate(agencies)
        if n % 3 == 0
    )
