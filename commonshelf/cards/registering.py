"""Becoming a reader: a document is shown, a card is given, a child's guardian agrees."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils import timezone

from commonshelf.cards import activating, issuing, proofs, sharing
from commonshelf.cards import joining as joinings
from commonshelf.cards.cards import Registered
from commonshelf.cards.domain import age, terms
from commonshelf.cards.domain.kinds import OF_AN_INSTITUTION
from commonshelf.cards.domain.proofs import OLDEST, Document, ProofGiven, read
from commonshelf.cards.models import Block, Reader, ReaderGroup
from commonshelf.cards.readers import card_card, find_reader, reader, row
from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent, Fact, Refusal
from commonshelf.mail import api as mail
from commonshelf.members import api as members
from commonshelf.members.api import Done

CONFLICT: Final = 409
LONGEST_NAME: Final = 60


@dataclass(frozen=True, slots=True)
class Guardian:
    """Who answers for a child: a reader (by card number), or a name and a telephone. agreed: they said so."""

    number: str = ""
    name: str = ""
    phone: str = ""
    agreed: bool = False


NOBODY: Final = Guardian()


@dataclass(frozen=True, slots=True)
class ReaderGiven:
    """What is known of somebody who becomes a reader. Of the names one may be ""; group: its code."""

    group: str
    name_zh: str = ""
    name_en: str = ""
    birth_date: date | None = None
    phone: str = ""
    email: str = ""
    language: str = ""
    guardian: Guardian = NOBODY
    local_number: str = ""
    demo: bool = False
    """Of the demo alliance, entered by one click."""


def register(
    *,
    actor: Actor,
    library: str,
    given: ReaderGiven,
    proof: ProofGiven,
    share: Mapping[str, Collection[str]] | None = None,
    card_number: str = "",
    joining: str = "",
    at: datetime | None = None,
    key: str = "",
) -> Registered:
    """At this library, which becomes their home. share: Symbol -> kinds that library may see. joining: the
    code of a form filled in at home, which is used up.

    card_number "": a new one of the alliance's; else one that was printed before. at: when, if not now.
    The code is told once: a repeat of the same key has none.
    """
    place = members.library_id(symbol=members.library(symbol=library).symbol)

    def do() -> Done[Registered]:
        now = at or timezone.now()
        today = timezone.localdate(now)
        group = group_of(place, given.group)
        document = read(proof, today)
        checked = check(given, group, document.birth_date, today)
        _not_twice(document, today)
        local_number_free(place, given.local_number)
        made = _row(given, checked, group, actor.key, now)
        proofs.keep(made, document, library=place, by=actor.key, at=now)
        card = issuing.give(made, place, actor.key, now, card_number)
        for symbol, what in (share or {}).items():
            sharing.give(made, symbol, what, by=actor.key, at=now)
        if joining:
            joinings.use(joining, now)
        code = activating.make(made, now)
        facts = {"group": group.kind, "proof": document.kind, "child": checked.child}
        done = Registered(reader(key=made.person.key), card_card(card), code)
        return Done(done, facts, Ref("reader", made.person.key, library), stored=made.person.key)

    return members.act(
        actor=actor,
        action="cards.register",
        object=Ref("reader", "", library),
        do=do,
        at=at,
        key=key,
        again=lambda stored: _again(str(stored)),
    )


def _again(key: str) -> Registered:
    found = reader(key=key)
    if found.card is None:  # taken out of use since
        raise Absent
    return Registered(found, found.card, "")


@dataclass(frozen=True, slots=True)
class Checked:
    """What came out of looking at it. guardian: the reader who answers, or None."""

    birth_date: date | None
    child: bool
    guardian: Reader | None


def group_of(library: int, code: str, *, now_in: int = 0) -> ReaderGroup:
    """In use; or the one (row id) the reader is in already. Refusal cards.no-such-group."""
    found = ReaderGroup.objects.filter(library_id=library, code=code).first()
    if found is None or not (found.active or found.pk == now_in):
        raise Refusal("cards.no-such-group", {"group": code[:40], "field": "group"})
    return found


def check(
    given: ReaderGiven,
    group: ReaderGroup,
    in_document: date | None,
    today: date,
    *,
    answered_for: bool = False,
) -> Checked:
    """Names, birth date and guardian. answered_for: a guardian stands there from before.

    Refusals cards.no-name, cards.birth-date-differs, -needed, -wrong, cards.needs-guardian,
    cards.bad-guardian, mail.bad-address.
    """
    if not (given.name_zh.strip() or given.name_en.strip()):
        raise Refusal("cards.no-name", {"field": "name_zh"})
    if given.email.strip():
        mail.address(given.email)
    birth = given.birth_date or in_document
    field: dict[str, Fact] = {"field": "birth_date"}
    if in_document and birth != in_document:
        raise Refusal("cards.birth-date-differs", {"said": str(birth), "document": str(in_document), **field})
    if birth is None and group.kind not in OF_AN_INSTITUTION:
        raise Refusal("cards.birth-date-needed", field)
    if birth and not date(today.year - OLDEST, 1, 1) <= birth <= today:
        raise Refusal("cards.birth-date-wrong", {"said": str(birth), **field})
    child = age.is_child(birth, today)
    asked = child and not answered_for
    return Checked(birth, child, guardian_of(given.guardian, today) if asked else None)


def guardian_of(said: Guardian, today: date) -> Reader | None:
    """The reader who answers for a child; None: a name and a telephone must do."""
    if not said.agreed or not (said.number.strip() or (said.name.strip() and said.phone.strip())):
        raise Refusal("cards.needs-guardian", {"years": age.ANSWERS_FOR_THEMSELVES, "field": "guardian_name"})
    if not said.number.strip():
        return None
    found = find_reader(number=said.number)
    if found.state != "active" or not age.may_answer_for_others(found.birth_date, today):
        raise Refusal("cards.bad-guardian", {"field": "guardian_number"})
    return row(found.key)


def _not_twice(document: Document, today: date) -> None:
    """The same document never makes two readers, under whatever name."""
    found = proofs.known(document)
    if found is None:
        return
    home = members.symbols_by_id().get(found.reader.home_id, "")
    facts: dict[str, Fact] = {
        "proof_kind": document.kind,
        "home": proofs.name_of(home),
        "symbol": home,
        "field": "number",
    }
    if found.reader.state == "active":
        raise Refusal("cards.proof-known", facts, CONFLICT)
    everywhere = Block.objects.filter(reader=found.reader, library=None, lifted_at=None)
    if any(one.active_to is None or one.active_to > today for one in everywhere):
        raise Refusal("cards.blocked-before", facts, CONFLICT)


def local_number_free(library: int, number: str, *, but: int = 0) -> None:
    """Refusal cards.local-number-taken. but: row id of the reader it may be."""
    cleaned = number.strip()
    if not cleaned:
        return
    taken = Reader.objects.filter(home_id=library, local_number=cleaned, state="active").exclude(pk=but)
    if taken.exists():
        raise Refusal("cards.local-number-taken", {"number": cleaned[:60], "field": "local_number"}, CONFLICT)


def new_alias() -> str:
    """Eight signs that say nothing; what other libraries call the reader."""
    drawn = "".join(secrets.choice(activating.ALPHABET) for _ in range(8))
    return f"{drawn[:4]}-{drawn[4:]}"


def _row(given: ReaderGiven, checked: Checked, group: ReaderGroup, by: str, now: datetime) -> Reader:
    today = timezone.localdate(now)
    alias = new_alias()
    newcomer = members.NewPerson(
        name_zh=given.name_zh.strip()[:LONGEST_NAME],
        name_en=given.name_en.strip()[:80],
        email=given.email.strip(),
        language=given.language,
        username=alias,
        demo=given.demo,
    )
    [key] = members.open_reader_accounts(people=[newcomer], at=now)
    return Reader.objects.create(
        person_id=members.person_ids(keys=[key])[key],
        alias=alias,
        home_id=group.library_id,
        group=group,
        local_number=given.local_number.strip(),
        phone=given.phone.strip()[:40],
        birth_date=checked.birth_date,
        guardian=checked.guardian,
        guardian_name=given.guardian.name.strip()[:80] if checked.child else "",
        guardian_phone=given.guardian.phone.strip()[:40] if checked.child else "",
        guardian_agreed_at=now if checked.child else None,
        active_from=today,
        active_to=terms.ends(today, group.months),
        registered_at=now,
        registered_by=by,
        registered_library_id=group.library_id,
    )
