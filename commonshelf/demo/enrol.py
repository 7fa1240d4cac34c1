"""Planned libraries become members: every line of it an act of the operator, through the members' door."""

from __future__ import annotations

from datetime import date

from commonshelf.demo.plans import BranchPlan, LibraryPlan
from commonshelf.kernel.actor import Actor
from commonshelf.members import api as members


def enrol(plan: LibraryPlan, *, actor: Actor, today: date) -> None:
    """The library, its managing office, its buildings with hours and exception days. Repeatable."""
    symbol = plan.symbol
    members.add_library(
        actor=actor,
        symbol=symbol,
        name_zh=plan.name.zh,
        name_en=plan.name.en,
        kind=plan.kind,
        short_zh=plan.short.zh,
        short_en=plan.short.en,
        region_zh=plan.region.zh,
        region_en=plan.region.en,
        aliases=plan.aliases,
        active_from=date(2017, 1, 1),
        key=f"demo:{symbol}",
    )
    members.add_agency(
        actor=actor,
        library=symbol,
        name_zh=f"{plan.short.zh}联盟联络处",
        name_en=f"Alliance desk, {plan.short.en}",
        phone=plan.phone,
        key=f"demo:{symbol}:agency",
    )
    for branch in plan.branches:
        build(symbol, branch, main=branch is plan.branches[0], actor=actor, today=today)


def build(symbol: str, plan: BranchPlan, *, main: bool, actor: Actor, today: date) -> None:
    """A building with its hours and exception days. Repeatable."""
    floors = plan.floors
    members.add_branch(
        actor=actor,
        library=symbol,
        code=plan.code,
        name_zh=plan.name.zh,
        name_en=plan.name.en,
        address_zh=plan.address.zh,
        address_en=plan.address.en,
        place=plan.place,
        phone=plan.phone,
        floors_zh=floors.zh,
        floors_en=floors.en,
        main=main,
        key=f"demo:{symbol}/{plan.code}",
    )
    members.set_hours(
        actor=actor,
        library=symbol,
        branch=plan.code,
        spans=plan.week,
        key=f"demo:{symbol}/{plan.code}:hours",
    )
    for yearly in plan.days:
        for day in yearly.dates(today):
            members.set_exception(
                actor=actor,
                library=symbol,
                branch=plan.code,
                date=day,
                opens=yearly.opens,
                closes=yearly.closes,
                reason_zh=yearly.reason.zh,
                reason_en=yearly.reason.en,
                key=f"demo:{symbol}/{plan.code}:{day}",
            )
