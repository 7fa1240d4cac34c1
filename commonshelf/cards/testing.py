"""Ready-made rows for tests: reader groups at EAST and WEST, readers of both, and their cards."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any, Final

from stdnum.cn import ric

from commonshelf.cards import api
from commonshelf.cards.models import ReaderGroup
from commonshelf.kernel.actor import Actor, Agent
from commonshelf.members import api as members
from commonshelf.members import testing as people
from commonshelf.news.testing import built_once

__all__ = ["Readers", "an_actor", "an_id_number", "groups", "readers", "somebody", "the_user"]

GROUPS: Final = (
    # library, code, Chinese, English, kind, months
    ("EAST", "undergraduate", "本科生", "Undergraduates", "student", 12),
    ("EAST", "teacher", "教师", "Teachers", "teacher", 36),
    ("WEST", "adult", "市民", "Adults", "citizen", 24),
    ("WEST", "child", "少儿", "Children", "child", 12),
)
_SERIAL: Final = count(1)


@dataclass(frozen=True, slots=True)
class Readers:
    """student and teacher of EAST; citizen and child (her own) of WEST. cast: as `members.testing.cast`."""

    cast: people.Cast
    student: api.ReaderCard
    teacher: api.ReaderCard
    citizen: api.ReaderCard
    child: api.ReaderCard


def an_id_number(birth: date = date(1990, 5, 17), serial: int = 0) -> str:
    """A right number of an ID card; without a serial a new one at each call."""
    body = f"511302{birth:%Y%m%d}{(serial or next(_SERIAL)) % 1000:03d}"
    return body + ric.calc_check_digit(body + "0")


@built_once
def groups() -> dict[str, int]:
    """Code -> row id, of `GROUPS`; the libraries are there already."""
    made = {}
    for library, code, zh, en, kind, months in GROUPS:
        row = ReaderGroup.objects.create(
            library_id=members.library_id(symbol=library),
            code=code,
            name_zh=zh,
            name_en=en,
            kind=kind,
            months=months,
        )
        made[code] = row.pk
    return made


def somebody(
    *,
    library: str = "EAST",
    group: str = "undergraduate",
    name_zh: str = "",
    name_en: str = "",
    birth: date = date(1990, 5, 17),
    guardian: api.Guardian | None = None,
    local_number: str = "",
    share: Mapping[str, Collection[str]] | None = None,
    card_number: str = "",
    email: str = "",
    phone: str = "",
) -> api.Registered:
    """One more reader, registered by the operator with an ID card nobody else has."""
    return api.register(
        actor=members.operator(),
        library=library,
        given=api.ReaderGiven(
            group=group,
            name_zh=name_zh or "读者某",
            name_en=name_en,
            email=email,
            phone=phone,
            local_number=local_number,
            guardian=guardian or api.Guardian(),
        ),
        proof=api.ProofGiven("id-card", an_id_number(birth)),
        share=share,
        card_number=card_number,
    )


@built_once
def readers() -> Readers:
    """With the cast of members' tests."""
    cast = people.cast()
    groups()
    student = somebody(
        name_zh="周小雨", name_en="Zhou Xiaoyu", local_number="S20260001", email="zhou@example.org"
    )
    teacher = somebody(group="teacher", name_zh="郑老师", name_en="Zheng", birth=date(1975, 3, 2))
    citizen = somebody(
        library="WEST", group="adult", name_zh="李秀英", name_en="Li Xiuying", phone="13800000001"
    )
    guardian = api.Guardian(number=citizen.card.number, agreed=True)
    child = somebody(library="WEST", group="child", name_zh="李乐", birth=date(2018, 6, 1), guardian=guardian)
    return Readers(cast, student.reader, teacher.reader, citizen.reader, child.reader)


def the_user(reader: api.ReaderCard) -> Any:
    """For `client.force_login`."""
    return people.user(reader.alias)


def an_actor(reader: api.ReaderCard) -> Actor:
    """As they act in the browser."""
    return members.actor_for(user=the_user(reader), agent=Agent.WEB)
