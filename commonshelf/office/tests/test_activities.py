"""The register of outside activities: in whose name, from when to when, by whose word, read by whom."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members import testing
from commonshelf.office import activities, api
from commonshelf.office.domain import activities as domain
from commonshelf.office.models import Activity
from commonshelf.office.tests.test_contracts import entered as contract
from commonshelf.office.tests.test_papers_pages import client


@pytest.fixture
def cast(db, tmp_path, settings) -> testing.Cast:
    settings.MEDIA_ROOT = tmp_path / "files"
    return testing.cast()


def entered(cast, actor=None, library="EAST", id=0, version=0, **more):
    said = {"kind": "exhibition", "title_zh": "古籍展", "first_date": timezone.localdate(), **more}
    return api.set_activity(
        actor=actor or cast.manager,
        given=api.ActivityGiven(**said),
        library=library,
        id=id,
        version=version,
    )


def read(cast, actor=None, **more):
    return [one.id for one in api.activities(actor=actor or cast.partner, **more)[0]]


def test_each_enters_in_its_own_name_and_all_staff_read_it(cast):
    own = entered(cast, partners=("某书店", "某博物馆"))
    of_all = entered(cast, cast.office, "")
    for who in ("partner", "librarian", "auditor", "reader", "stranger", "visitor"):
        with pytest.raises(Absent):
            entered(cast, getattr(cast, who))
    with pytest.raises(Absent):
        entered(cast, library="")
    for who in ("partner", "librarian", "auditor", "office"):
        assert set(read(cast, getattr(cast, who))) == {own.id, of_all.id}
    for who in ("reader", "stranger", "visitor"):
        with pytest.raises(Absent):
            read(cast, getattr(cast, who))
        with pytest.raises(Absent):
            api.activity(actor=getattr(cast, who), id=own.id)
    assert read(cast, library="EAST") == [own.id] == read(cast, words="博物馆")
    assert read(cast, library="") == [of_all.id]


def test_it_is_changed_ended_and_withdrawn_by_its_own_people(cast):
    card, today = entered(cast), timezone.localdate()
    for who in ("partner", "librarian", "stranger"):
        for act in (
            lambda actor: entered(cast, actor, id=card.id, version=1),
            lambda actor: api.end_activity(actor=actor, activity=card.id, on=today),
            lambda actor: api.withdraw_activity(actor=actor, activity=card.id, reason="x"),
        ):
            with pytest.raises(Absent):
                act(getattr(cast, who))
    changed = entered(cast, id=card.id, version=1, title_zh="善本展")
    with pytest.raises(Refusal, match=r"office\.stale-activity"):
        entered(cast, id=card.id, version=1)
    ended = api.end_activity(actor=cast.manager, activity=card.id, on=today)
    assert (changed.title.zh, ended.state, ended.last_date) == ("善本展", "running", today)
    with pytest.raises(Refusal, match=r"office\.no-reason"):
        api.withdraw_activity(actor=cast.manager, activity=card.id, reason=" ")
    gone = api.withdraw_activity(actor=cast.manager, activity=card.id, reason="场地取消")
    assert (gone.state, gone.withdrawn_why, read(cast)) == ("withdrawn", "场地取消", [card.id])
    for act in (
        lambda: entered(cast, id=card.id, version=gone.version),
        lambda: api.end_activity(actor=cast.manager, activity=card.id, on=today),
        lambda: api.withdraw_activity(actor=cast.manager, activity=card.id, reason="x"),
    ):
        with pytest.raises(Refusal, match=r"office\.activity-withdrawn"):
            act()


@pytest.mark.parametrize(
    ("code", "more"),
    [
        ("office.no-title", {"title_zh": " "}),
        ("office.bad-kind", {"kind": "party"}),
        ("office.ends-before-it-begins", {"last_date": timezone.localdate() - timedelta(days=400)}),
        ("office.too-many-partners", {"partners": tuple(map(str, range(31)))}),
        ("office.not-its-contract", {"contract": 999}),
    ],
)
def test_what_is_not_entered(cast, code, more):
    with pytest.raises(Refusal) as refused:
        entered(cast, **more)
    assert refused.value.code == code
    assert not Activity.objects.exists()


def test_it_is_done_under_a_contract_of_its_own(cast):
    ours = contract(cast)
    theirs = contract(cast, "HT-2", parties=("WEST",), outside=("某出版社",), conflict="none")
    assert entered(cast, contract=ours.id).contract == ours.id
    with pytest.raises(Refusal, match=r"office\.not-its-contract"):
        entered(cast, contract=theirs.id)
    assert entered(cast, cast.office, "", contract=theirs.id).contract == theirs.id


def test_what_is_over_is_not_ended_again(cast):
    past = timezone.localdate() - timedelta(days=9)
    card = entered(cast, first_date=past, last_date=past)
    assert card.state == "over"
    with pytest.raises(Refusal, match=r"office\.activity-over"):
        api.end_activity(actor=cast.manager, activity=card.id, on=past)


near = st.integers(-3, 3).map(lambda n: timezone.localdate() + timedelta(days=n))


@given(first=near, last=st.none() | near, withdrawn=st.none() | near)
def test_it_stands_in_one_state_and_in_none_after_it_was_withdrawn(first, last, withdrawn):
    today = timezone.localdate()
    found = domain.state(first, last, withdrawn, today)
    assert (found is domain.State.WITHDRAWN) == (withdrawn is not None)
    if found is domain.State.RUNNING:
        assert first <= today
        assert last is None or last >= today


def test_the_database_says_the_same_as_the_domain(cast):
    today = timezone.localdate()
    some = [today + timedelta(days=n) for n in (-2, -1, 0, 1)]
    Activity.objects.bulk_create(
        Activity(kind="visit", title_zh="x", first_date=first, last_date=last, withdrawn_date=gone)
        for first in some
        for last in (None, *some)
        for gone in (None, today)
        if last is None or last >= first
    )
    for state in domain.State:
        wanted = {
            row.pk
            for row in Activity.objects.all()
            if domain.state(row.first_date, row.last_date, row.withdrawn_date, today) is state
        }
        assert set(
            activities.in_state(Activity.objects.all(), state, today).values_list("pk", flat=True)
        ) == (wanted)
        assert wanted


@given(st.text())
def test_partners_are_one_a_line_each_once(text):
    found = domain.partners(text)
    assert len(set(found)) == len(found)
    assert all(name.strip() and len(name) <= domain.LONGEST for name in found)
    assert domain.partners("\n".join(found)) == found


@pytest.mark.parametrize(("language", "title"), [("en", "Outside activities"), ("zh-hans", "对外活动")])
def test_its_pages(cast, language, title):
    manager, today = client("manager", language), timezone.localdate().isoformat()
    assert title in manager.get("/activities").text
    sent = {"library": "EAST", "kind": "training", "title_zh": "修复培训", "first_date": today,
            "partners": "某大学\n\n某大学", "key": "k"}  # fmt: skip
    assert manager.post("/activities/new", {**sent, "title_zh": ""}).status_code == 400
    assert manager.post("/activities/new", {**sent, "library": ""}).status_code == 400
    assert manager.post("/activities/new", sent).status_code == 302
    row = Activity.objects.get()
    page = f"/activities/{row.pk}"
    assert row.partners == "某大学"
    assert "修复培训" in client("partner", language).get(page).text
    assert client("partner").get(f"{page}/edit").status_code == 404
    assert client("partner").post(page, {"do": "withdraw", "reason": "x"}).status_code == 404
    assert client("librarian").get("/activities/new").status_code == 404
    assert client("reader").get("/activities").status_code == 404
    edited = manager.post(f"{page}/edit", {**sent, "title_zh": "培训", "version": 1, "key": "l"})
    assert edited.status_code == 302
    assert manager.post(page, {"do": "end", "on": "", "key": "m"}).status_code == 400
    assert manager.post(page, {"do": "end", "on": today, "key": "n"}).status_code == 302
    assert manager.post(page, {"do": "burn"}).status_code == 404
    assert manager.post(page, {"do": "withdraw", "reason": "停办", "key": "o"}).status_code == 302
    assert "停办" in manager.get(page).text


def test_as_many_questions_for_twenty_as_for_ten(cast):
    manager, asked = client("manager"), []
    for n in range(20):
        entered(cast, title_zh=f"第{n}次", partners=(f"伙伴{n}",))
        if n in {9, 19}:
            manager.get("/activities")
            asked.append(testing.queries(lambda: manager.get("/activities")))
    assert asked[0] == asked[1]


def test_the_former_activities_of_a_library_that_left_stay_readable(cast):
    card = entered(cast)
    members.leave(actor=cast.office, symbol="EAST", reason="合并")
    assert read(cast) == [card.id]
    assert client("partner").get(f"/activities/{card.id}").status_code == 200
