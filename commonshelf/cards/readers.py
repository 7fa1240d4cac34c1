"""Readers as cards: found by number, by key, by who is signed in; and as one library may see them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Final

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from commonshelf.cards.cards import (
    BlockCard,
    CardCard,
    GroupCard,
    ProofCard,
    ReaderCard,
    ReaderView,
    ShareCard,
    masked,
)
from commonshelf.cards.domain import age, numbers, sharing
from commonshelf.cards.models import Block, Card, Proof, Reader, ReaderGroup, Share
from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import ABSENT, Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members.api import Done
from commonshelf.members.cards import Said

DESK: Final = "desk"


def rows() -> QuerySet[Reader]:
    """With all a card of theirs is made from; of blocks and cards only those not over."""
    return Reader.objects.select_related(
        "person", "group", "guardian__person", "into__person"
    ).prefetch_related(
        Prefetch("blocks", Block.objects.filter(lifted_at=None).order_by("pk")),
        Prefetch("cards", Card.objects.filter(state="active")),
    )


def row(key: str) -> Reader:
    """Absent when nobody has that key."""
    found = rows().filter(person__key=key).first()
    if found is None:
        raise Absent
    return found


def ref(reader: Reader | ReaderCard, library: str) -> Ref:
    """The object of an act about a reader; library: where it happens."""
    return Ref("reader", reader.person.key if isinstance(reader, Reader) else reader.key, library)


def about(key: str, library: str) -> Ref:
    """The same by key, before the row is read: who may not act there learns nothing of it."""
    return Ref("reader", key, library)


def group_card(group: ReaderGroup) -> GroupCard:
    return GroupCard(
        id=group.pk,
        library=_symbol(group.library_id),
        code=group.code,
        name=Said(group.name_zh or group.name_en, group.name_en or group.name_zh),
        kind=group.kind,
        months=group.months,
        active=group.active,
        version=group.version,
    )


def card_card(card: Card) -> CardCard:
    return CardCard(card.number, card.state, card.issued_at, _symbol(card.library_id), card.ended_at)


def block_card(block: Block) -> BlockCard:
    return BlockCard(
        id=block.pk,
        library=_symbol(block.library_id) if block.library_id else "",
        reason=block.reason,
        words=block.words,
        services=tuple(block.services),
        active_from=block.active_from,
        active_to=block.active_to,
        set_at=block.set_at,
        lifted_at=block.lifted_at,
        lifted_why=block.lifted_why,
    )


def proof_card(proof: Proof) -> ProofCard:
    return ProofCard(proof.pk, proof.kind, proof.issuer, proof.tail, _symbol(proof.library_id), proof.seen_at)


def share_card(share: Share, key: str) -> ShareCard:
    return ShareCard(
        library=_symbol(share.library_id),
        what=tuple(share.what),
        notice=share.notice,
        given_at=share.given_at,
        own=share.given_by == key,
        withdrawn_at=share.withdrawn_at,
    )


def _symbol(id: int | None) -> str:
    return members.symbols_by_id().get(id, "") if id else ""


def cards_of(found: Iterable[Reader], today: date, card: Card | None = None) -> list[ReaderCard]:
    """card: the one they were found by, else the one in use."""
    some = list(found)
    known = members.particulars(keys=[one.person.key for one in some])
    with members.one_look():
        return [_card_of(one, known[one.person.key], card, today) for one in some]


def _card_of(one: Reader, person: members.Particulars, card: Card | None, today: date) -> ReaderCard:
    in_use = card or next(iter(one.cards.all()), None)  # set by the prefetch of `rows`
    return ReaderCard(
        key=person.key,
        alias=one.alias,
        name=person.name,
        home=_symbol(one.home_id),
        group=group_card(one.group),
        state=one.state,
        active_from=one.active_from,
        active_to=one.active_to,
        card=card_card(in_use) if in_use else None,
        blocks=tuple(block_card(block) for block in one.blocks.all()),
        child=age.is_child(one.birth_date, today),
        birth_date=one.birth_date,
        guardian=one.guardian.person.key if one.guardian else "",
        guardian_name=one.guardian_name,
        guardian_phone=one.guardian_phone,
        guardian_agreed_at=one.guardian_agreed_at,
        phone=one.phone,
        email=person.email,
        language=person.language,
        local_number=one.local_number,
        keeps_history=one.keeps_history,
        reminders=one.reminders,
        signs_in=person.signs_in,
        registered_at=one.registered_at,
        registered_library=_symbol(one.registered_library_id),
        closed_at=one.closed_at,
        into=one.into.person.key if one.into else "",
        version=one.version,
        id=one.pk,
    )


def reader(*, key: str) -> ReaderCard:
    """By the key of the person; Absent otherwise."""
    return cards_of([row(key)], timezone.localdate())[0]


def readers_by_key(*, keys: Collection[str]) -> dict[str, ReaderCard]:
    """Key -> reader, of those who are one."""
    found = rows().filter(person__key__in=set(keys))
    return {one.key: one for one in cards_of(found, timezone.localdate())}


def home_of(actor: Actor) -> str:
    """Symbol of the library where somebody signed in is a reader now; "": nowhere. One small question."""
    if not actor.key:
        return ""
    open_ones = Reader.objects.filter(person__key=actor.key, closed_at=None).exclude(state="merged")
    return open_ones.values_list("home__symbol", flat=True).first() or ""


def reader_of(*, actor: Actor) -> ReaderCard | None:
    """Who is signed in, as a reader, also one whose registration is closed; None when they are none."""
    if not actor.key:
        return None
    found = rows().filter(person__key=actor.key).exclude(state="merged").first()
    return cards_of([found], timezone.localdate())[0] if found else None


def find_reader(*, number: str) -> ReaderCard:
    """Whose card it is, in any state; spaces, hyphens and full-width digits do not matter.

    Refusals cards.bad-number (its check digit is wrong), cards.no-such-card.
    """
    cleaned = numbers.clean(number)
    card = Card.objects.filter(number=cleaned).first() if numbers.could_be(cleaned) else None
    if card is None:
        if numbers.is_ours(cleaned) and not numbers.adds_up(cleaned):
            raise Refusal("cards.bad-number", {"number": numbers.shown(cleaned)}, ABSENT)
        raise Refusal("cards.no-such-card", {"number": numbers.shown(cleaned)[:50]}, ABSENT)
    return cards_of([rows().get(pk=card.reader_id)], timezone.localdate(), card)[0]


# -- as one library may see them


def what_it_sees(found: ReaderCard, library: str) -> frozenset[str]:
    if found.home == library:
        return sharing.ALL
    share = Share.objects.filter(
        reader_id=found.id, library_id=members.library_id(symbol=library), withdrawn_at=None
    ).first()
    return frozenset(share.what) if share else frozenset()


def view(found: ReaderCard, library: str) -> ReaderView:
    sees = what_it_sees(found, library)
    home = "home" in sees
    proofs = Proof.objects.filter(reader_id=found.id).order_by("pk") if home else ()
    cards = Card.objects.filter(reader_id=found.id).order_by("-pk") if home else ()
    return ReaderView(
        library=library,
        reader=masked(found, library, sees),
        sees=sees,
        proofs=tuple(proof_card(one) for one in proofs),
        cards=tuple(card_card(one) for one in cards),
    )


def seen_by(*, actor: Actor, reader_key: str, library: str, why: str = DESK, number: str = "") -> ReaderView:
    """What staff of that library are shown of a reader; that they looked is written down, once a day.

    number: the card that was scanned, so that its state is told. why: a word for what they were at.
    """
    found = find_reader(number=number) if number else reader(key=reader_key)
    if found.key != reader_key:
        raise Absent
    today = timezone.localdate()

    def do() -> Done[None]:
        return Done(None, {"why": why[:40], "home": found.home})

    members.act(
        actor=actor,
        action="cards.look",
        object=ref(found, library),
        do=do,
        key=f"{found.key} {library} {today}",
    )
    return view(found, library)
