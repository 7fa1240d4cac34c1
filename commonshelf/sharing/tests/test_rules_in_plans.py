"""A plan reckons with the rules that approve by themselves: it promises what the request then gets."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.sharing import api
from commonshelf.sharing.api import Asked
from commonshelf.sharing.domain import approving
from commonshelf.sharing.domain.approving import Asking, State
from commonshelf.sharing.domain.policy import ASKING, SERVICES, AutoRule, Bounds
from commonshelf.sharing.domain.sources import Access, Ruled, Shelf
from commonshelf.sharing.life import limits
from commonshelf.sharing.models import PatronRequest
from commonshelf.sharing.planning import words
from commonshelf.sharing.tests import agency_rows as rows
from commonshelf.sharing.tests.test_plan import holder, make, situation

rules = st.builds(
    AutoRule,
    name=st.sampled_from(("a", "b", "c")),
    then=st.sampled_from(("approve", "limit")),
    levels=st.lists(st.sampled_from(ASKING), max_size=1).map(tuple),
    services=st.lists(st.sampled_from(SERVICES), max_size=1).map(tuple),
    groups=st.lists(st.sampled_from(("student", "teacher")), max_size=2).map(tuple),
    owners=st.lists(st.sampled_from(("EAST", "WEST", "-")), max_size=2).map(tuple),
    most_pages=st.none() | st.integers(1, 40),
    most_cost=st.none() | st.integers(0, 500),
    limits=st.builds(Bounds, pages=st.integers(1, 30)),
)


@given(
    st.lists(rules, max_size=4).map(tuple),
    st.sampled_from(ASKING),
    st.sampled_from(SERVICES),
    st.sampled_from(("", "1-20", "第一章")),
    st.sampled_from(("student", "citizen")),
)
def test_a_plan_and_a_decision_agree(told, level, service, part, group) -> None:
    """By the very same function: what it says of this asking is what the way says of its time."""
    ask = Access(f"ask-{level}", level, f"ask-{level}")
    shelf = Shelf("main", "on-shelf", loan=ask, copy=ask)
    reader = replace(situation(part=part), group=group)
    found = make(holder("EAST", shelves=(shelf,)), to=reader, ruled=Ruled(approvals=told))
    way = next(one for one in found.ways if one.service == service)
    pages = 0 if service == "Loan" else limits.pages({"pages": part})
    asking = Asking(level, "EAST", service, group, reader.home, pages=pages)
    outcome = approving.outcome(told, asking)
    (decision,) = [part for part in way.parts if part[0] == "decision"]
    by_rule = outcome.state is not State.ASKED
    assert (decision[1] == 0.0, decision[2] == "by-rule") == (by_rule, by_rule)
    assert (f"approval-{level}" in way.needs) is not by_rule
    said = {code for code, _ in way.reasons}
    assert ("approved-by-rule" in said) is (outcome.state is State.APPROVED)
    assert ("limited-to-pages" in said) is (outcome.state is State.LIMITED)
    if outcome.state is State.LIMITED and service == "Copy":
        assert way.facts["most_pages"] == outcome.rule.limits.pages
    assert way.facts["asks"] == level


def test_nobody_need_be_at_work_where_a_rule_decides() -> None:
    ask = Access("ask-agency", "agency", "ask-agency")
    shelf = Shelf("main", "on-shelf", copy=ask)
    idle = replace(situation(part="1-20"), deciding={})
    refused = make(holder(shelves=(shelf,)), to=idle)
    assert ("licensed-copy", "nobody-decides") in {(one.kind, one.reason) for one in refused.ruled_out}
    ruled = Ruled(approvals=(AutoRule("small", most_pages=30),))
    found = make(holder(shelves=(shelf,)), to=idle, ruled=ruled)
    (way,) = [one for one in found.ways if one.kind == "licensed-copy"]
    assert way.person == "supplier"


SMALL = {"name": "三十页以内", "most_pages": 30}
LIMITED = {"name": "限二十页", "then": "limit", "limits": {"pages": 20}}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("approvals", "pages", "reason", "state"),
    [
        ([], "1-20", "", "awaiting-licence"),
        ([SMALL], "1-20", "approved-by-rule", "asked"),
        ([SMALL], "1-60", "", "awaiting-licence"),
        ([LIMITED], "1-60", "limited-to-pages", "asked"),
        ([{"name": "教师", "groups": ["teacher"]}], "1-20", "", "awaiting-licence"),
    ],
)
def test_the_sheet_promises_what_the_request_gets(approvals, pages, reason, state) -> None:
    desk = rows.desk()
    rows.in_force(desk, approvals)
    found = api.plan(
        reader=desk.shelves.readers.student.key,
        edition=desk.shelves.editions["W2"],
        situation=Asked(part=pages, form="digital"),
        now=timezone.now() + timedelta(seconds=1),
    )
    (way,) = [one for one in found.ways if one.kind == "licensed-copy"]
    told = [(code, facts) for code, facts in way.reasons if code.endswith(("by-rule", "to-pages"))]
    assert [code for code, _ in told] == [one for one in (reason,) if one]
    assert all(facts["rule"] in words.reason(code, facts) for code, facts in told)
    row = rows.ask(desk, pages=pages)
    assert PatronRequest.objects.get(pk=row.pk).state == state
