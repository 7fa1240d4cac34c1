"""One person registered twice: everything of one registration becomes the other's."""

from __future__ import annotations

from typing import Final

from django.db.models import Q
from django.utils import timezone

from commonshelf.cards import business
from commonshelf.cards.cards import ReaderCard
from commonshelf.cards.models import Activation, Block, Card, Proof, Reader, Share
from commonshelf.cards.readers import about, cards_of, reader, row, rows
from commonshelf.kernel.actor import MACHINE, Actor
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api as members
from commonshelf.members.api import Done

CONFLICT: Final = 409


def merge(*, actor: Actor, keep: str, give_up: str, reason: str = "", key: str = "") -> ReaderCard:
    """At the home library of the one that is kept. Cards, documents, blocks, loans, requests and fees of the
    other one move over; its number leads here, and opens nothing any more.

    Refusals cards.same-reader, cards.reader-closed, cards.not-one-person (their birth dates differ).
    """
    home = reader(key=keep).home

    def do() -> Done[ReaderCard]:
        stays, goes = row(keep), row(give_up)
        _may_be_one(stays, goes)
        _move(stays, goes)
        other = members.symbols_by_id()[goes.home_id]
        if other != home:  # its own library reads it, too, among what happened there
            members.act(
                actor=MACHINE,
                action="cards.merge",
                object=about(give_up, other),
                do=lambda: Done(None, {"into": keep, "at": home}),
            )
        return Done(reader(key=keep), {"from": give_up}, stored=keep)

    return members.act(
        actor=actor,
        action="cards.merge",
        object=about(keep, home),
        do=do,
        reason=reason,
        key=key,
        again=lambda stored: reader(key=str(stored)),
    )


def _may_be_one(stays: Reader, goes: Reader) -> None:
    if stays.pk == goes.pk:
        raise Refusal("cards.same-reader")
    if stays.state != "active" or goes.state == "merged":
        raise Refusal("cards.reader-closed", status=CONFLICT)
    if stays.birth_date and goes.birth_date and stays.birth_date != goes.birth_date:
        raise Refusal("cards.not-one-person", status=CONFLICT)


def _move(stays: Reader, goes: Reader) -> None:
    now = timezone.now()
    business.move_business(goes.person.key, stays.person.key)
    Card.objects.filter(reader=goes, state="active").update(state="replaced", ended_at=now)
    Card.objects.filter(reader=goes).update(reader=stays)
    Proof.objects.filter(reader=goes).update(reader=stays)
    Block.objects.filter(reader=goes).update(reader=stays)
    Share.objects.filter(reader=goes, withdrawn_at=None).update(withdrawn_at=now)
    Activation.objects.filter(reader=goes).delete()
    Reader.objects.filter(guardian=goes).exclude(pk=stays.pk).update(guardian=stays)
    local = goes.local_number if goes.home_id == stays.home_id and not stays.local_number else ""
    goes.state, goes.into, goes.closed_at = "merged", stays, now
    goes.version += 1
    goes.save(update_fields=["state", "into", "closed_at", "version"])
    stays.local_number = stays.local_number or local
    stays.phone = stays.phone or goes.phone
    stays.birth_date = stays.birth_date or goes.birth_date
    if stays.guardian_agreed_at is None:
        stays.guardian = goes.guardian if goes.guardian_id != stays.pk else None
        stays.guardian_name, stays.guardian_phone = goes.guardian_name, goes.guardian_phone
        stays.guardian_agreed_at = goes.guardian_agreed_at
    stays.version += 1
    stays.save()
    members.close_reader_account(person=goes.person.key)


def alike(*, reader: ReaderCard) -> list[ReaderCard]:
    """Registrations at the same library that may be the same person: same name and birth date, or same
    telephone and birth date. A person looks; nothing is joined by itself.
    """
    same = Q(birth_date=None) if reader.birth_date is None else Q(birth_date=reader.birth_date)
    names = [one for one in {reader.name.zh, reader.name.en} if one]
    close = Q(person__name_zh__in=names) | Q(person__name_en__iexact=reader.name.en)
    if reader.phone:
        close |= Q(phone=reader.phone)
    found = (
        rows()
        .filter(same & close, home_id=members.library_id(symbol=reader.home), state="active")
        .exclude(pk=reader.id)
    )
    return cards_of(found.order_by("pk")[:5], timezone.localdate())
