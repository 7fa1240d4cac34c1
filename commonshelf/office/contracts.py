"""The contract register: entering a contract, keeping its texts, recording signatures, ending it."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from django.utils import timezone

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.office.contracts_cards import ContractCard
from commonshelf.office.contracts_reading import (
    card_of,
    find,
    folder,
    names_of_libraries,
    ref,
    signs_online,
    state_of,
)
from commonshelf.office.domain import contracts as domain
from commonshelf.office.models import Contract, ContractText, Party, Signature

CONFLICT: Final = 409
FORBIDDEN: Final = 403
LONGEST: Final = 500


@dataclass(frozen=True, slots=True)
class PartyGiven:
    """A member by its Symbol, or a name from outside."""

    library: str = ""
    name_zh: str = ""
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class ContractGiven:
    """What the office enters. framework: row of the contract above, or None."""

    number: str
    kind: str
    title_zh: str
    first_date: date
    title_en: str = ""
    about_zh: str = ""
    about_en: str = ""
    end_date: date | None = None
    notice_days: int = 0
    remind_days: int = 90
    visible: str = "members"
    conflict: str = ""
    conflict_note: str = ""
    framework: int | None = None


class Upload(Protocol):
    """As Django hands a sent file on."""

    @property
    def name(self) -> str | None: ...

    @property
    def size(self) -> int | None: ...

    def chunks(self) -> Iterable[bytes]: ...


def set_contract(
    *,
    actor: Actor,
    given: ContractGiven,
    parties: Sequence[PartyGiven],
    id: int = 0,
    version: int = 0,
    key: str = "",
) -> ContractCard:
    """Enter a contract (id 0) or change what is known of it. Its parties stand once somebody has signed."""

    def do() -> members.Done[int]:
        row = find(id) if id else Contract()
        _check(given, parties, row)
        if id and row.version != version:
            raise Refusal("office.stale-contract", status=CONFLICT)
        for name in given.__slots__:
            setattr(row, "framework_id" if name == "framework" else name, getattr(given, name))
        row.version = row.version + 1 if id else 1
        row.save()
        _set_parties(row, parties)
        return members.Done(row.pk, {"number": row.number, "kind": row.kind, "title": row.title_zh}, ref(row))

    object = Ref("contract", str(id or ""))
    made = members.act(actor=actor, action="office.set-contract", object=object, do=do, key=key)
    return _card(made)


def _check(given: ContractGiven, parties: Sequence[PartyGiven], row: Contract) -> None:
    if not given.number.strip():
        raise Refusal("office.no-number", {"field": "number"})
    if Contract.objects.filter(number=given.number).exclude(pk=row.pk).exists():
        raise Refusal("office.number-taken", {"field": "number", "number": given.number}, CONFLICT)
    if not (given.title_zh.strip() or given.title_en.strip()):
        raise Refusal("office.no-title", {"field": "title_zh"})
    if given.kind not in domain.KINDS:
        raise Refusal("office.bad-kind", {"field": "kind", "said": given.kind[:20]})
    domain.dates(given.first_date, given.end_date)
    _check_framework(given, row)
    named = [one.library or one.name_zh.strip() or one.name_en.strip() for one in parties]
    if len(named) < 2 or not all(named):
        raise Refusal("office.too-few-parties", {"field": "libraries"})
    if len(set(named)) != len(named):
        raise Refusal("office.party-twice", {"field": "libraries"})
    known = names_of_libraries()
    for one in parties:
        if one.library and one.library not in known and not row.pk:
            raise Refusal("office.no-such-member", {"field": "libraries", "symbol": one.library[:40]})
    outside = any(not one.library for one in parties)
    if outside and not given.conflict:
        raise Refusal("office.no-declaration", {"field": "conflict"})
    if outside and given.conflict == "declared" and not given.conflict_note.strip():
        raise Refusal("office.no-declaration-note", {"field": "conflict_note"})


def _check_framework(given: ContractGiven, row: Contract) -> None:
    if given.kind == "agreement" and given.framework is None:
        raise Refusal("office.no-framework", {"field": "framework"})
    if given.framework is None:
        return
    above = Contract.objects.filter(pk=given.framework, kind="framework").exclude(pk=row.pk).first()
    if above is None or given.kind == "framework":
        raise Refusal("office.bad-framework", {"field": "framework"})


def _set_parties(row: Contract, parties: Sequence[PartyGiven]) -> None:
    kept = [(one.library, one.name_zh, one.name_en) for one in row.parties.all()]
    wanted = [(one.library, one.name_zh.strip(), one.name_en.strip()) for one in parties]
    if sorted(kept) == sorted(wanted):
        return
    if Signature.objects.filter(party__contract=row).exists():
        raise Refusal("office.parties-signed", {"field": "libraries"}, CONFLICT)
    row.parties.all().delete()
    Party.objects.bulk_create(
        Party(contract=row, library=library, name_zh=zh, name_en=en, place=place)
        for place, (library, zh, en) in enumerate(wanted)
    )


def add_text(*, actor: Actor, contract: int, file: Upload, note: str = "", key: str = "") -> ContractCard:
    """Keep a version of the contract as a file. It holds once every party has signed it."""
    members.demand(actor=actor, action="office.add-version", object=Ref("contract", str(contract)))
    row = find(contract)
    name = (file.name or "").replace("\\", "/").rsplit("/", 1)[-1][-160:]
    pieces = iter(file.chunks())
    beginning = next(pieces, b"")
    media = domain.media_type(name, beginning, file.size or 0)
    stored = f"{row.pk}-{secrets.token_hex(12)}"
    path = folder() / stored
    path.parent.mkdir(parents=True, exist_ok=True)
    hashed = hashlib.sha256()
    try:
        with path.open("xb") as out:
            for piece in (beginning, *pieces):
                hashed.update(piece)
                out.write(piece)
        digest = hashed.hexdigest()

        def do() -> members.Done[int]:
            latest = row.texts.values_list("number", flat=True).first() or 0
            ContractText.objects.create(
                contract=row,
                number=latest + 1,
                file=stored,
                name=name,
                media_type=media,
                size=file.size or 0,
                digest=digest,
                note=note.strip()[:LONGEST],
                added_at=timezone.now(),
                added_by=actor.key,
            )
            return members.Done(row.pk, {"version": latest + 1, "sha256": digest}, ref(row))

        # Another file sent with a page that was gone back to is another act.
        once = key and f"{key}-{digest[:16]}"
        members.act(actor=actor, action="office.add-version", object=ref(row), do=do, key=once)
    finally:
        if not ContractText.objects.filter(file=stored).exists():
            path.unlink(missing_ok=True)
    return _card(contract)


def sign(
    *,
    actor: Actor,
    contract: int,
    party: int,
    signer: str,
    signed_date: date,
    how: str,
    number: int = 0,
    key: str = "",
) -> ContractCard:
    """Record that a party has signed the latest version. number: the version the signer has seen.

    The office records what was signed on paper; "online" signs only the member's own manager.
    """
    row = find(contract)
    side = row.parties.filter(pk=party).first()
    if side is None:
        raise Absent

    def do() -> members.Done[int]:
        text = _to_sign(actor, find(contract), side, how)
        if number and number != text.number:
            raise Refusal("office.newer-version", {"number": text.number}, CONFLICT)
        if not signer.strip():
            raise Refusal("office.no-signer", {"field": "signer"})
        if signed_date > timezone.localdate():
            raise Refusal("office.signed-tomorrow", {"field": "signed_date"})
        if text.signatures.filter(party=side).exists():
            raise Refusal("office.signed-already", {"number": text.number}, CONFLICT)
        Signature.objects.create(
            text=text,
            party=side,
            signer=signer.strip()[:120],
            signed_date=signed_date,
            how=how,
            recorded_at=timezone.now(),
            recorded_by=actor.key,
        )
        fresh = find(contract)
        fresh.signed_version = _fully_signed(fresh)
        fresh.save(update_fields=["signed_version"])
        whole = fresh.signed_version == text.number
        told = {"version": text.number, "sha256": text.digest, "how": how, "by_all": whole}
        return members.Done(row.pk, told, Ref("contract", str(row.pk), side.library))

    object = Ref("contract", str(contract), side.library)
    members.act(actor=actor, action="office.sign", object=object, do=do, key=key)
    return _card(contract)


def _to_sign(actor: Actor, row: Contract, side: Party, how: str) -> ContractText:
    """The version that can be signed now for this party in this way."""
    if how not in domain.WAYS:
        raise Refusal("office.bad-way", {"field": "how", "said": how[:20]})
    if how == "online" and not signs_online(actor, side.library):
        raise Refusal("office.not-in-their-name", {"field": "how"}, FORBIDDEN)
    if state_of(row, timezone.localdate()) is domain.State.ENDED:
        raise Refusal("office.ended-already", status=CONFLICT)
    text = row.texts.first()
    if text is None:
        raise Refusal("office.nothing-to-sign", status=CONFLICT)
    return text


def _fully_signed(row: Contract) -> int:
    signatures: dict[int, set[int]] = {}
    for number, party in Signature.objects.filter(text__contract=row).values_list("text__number", "party"):
        signatures.setdefault(number, set()).add(party)
    return domain.fully_signed(
        parties=frozenset(row.parties.values_list("pk", flat=True)),
        signatures={number: frozenset(signed) for number, signed in signatures.items()},
    )


def end_contract(*, actor: Actor, contract: int, on: date, reason: str, key: str = "") -> ContractCard:
    """End it before (or without) its end date. on: the first day on which it no longer holds."""
    row = find(contract)

    def do() -> members.Done[int]:
        fresh = find(contract)
        if not reason.strip():
            raise Refusal("office.no-reason", {"field": "reason"})
        if fresh.ended_date is not None:
            raise Refusal("office.ended-already", status=CONFLICT)
        if on < fresh.first_date:
            facts = {"field": "on", "first": fresh.first_date.isoformat(), "last": on.isoformat()}
            raise Refusal("office.ends-before-it-begins", facts)
        fresh.ended_date, fresh.ended_why = on, reason.strip()[:LONGEST]
        fresh.save(update_fields=["ended_date", "ended_why"])
        return members.Done(row.pk, {"number": row.number, "on": on.isoformat()}, ref(row))

    members.act(
        actor=actor,
        action="office.end-contract",
        object=ref(row),
        do=do,
        key=key,
        reason=reason.strip()[:LONGEST],
    )
    return _card(contract)


def _card(id: int) -> ContractCard:
    return card_of(find(id), names_of_libraries(), timezone.localdate())


def ending_soon(*, today: date) -> list[Contract]:
    """Signed ones with a last day, of whose end the office is to be told and has not been."""
    found = Contract.objects.filter(ended_date=None, end_date__gte=today, signed_version__gt=0)
    return [
        row
        for row in found
        if row.end_date
        and row.reminded_for != row.end_date
        and domain.remind_on(row.end_date, row.notice_days, row.remind_days) <= today
    ]
