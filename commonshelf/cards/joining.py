"""Joining begins at home: what somebody types is kept for two weeks under a code they show at a desk.

There, a librarian looks at the document and registers them; nobody types anything twice. No document's
number is asked for here, and the code is kept as a digest only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.utils import timezone

from commonshelf.cards import activating
from commonshelf.cards.domain import age
from commonshelf.cards.domain import sharing as domain
from commonshelf.cards.models import Activation, Joining
from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import ABSENT, Refusal
from commonshelf.mail import api as mail
from commonshelf.members import api as members
from commonshelf.members.api import Done

HOLDS: Final = timedelta(days=14)
OLDEST: Final = 130


@dataclass(frozen=True, slots=True)
class JoiningSaid:
    """The form as typed. shares: Symbol -> kinds of domain/sharing.py."""

    name_zh: str = ""
    name_en: str = ""
    birth_date: date | None = None
    phone: str = ""
    email: str = ""
    language: str = ""
    guardian_name: str = ""
    guardian_phone: str = ""
    shares: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class JoiningCard:
    said: JoiningSaid
    created_at: datetime
    expires_at: datetime


def join(*, actor: Actor, said: JoiningSaid, key: str = "") -> str:
    """The code to bring along. A repeat of the same key is answered with "": the code was told once.

    Refusals cards.no-name, cards.birth-date-needed, cards.birth-date-wrong, cards.needs-guardian-named,
    mail.bad-address, cards.bad-share.
    """
    _sound(said, timezone.localdate())
    code = activating.new_code()

    def do() -> Done[str]:
        now = timezone.now()
        told: dict[str, Any] = {**asdict(said), "birth_date": str(said.birth_date or "")}
        told["shares"] = {symbol: domain.chosen(what) for symbol, what in said.shares.items() if what}
        Joining.objects.create(
            digest=activating.digest(code), said=told, created_at=now, expires_at=now + HOLDS
        )
        return Done(code, stored="")

    return members.act(
        actor=actor, action="cards.join", object=Ref("joining", ""), do=do, key=key, again=lambda _: ""
    )


def _sound(said: JoiningSaid, today: date) -> None:
    if not (said.name_zh.strip() or said.name_en.strip()):
        raise Refusal("cards.no-name", {"field": "name_zh"})
    if said.birth_date is None:
        raise Refusal("cards.birth-date-needed", {"field": "birth_date"})
    if not date(today.year - OLDEST, 1, 1) <= said.birth_date <= today:
        raise Refusal("cards.birth-date-wrong", {"said": str(said.birth_date), "field": "birth_date"})
    if age.is_child(said.birth_date, today) and not (
        said.guardian_name.strip() and said.guardian_phone.strip()
    ):
        raise Refusal(
            "cards.needs-guardian-named", {"years": age.ANSWERS_FOR_THEMSELVES, "field": "guardian_name"}
        )
    if said.email.strip():
        mail.address(said.email)
    for symbol, what in said.shares.items():
        members.library(symbol=symbol)
        domain.chosen(what)


def joining(*, actor: Actor, library: str, code: str) -> JoiningCard:
    """For the desk at which the code is shown. Refusal cards.no-such-joining: unknown, used, or over."""
    members.demand(actor=actor, action="cards.register", object=Ref("reader", "", library))
    row = _open(code, timezone.now())
    told = dict(row.said)
    birth = str(told.pop("birth_date", ""))
    said = JoiningSaid(birth_date=date.fromisoformat(birth) if birth else None, **told)
    return JoiningCard(said, row.created_at, row.expires_at)


def _open(code: str, now: datetime) -> Joining:
    row = Joining.objects.filter(digest=activating.digest(code), used_at=None, expires_at__gt=now).first()
    if row is None:
        raise Refusal("cards.no-such-joining", {"field": "code"}, ABSENT)
    return row


def use(code: str, now: datetime) -> None:
    """Inside the act of registering: the code is dead, and what was typed is gone."""
    row = _open(code, now)
    row.used_at, row.said = now, {}
    row.save(update_fields=["used_at", "said"])


def forget(now: datetime) -> None:
    """Each night: what nobody came with, and codes that are over."""
    Joining.objects.filter(expires_at__lte=now).delete()
    Activation.objects.filter(expires_at__lte=now).delete()
