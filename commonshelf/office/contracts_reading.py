"""The contract register as cards: who may read which entry, and its texts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from commonshelf.kernel.actor import Actor, Ref, Role
from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.office.contracts_cards import ContractCard, PartyCard, SignatureCard, TextCard
from commonshelf.office.domain import contracts as domain
from commonshelf.office.models import Contract, ContractText, Party

READ_LIST: Final = "office.read-papers"
READ_ONE: Final = "office.read-contract"


def ref(row: Contract) -> Ref:
    return Ref("contract", str(row.pk))


def find(id: int) -> Contract:
    row = Contract.objects.filter(pk=id).first()
    if row is None:
        raise Absent
    return row


def state_of(row: Contract, today: date) -> domain.State:
    term = domain.Term(bool(row.signed_version), row.first_date, row.end_date, row.ended_date)
    return domain.state(term, today)


def signs_online(actor: Actor, library: str) -> bool:
    """With a press of a button, in their own name: the member's manager and nobody for them."""
    return bool(library) and actor.has(Role.MANAGER, library)


def in_state(found: QuerySet[Contract], state: str, today: date) -> QuerySet[Contract]:
    """As `domain.state` decides, said in the database's words."""
    ended = Q(ended_date__isnull=False, ended_date__lte=today) | Q(end_date__isnull=False, end_date__lt=today)
    wanted = {
        "ended": ended,
        "draft": ~ended & Q(signed_version=0),
        "signed": ~ended & Q(signed_version__gt=0, first_date__gt=today),
        "in-force": ~ended & Q(signed_version__gt=0, first_date__lte=today),
    }
    return found.filter(wanted[state]) if state in wanted else found


def contracts(
    *,
    actor: Actor,
    kind: str = "",
    state: str = "",
    library: str = "",
    words: str = "",
    start: int = 0,
    rows: int = 50,
) -> tuple[list[ContractCard], int]:
    """The register, by end (what ends soonest first, open ends last); without texts."""
    members.demand(actor=actor, action=READ_LIST, object=Ref("contract", ""))
    today = timezone.localdate()
    found = in_state(Contract.objects.all(), state, today)
    if kind:
        found = found.filter(kind=kind)
    if library:
        found = found.filter(pk__in=Party.objects.filter(library=library).values("contract"))
    for word in words.split():
        found = found.filter(
            Q(number__icontains=word) | Q(title_zh__icontains=word) | Q(title_en__icontains=word)
        )
    page = found.order_by(F("end_date").asc(nulls_last=True), "number").prefetch_related("parties")
    names = names_of_libraries()
    return [card_of(row, names, today) for row in page[start : start + rows]], found.count()


def contract(*, actor: Actor, id: int) -> ContractCard:
    """An entry for everybody who works at a member; its texts for the parties, or for all as it says."""
    members.demand(actor=actor, action=READ_LIST, object=Ref("contract", str(id)))
    row = find(id)
    names = names_of_libraries()
    card = card_of(row, names, timezone.localdate())
    if not reads_texts(actor, card):
        return card
    texts = ContractText.objects.filter(contract=row).prefetch_related("signatures")
    return card_of(row, names, timezone.localdate(), tuple(text_card(one, card.parties) for one in texts))


def reads_texts(actor: Actor, card: ContractCard) -> bool:
    if card.visible == "members":
        return members.allowed(actor=actor, action=READ_LIST, object=Ref("contract", str(card.id)))
    return any(
        members.allowed(actor=actor, action=READ_ONE, object=Ref("contract", str(card.id), library))
        for library in card.libraries | {""}
    )


def attached(*, actor: Actor, id: int) -> list[ContractCard]:
    """What hangs on a framework contract, by number."""
    members.demand(actor=actor, action=READ_LIST, object=Ref("contract", str(id)))
    names, today = names_of_libraries(), timezone.localdate()
    found = Contract.objects.filter(framework=id).prefetch_related("parties").order_by("number")
    return [card_of(row, names, today) for row in found]


def frameworks(*, actor: Actor) -> list[tuple[int, str]]:
    """Row and number of those a sub-agreement may hang on."""
    members.demand(actor=actor, action=READ_LIST, object=Ref("contract", ""))
    found = Contract.objects.filter(kind="framework").order_by("number")
    return list(found.values_list("pk", "number"))


def text_file(*, actor: Actor, id: int, number: int) -> tuple[TextCard, Path]:
    """A version's file, for those who may read it; Absent for others."""
    card = contract(actor=actor, id=id)
    text = next((one for one in card.texts if one.number == number), None)
    row = ContractText.objects.filter(contract=id, number=number).first()
    if text is None or row is None:
        raise Absent
    path = folder() / row.file
    if not path.is_file():
        raise Absent
    return text, path


def folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "contracts"


def names_of_libraries() -> dict[str, Said]:
    return {card.symbol: card.name for card in members.libraries()}


def party_card(row: Party, names: Mapping[str, Said]) -> PartyCard:
    own = Said(row.name_zh or row.library, row.name_en or row.library)
    return PartyCard(row.pk, row.library, names.get(row.library, own))


def text_card(row: ContractText, parties: tuple[PartyCard, ...]) -> TextCard:
    signatures = tuple(
        SignatureCard(one.party_id, one.signer, one.signed_date, one.how, one.recorded_at)
        for one in row.signatures.all()
    )
    signed = {one.party for one in signatures}
    return TextCard(
        number=row.number,
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        digest=row.digest,
        note=row.note,
        added_at=row.added_at,
        added_by=row.added_by,
        signatures=signatures,
        missing=tuple(party for party in parties if party.id not in signed),
    )


def card_of(
    row: Contract, names: Mapping[str, Said], today: date, texts: tuple[TextCard, ...] = ()
) -> ContractCard:
    return ContractCard(
        id=row.pk,
        number=row.number,
        kind=row.kind,
        title=Said(row.title_zh, row.title_en),
        about=Said(row.about_zh, row.about_en),
        parties=tuple(party_card(party, names) for party in row.parties.all()),
        first_date=row.first_date,
        end_date=row.end_date,
        notice_days=row.notice_days,
        remind_days=row.remind_days,
        notice_by=domain.notice_by(row.end_date, row.notice_days) if row.end_date else None,
        state=state_of(row, today).value,
        signed_version=row.signed_version,
        visible=row.visible,
        conflict=row.conflict,
        conflict_note=row.conflict_note,
        framework=row.framework_id,
        ended_date=row.ended_date,
        ended_why=row.ended_why,
        version=row.version,
        texts=texts,
    )
