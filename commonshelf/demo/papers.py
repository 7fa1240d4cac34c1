"""The demo's rule book, contract register and the ballot that adopted a rule."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final

from django.core.files.base import ContentFile

from commonshelf.demo.acting import acting
from commonshelf.demo.odt import odt
from commonshelf.demo.plan import day_of, plan, written
from commonshelf.members.cards import Said
from commonshelf.office import api as office
from commonshelf.votes import api as votes

NOTICE: Final = timedelta(days=14)
"""Between the day a rule was adopted and the day from which it binds."""
VOTING: Final = timedelta(days=14)


def _version(told: dict[str, Any]) -> office.VersionGiven:
    return office.VersionGiven(
        told["zh"],
        told["en"],
        told["text_zh"],
        told["text_en"],
        scope=told.get("scope", "all"),
        targets=told.get("targets", ()),
        setting=told.get("setting", ""),
        bound=told.get("bound", {}),
    )


def _draft(told: dict[str, Any]) -> int:
    return office.draft_rule(
        actor=acting("office"),
        number=told["number"],
        given=_version(told),
        level=told["level"],
        public=told.get("public", False),
        readers=told["readers"],
    ).id


def adopt_rules(*, today: date) -> None:
    """Rules adopted in meetings, who has read them, one of a member's own, one exception."""
    known = {told["number"]: _adopted(told, today) for told in plan()["rules"]}
    meeting = plan()["meeting"]
    office.record_resolution(
        actor=acting("office"),
        proposal=office.Proposal(meeting["zh"], meeting["en"], meeting["text_zh"], meeting["text_en"]),
        decided_date=today - timedelta(days=meeting["days"]),
    )
    own = plan()["local"]
    manager = acting(own["by"])
    local = office.draft_rule(
        actor=manager,
        number=own["number"],
        given=_version(own),
        level="local",
        library=own["library"],
        under=known[own["under"]],
        public=True,
    )
    office.adopt_rule(actor=manager, rule=local.id, effective_date=today)
    told = plan()["exception"]
    office.grant_exception(
        actor=acting("office"),
        rule=known[told["rule"]],
        library=told["library"],
        reason=written(told["reason"]),
        first_date=today,
        end_date=today + timedelta(days=told["days"]),
        bound=told["bound"],
    )


def _adopted(told: dict[str, Any], today: date) -> int:
    rule = _draft(told)
    adopted = today - timedelta(days=told["adopted"])
    office.adopt_rule(
        actor=acting("office"), rule=rule, adopted_date=adopted, effective_date=adopted + NOTICE
    )
    for reader in told["read"]:
        office.confirm_rule(actor=acting(reader), rule=rule, version=1)
    return rule


def decide(*, now: datetime) -> None:
    """A rule put to the vote; all have voted, so the ballot is closed."""
    told = plan()["ballot"]
    rule = _draft(told)
    proposed = office.propose(
        actor=acting("office"),
        proposal=office.Proposal(
            told["question_zh"],
            told["question_en"],
            told["words_zh"],
            told["words_en"],
            about_kind="rule",
            about_id=str(rule),
        ),
        terms=office.Terms(deadline=now + VOTING),
    )
    for who, library, choice in told["votes"]:
        votes.cast(actor=acting(who), ballot=proposed.ballot or 0, choice=choice, library=library)


def keep_contracts(*, today: date) -> None:
    """A framework agreement all have signed, and one that hangs on it and still waits for a party."""
    ids: dict[str, int] = {}
    for told in plan()["contracts"]:
        ids[told["number"]] = _entered(told, ids, today)


def _entered(told: dict[str, Any], ids: dict[str, int], today: date) -> int:
    actor = acting("office")
    first, last = (day_of(today.year + years, day) for years, day in (told["first"], told["last"]))
    given = office.ContractGiven(
        number=told["number"],
        kind=told["kind"],
        title_zh=told["zh"],
        title_en=told["en"],
        about_zh=told["about_zh"],
        about_en=told["about_en"],
        first_date=first,
        end_date=last,
        notice_days=told["notice"],
        framework=ids.get(told.get("framework", "")),
    )
    card = office.set_contract(
        actor=actor, given=given, parties=[office.PartyGiven(symbol) for symbol in told["parties"]]
    )
    text = odt(Said(told["zh"], told["en"]), [Said(told["about_zh"], told["about_en"])])
    office.add_text(actor=actor, contract=card.id, file=ContentFile(text, name=f"{told['number']}.odt"))
    sides = {side.library: side.id for side in card.parties}
    for library, signer, how in told["signed"]:
        office.sign(
            actor=actor,
            contract=card.id,
            party=sides[library],
            signer=signer,
            signed_date=min(today, first),
            how=how,
        )
    return card.id
