"""The demo's readers: groups and rules of each library, forty people with their cards, what befell some."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final

from django.utils import timezone
from stdnum.cn import ric

from commonshelf.cards import api as cards
from commonshelf.demo.acting import acting
from commonshelf.demo.alliance import said_in
from commonshelf.demo.plan import moment, plan, written
from commonshelf.kernel.actor import Actor
from commonshelf.kernel.refusal import Refusal
from commonshelf.loans import api as loans
from commonshelf.members import api as members

COUNTY: Final = "511302"
"""Shunqing District, with which the invented ID cards begin."""
PARTICULARS: Final = ("phone", "email", "language")


def begin(*, now: datetime) -> None:
    """Once, wholly or not at all; a second time it changes nothing."""
    if _there():
        return
    with members.together(), members.one_look():
        _set_up(timezone.localdate(now))
        for serial, told in enumerate(plan("readers")["readers"], 1):
            _register(told, serial, now)
        _befall(timezone.localdate(now))


def _there() -> bool:
    try:
        cards.find_reader(number=plan("readers")["readers"][0]["card"])
    except Refusal:
        return False
    return True


def number_of(name: str) -> str:
    """Of the card in use of whoever has that name."""
    renewed = {told["reader"]: told["replaced"] for told in plan("readers")["lost"] if "replaced" in told}
    known = {told.get("zh") or told["en"]: told["card"] for told in plan("readers")["readers"]}
    return str(renewed.get(name) or known[name])


def reader(name: str) -> cards.ReaderCard:
    return cards.find_reader(number=number_of(name))


def themselves(name: str) -> Actor:
    """As they act on their own pages."""
    return acting(reader(name).alias)


def desk(library: str) -> Actor:
    """Who registers readers, lends and takes back there."""
    return acting(plan("readers")["desks"][library])


# -- before anybody reads


def _set_up(today: date) -> None:
    told = plan("readers")
    for table in told["groups"]:
        actor = acting(table["by"])
        cards.add_usual(actor=actor, library=table["library"], codes=table["codes"])
    for table in told["rules"]:
        _rule(table, today)
    for table in told["settings"]:
        members.set_setting(
            actor=acting(table["by"]), library=table["library"], name=table["name"], value=table["value"]
        )
    for table in told["systems"]:
        system = loans.system(actor=acting(table["by"]), library=table["library"])
        loans.set_system(
            actor=acting(table["by"]),
            library=table["library"],
            adapter=table["adapter"],
            version=system.version,
        )
    for table in told["terminals"]:
        loans.add_terminal(
            actor=acting(table["by"]), library=table["library"], branch=table["branch"], name=table["name"]
        )


def _rule(table: dict[str, Any], today: date) -> None:
    given = cards.RightRuleGiven(
        table["service"],
        allowed=True,
        relation=table.get("relation", ""),
        group_kind=table.get("group_kind", ""),
        limits=cards.Limits(**table["limits"]),
        active_from=today - timedelta(days=table["since"]),
        article=table.get("article", ""),
        note=said_in(table),
    )
    cards.set_right_rule(actor=acting(table["by"]), library=table["library"], given=given)


# -- who reads


def _register(told: dict[str, Any], serial: int, now: datetime) -> None:
    born = _born(told, timezone.localdate(now))
    cards.register(
        actor=desk(told["library"]),
        library=told["library"],
        given=cards.ReaderGiven(
            group=told["group"],
            name_zh=told.get("zh", ""),
            name_en=told.get("en", ""),
            birth_date=born,
            guardian=_guardian(told),
            local_number=told.get("number", ""),
            demo=told.get("demo", False),
            **{name: told[name] for name in PARTICULARS if name in told},
        ),
        proof=_proof(told, born, serial),
        card_number=told["card"],
        at=moment(now, told["since"]),
    )


def _born(told: dict[str, Any], today: date) -> date:
    """Children stay children, whenever the demo is loaded."""
    return date(today.year - told["age"], 1, 9) if "age" in told else date.fromisoformat(told["born"])


def _guardian(told: dict[str, Any]) -> cards.Guardian:
    number = number_of(told["guardian"]) if "guardian" in told else ""
    name, phone = told.get("guardian_name", ""), told.get("guardian_phone", "")
    return cards.Guardian(number=number, name=name, phone=phone, agreed=bool(number or name))


def _proof(told: dict[str, Any], born: date, serial: int) -> cards.ProofGiven:
    if "passport" in told:
        return cards.ProofGiven("passport", f"C01X{serial:05d}", told["passport"])
    if "number" in told:
        kind = "student" if told["group"] in {"students", "undergraduates", "graduates"} else "staff"
        return cards.ProofGiven(kind, told["number"], told["library"])
    body = f"{COUNTY}{born:%Y%m%d}{serial:03d}"
    return cards.ProofGiven("id-card", body + ric.calc_check_digit(body + "0"))


# -- what befell some


def _befall(today: date) -> None:
    told = plan("readers")
    for table in told["shares"]:
        name = table["reader"]
        cards.share(
            actor=themselves(name), reader=reader(name).key, library=table["with"], what=table["what"]
        )
    for table in told["blocks"]:
        _block(table, today)
    for table in told["looks"]:
        key = reader(table["reader"]).key
        cards.seen_by(actor=desk(table["library"]), reader_key=key, library=table["library"])
    for table in told["lost"]:
        _lose(table)
    for table in told["closed"]:
        cards.close_reader(
            actor=desk(table["library"]), reader=reader(table["reader"]).key, reason=written(table["reason"])
        )


def _block(table: dict[str, Any], today: date) -> None:
    cards.block(
        actor=desk(table["library"]),
        reader=reader(table["reader"]).key,
        library=table["library"],
        reason=table["reason"],
        words=written(table["words"]),
        services=table.get("services", ()),
        active_to=today + timedelta(days=table["days"]) if "days" in table else None,
        everywhere=table.get("everywhere", False),
    )


def _lose(table: dict[str, Any]) -> None:
    name = table["reader"]
    first = next(one["card"] for one in plan("readers")["readers"] if one.get("zh") == name)
    loser = cards.find_reader(number=first)
    cards.report_lost(actor=acting(loser.alias), reader=loser.key)
    if "replaced" in table:
        cards.replace_card(
            actor=desk(table["library"]),
            reader=loser.key,
            library=table["library"],
            card_number=table["replaced"],
        )
