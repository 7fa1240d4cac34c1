"""Licence decisions on real rows: asked of the right agency, decided once, appealed, risen, lapsed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from commonshelf.kernel.actor import Actor, Agent
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members.testing import user
from commonshelf.news import api as news
from commonshelf.sharing.agency import queue, verdicts
from commonshelf.sharing.domain.policy import Bounds
from commonshelf.sharing.life import doing
from commonshelf.sharing.models import Approval, PatronRequest
from commonshelf.sharing.ruling import deciding
from commonshelf.sharing.ruling.cards import ApprovalCard
from commonshelf.sharing.tests import agency_rows as rows
from commonshelf.work import api as work

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> rows.Desk:
    return rows.desk()


def decide(actor: Actor, one: Approval, verdict: str = "approve", **more: object) -> ApprovalCard:
    said = {"reason": "", "limits": None, "version": one.version, "key": "", **more}
    return verdicts.decide(actor=actor, approval=one.pk, verdict=verdict, **said)  # type: ignore[arg-type]


def agency(library: str) -> int:
    root = members.agency_tree()
    return next(one.id for one in root.everything() if one.library == library and one.kind == "member")


def now_as(person: Any) -> Actor:
    """With what is delegated to them by now."""
    return members.actor_for(user=person, agent=Agent.WEB)


def test_asked_of_the_owner_and_on_its_desk(desk: rows.Desk) -> None:
    row = rows.ask(desk)
    one = rows.approval(row)
    assert (row.state, one.state, one.level, one.pages) == ("awaiting-licence", "asked", "owner", 20)
    assert one.agency_id == agency("WEST")
    (item,) = work.desk(actor=desk.west, now=timezone.now()).items
    assert (item.kind, item.url) == ("licence", f"/agency/decisions/{one.pk}")
    assert row.title_zh not in item.title.zh


def test_approved_goes_on_and_leaves_the_desk(desk: rows.Desk) -> None:
    row = rows.ask(desk)
    assert decide(desk.west, rows.approval(row)).state == "approved"
    row.refresh_from_db()
    assert row.state == "asked"
    assert not work.open_about(kind="licence")


def test_decided_once(desk: rows.Desk) -> None:
    one = rows.approval(rows.ask(desk))
    decide(desk.west, one)
    with pytest.raises(Refusal, match=r"sharing\.decided-already"):
        decide(desk.west, one, "refuse", reason="不行")


def test_a_form_of_an_older_version_is_refused(desk: rows.Desk) -> None:
    one = rows.approval(rows.ask(desk))
    with pytest.raises(Refusal, match=r"sharing\.changed-meanwhile"):
        decide(desk.west, one, version=one.version + 1)


@pytest.mark.parametrize(
    ("verdict", "more", "code"),
    [
        ("refuse", {}, "no-reason"),
        ("limit", {}, "no-limits"),
        ("limit", {"limits": Bounds(days=9999)}, "bad-limit"),
        ("perhaps", {}, "no-verdict"),
    ],
)
def test_what_a_verdict_needs(desk: rows.Desk, verdict: str, more: dict[str, object], code: str) -> None:
    one = rows.approval(rows.ask(desk))
    with pytest.raises(Refusal, match=rf"sharing\.{code}"):
        decide(desk.west, one, verdict, **more)
    one.refresh_from_db()
    assert one.state == "asked"


def test_only_the_owners_managers_decide(desk: rows.Desk) -> None:
    one = rows.approval(rows.ask(desk))
    for actor in (desk.office, desk.east, desk.clerk, desk.stranger):
        with pytest.raises(Absent):
            decide(actor, one)


def test_a_delegate_decides_up_to_so_many_pages(desk: rows.Desk) -> None:
    one = rows.approval(rows.ask(desk))
    members.delegate(
        actor=desk.west, agency=agency("WEST"), person=desk.clerk.key, action="sharing.decide", limit=15
    )
    clerk = now_as(user("g-clerk"))
    assert queue.approval(actor=clerk, id=one.pk).most == 15
    with pytest.raises(Refusal, match=r"members\.over-limit"):
        decide(clerk, one)
    made = decide(clerk, one, "limit", limits=Bounds(pages=15))
    assert (made.state, made.decided_by) == ("limited", clerk.key)


def test_where_nobody_said_how_many_pages_a_delegate_limits_them(desk: rows.Desk) -> None:
    one = rows.approval(rows.ask(desk))
    Approval.objects.filter(pk=one.pk).update(pages=None)
    members.delegate(
        actor=desk.west, agency=agency("WEST"), person=desk.clerk.key, action="sharing.decide", limit=15
    )
    clerk = now_as(user("g-clerk"))
    with pytest.raises(Refusal, match=r"sharing\.pages-not-told"):
        decide(clerk, one)
    assert decide(clerk, one, "limit", limits=Bounds(pages=10)).state == "limited"


def test_a_delegate_leaves_what_costs_much_to_the_agency(desk: rows.Desk) -> None:
    one = rows.approval(rows.ask(desk))
    Approval.objects.filter(pk=one.pk).update(cost=9_900)
    members.delegate(actor=desk.west, agency=agency("WEST"), person=desk.clerk.key, action="sharing.decide")
    with pytest.raises(Refusal, match=r"sharing\.costs-too-much"):
        decide(now_as(user("g-clerk")), one)
    assert decide(desk.west, one).state == "approved"


def test_late_ones_rise_and_then_lapse(desk: rows.Desk) -> None:
    row = rows.ask(desk)
    one = rows.approval(row)
    then = one.decide_by_at + timedelta(minutes=1)
    assert verdicts.lapse_or_rise(then) == 1
    one.refresh_from_db()
    assert (one.agency_id, one.risen_at, one.state) == (members.agency_tree().id, then, "asked")
    with pytest.raises(Absent):
        decide(desk.west, one)
    assert verdicts.lapse_or_rise(then) == 0
    assert verdicts.lapse_or_rise(one.decide_by_at + timedelta(minutes=1)) == 1
    one.refresh_from_db()
    row.refresh_from_db()
    assert (one.state, row.state) == ("lapsed", "unfilled")


def test_a_risen_one_is_the_offices(desk: rows.Desk) -> None:
    row = rows.ask(desk)
    one = rows.approval(row)
    verdicts.lapse_or_rise(one.decide_by_at + timedelta(minutes=1))
    one.refresh_from_db()
    assert decide(desk.office, one).state == "approved"


def refused(desk: rows.Desk) -> PatronRequest:
    row = rows.ask(desk)
    decide(desk.west, rows.approval(row), "refuse", reason="协议不许")
    row.refresh_from_db()
    return row


def test_one_appeal_to_the_agency_above(desk: rows.Desk) -> None:
    row = refused(desk)
    assert (row.state, row.why) == ("review", "licence-refused")
    reader = now_as(user_of(row))
    doing.act(actor=reader, request=row.number, action="appeal", facts={"note": "教学需要"})
    one = rows.approval(row)
    assert (one.agency_id, one.plea, one.appeal_of is not None) == (
        members.agency_tree().id,
        "教学需要",
        True,
    )
    decide(desk.office, one, "refuse", reason="仍不许")
    row.refresh_from_db()
    assert row.state == "refused"
    assert deciding.may_appeal(request=row.pk, now=timezone.now()) is None


def user_of(row: PatronRequest) -> Any:
    assert row.reader is not None
    return row.reader.person


def test_an_appeal_says_why_and_comes_in_time(desk: rows.Desk) -> None:
    row = refused(desk)
    with pytest.raises(Refusal, match=r"sharing\.no-plea"):
        deciding.appeal(actor=desk.east, request=row.pk, plea=" ", at=timezone.now())
    with pytest.raises(Refusal, match=r"sharing\.no-appeal"):
        deciding.appeal(actor=desk.east, request=row.pk, plea="要", at=timezone.now() + timedelta(days=60))


def test_what_is_cancelled_needs_no_decision(desk: rows.Desk) -> None:
    row = rows.ask(desk)
    doing.act(actor=now_as(user_of(row)), request=row.number, action="cancel")
    assert rows.approval(row).state == "withdrawn"
    assert not work.open_about(kind="licence")


def test_nobody_decides_on_their_own_request(desk: rows.Desk) -> None:
    row = rows.ask(desk)
    assert row.reader is not None
    members.affiliate(actor=members.operator(), person=row.reader.person.key, role="manager", library="WEST")
    with pytest.raises(Refusal, match=r"sharing\.own-request"):
        decide(now_as(user_of(row)), rows.approval(row))


def test_no_event_names_reader_or_title(desk: rows.Desk) -> None:
    row = rows.ask(desk)
    decide(desk.west, rows.approval(row))
    assert row.reader is not None
    for kind in ("sharing.ask-decision", "sharing.decide"):
        (told,) = news.happenings(kind=kind)
        assert row.title_zh not in str(told)
        assert row.reader.person.key not in str(told.facts)


def test_before_an_alliance_is_founded_the_turn_has_nothing_to_do(db):
    assert verdicts.lapse_or_rise(timezone.now()) == 0
