"""The demo's tree of agencies, what they delegate, what members choose, and their vacations."""

from __future__ import annotations

from datetime import date, timedelta

from commonshelf.demo.acting import acting
from commonshelf.demo.alliance import said_in
from commonshelf.demo.plan import day_of, plan
from commonshelf.demo.plans import hours_of
from commonshelf.members import api as members


def set_up(*, today: date) -> None:
    """Region, department, delegations and vacations."""
    office = acting("office")
    general = members.agency_tree()
    said = plan()["region"]
    region = members.add_region(actor=office, parent=general.id, name_zh=said["zh"], name_en=said["en"])
    agencies = {node.library: node.id for node in general.everything()}
    for symbol in said["members"]:
        members.move_agency(actor=office, agency=agencies[symbol], to=region)
    said = plan()["department"]
    members.add_department(
        actor=acting("city-manager"), parent=agencies[said["of"]], name_zh=said["zh"], name_en=said["en"]
    )
    for given in plan()["delegations"]:
        members.delegate(
            actor=acting(given["by"]),
            agency=region if given["agency"] == "region" else agencies[given["agency"]],
            person=given["person"],
            action=given["action"],
            limit=given.get("limit"),
            active_to=today + timedelta(days=given["days"]),
        )
    for year in (today.year, today.year + 1):
        _plan_vacations(year)


def _plan_vacations(year: int) -> None:
    for told in plan()["vacations"]:
        opens, closes = hours_of(told["hours"]) if told["hours"] else (None, None)
        name = said_in(told)
        for symbol in told["libraries"]:
            members.set_vacation(
                actor=members.operator(),
                library=symbol,
                first_date=day_of(year, told["first"]),
                end_date=day_of(year, told["last"]),
                opens=opens,
                closes=closes,
                name_zh=name.zh,
                name_en=name.en,
            )


def choose() -> None:
    """The alliance's bound on one setting, and one member's own choice within that of a rule."""
    bound, own = plan()["bound"], plan()["own"]
    members.set_bound(
        actor=acting("office"),
        name=bound["name"],
        value=bound["value"],
        bound=members.Bound(bound["least"], bound["most"]),
    )
    members.set_setting(actor=acting(own["by"]), library=own["library"], name=own["name"], value=own["value"])
