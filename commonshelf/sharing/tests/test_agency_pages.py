"""The pages of the agency's desk: who sees what, that each can be read, that forms do what they say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonshelf.kernel.refusal import Refusal
from commonshelf.ledger import api as ledger
from commonshelf.ledger.api import Account
from commonshelf.members import api as members
from commonshelf.members.testing import queries, user
from commonshelf.news import api as news
from commonshelf.resources import testing as eresources
from commonshelf.sharing.models import Approval, Policy
from commonshelf.sharing.ruling import deciding, policies
from commonshelf.sharing.tests import agency_rows as rows

pytestmark = pytest.mark.django_db
PAGES = (
    "/agency",
    "/agency?at=all",
    "/agency/decided",
    "/agency/rules",
    "/agency/rules/0",
    "/agency/resources",
    "/agency/money",
)


@pytest.fixture
def desk() -> rows.Desk:
    return rows.desk()


def signed(client: Client, name: str) -> Client:
    client.force_login(user(name), backend="django.contrib.auth.backends.ModelBackend")
    return client


def told(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_the_office_reads_every_page(desk: rows.Desk, client: Client, page: str, language: str) -> None:
    rows.ask(desk)
    answer = signed(client, "g-office").get(page, headers={"accept-language": language})
    assert answer.status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_strangers_find_nothing(desk: rows.Desk, client: Client, page: str) -> None:
    assert signed(client, "g-stranger").get(page).status_code == 404


def test_a_clerk_reads_the_register_and_the_rules_but_not_the_money(desk: rows.Desk, client: Client) -> None:
    signed(client, "g-clerk")
    found = {page: client.get(page).status_code for page in PAGES}
    assert found.pop("/agency/money") == 404
    assert set(found.values()) == {200}


def decision(client: Client, one: Approval, **said: object) -> object:
    form = {"verdict": "approve", "version": one.version, "key": "k", **said}
    return client.post(f"/agency/decisions/{one.pk}", form)


def test_a_decision_by_form(desk: rows.Desk, client: Client) -> None:
    row = rows.ask(desk)
    one = rows.approval(row)
    signed(client, "g-west")
    assert "1-20" not in told(client.get("/agency"))
    assert row.title_zh in told(client.get("/agency"))
    assert "1-20" in told(client.get(f"/agency/decisions/{one.pk}"))
    assert "理由" in told(decision(client, one, verdict="refuse"))
    assert decision(client, one, verdict="limit", pages="10").status_code == 302  # type: ignore[attr-defined]
    one.refresh_from_db()
    row.refresh_from_db()
    assert (one.state, one.limits, row.state) == ("limited", {"pages": 10}, "asked")
    assert row.title_zh in told(client.get("/agency/decided"))


def test_a_form_that_was_overtaken_says_so(desk: rows.Desk, client: Client) -> None:
    one = rows.approval(rows.ask(desk))
    signed(client, "g-west")
    decision(client, one)
    again = decision(client, one, verdict="refuse", reason="不行", key="other")
    assert again.status_code in {404, 409}  # type: ignore[attr-defined]
    one.refresh_from_db()
    assert one.state == "approved"


def test_alike_ones_are_decided_together(desk: rows.Desk, client: Client) -> None:
    first = rows.approval(rows.ask(desk))
    second = rows.approval(rows.ask(desk, pages="30-40", reader="teacher"))
    signed(client, "g-west")
    assert f'value="{second.pk}"' in told(client.get(f"/agency/decisions/{first.pk}"))
    decision(client, first, also=[second.pk], **{f"version-{second.pk}": second.version})
    second.refresh_from_db()
    assert second.state == "approved"


def test_somebody_else_cannot_decide(desk: rows.Desk, client: Client) -> None:
    one = rows.approval(rows.ask(desk))
    for name in ("g-office", "g-east", "g-clerk", "g-stranger"):
        assert decision(signed(Client(), name), one).status_code == 404  # type: ignore[attr-defined]


def test_no_page_of_the_desk_names_the_reader(desk: rows.Desk, client: Client) -> None:
    one = rows.approval(rows.ask(desk))
    name = desk.shelves.readers.student.name.zh
    signed(client, "g-west")
    for page in ("/agency", f"/agency/decisions/{one.pk}"):
        assert name not in told(client.get(page))


def test_as_many_questions_for_twenty_as_for_ten(desk: rows.Desk, client: Client) -> None:
    row = rows.ask(desk)
    rows.copies(row, 10)
    signed(client, "g-west")
    client.get("/agency")
    ten = queries(lambda: client.get("/agency"))
    rows.copies(row, 10)
    assert queries(lambda: client.get("/agency")) == ten


# -- rules


def draft(client: Client, **said: object) -> object:
    page = client.get("/agency/rules/draft")
    form = page.context["form"]
    told = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    told |= {"auto-TOTAL_FORMS": 0, "auto-INITIAL_FORMS": 0, "key": timezone.now().isoformat(), **said}
    return client.post("/agency/rules/draft", {name: one for name, one in told.items() if one is not False})


RULE = {
    "auto-TOTAL_FORMS": 1,
    "auto-0-name": "短复制",
    "auto-0-services": ["Copy"],
    "auto-0-most_pages": 30,
    "auto-0-then": "limit",
    "auto-0-pages": 30,
    "auto-0-place": 1,
}


def test_from_a_draft_to_rules_in_force(desk: rows.Desk, client: Client) -> None:
    rows.ask(desk)
    signed(client, "g-office")
    assert draft(client, fairness_hours="12", words="更公平", **RULE).status_code == 302  # type: ignore[attr-defined]
    row = Policy.objects.get()
    act = f"/agency/rules/{row.number}/act"
    client.post(act, {"do": "adopt", "version": row.version, "words": "更公平", "key": "early"})
    assert policies.policy_now().number == 0
    client.post(act, {"do": "try", "version": row.version, "key": "try"})
    news.work_once(now=timezone.now(), include={"sharing.previews"})
    page = told(client.get(f"/agency/rules/{row.number}"))
    assert "短复制" in page
    assert "12 小时" in page
    assert "12 小时" in page
    row.refresh_from_db()
    assert (row.preview["requests"], row.preview["approvals"]) == (1, 1)
    assert (row.preview["before"]["by_rule"], row.preview["after"]["by_rule"]) == (0, 1)
    client.post(act, {"do": "adopt", "version": row.version, "words": "更公平", "ballot": 9, "key": "vote"})
    past = {"effective_at_0": "2020-01-01", "effective_at_1": "10:00", "words": "因为公平"}
    answer = client.post(act, {"do": "adopt", "version": row.version, "key": "past", **past})
    assert answer.status_code == 400
    assert "不能追溯" in told(answer)
    assert "因为公平" in told(answer)  # what was typed is still there
    assert policies.policy_now().number == 0
    client.post(act, {"do": "adopt", "version": row.version, "words": "更公平", "key": "adopt"})
    now = policies.policy_now()
    assert (now.number, now.rules.weights["fairness_hours"]) == (row.number, 12.0)
    assert client.post(act, {"do": "drop", "version": row.version + 1, "key": "late"}).status_code == 404


def test_a_rule_decides_and_is_named(desk: rows.Desk, client: Client) -> None:
    rows.in_force(desk, [{"name": "短复制", "then": "approve", "most_pages": 30}])
    row = rows.ask(desk)
    one = rows.approval(row)
    assert (row.state, one.state, one.rule, one.policy) == ("asked", "approved", "短复制", 1)
    page = told(signed(client, "g-clerk").get("/agency/decided"))
    assert "短复制" in page


def test_a_number_out_of_bounds_is_told_at_its_field(desk: rows.Desk, client: Client) -> None:
    signed(client, "g-office")
    answer = draft(client, fairness_hours="900")
    assert answer.status_code == 400  # type: ignore[attr-defined]
    assert answer.context["form"].errors.keys() == {"fairness_hours"}  # type: ignore[attr-defined]
    answer = draft(client, Express_answer="100", Rush_answer="8", Normal_answer="16")
    assert answer.status_code == 400  # type: ignore[attr-defined]
    assert not Policy.objects.exists()


def test_a_rule_more_keeps_what_was_typed(desk: rows.Desk, client: Client) -> None:
    signed(client, "g-office")
    answer = draft(client, more="1", **RULE)
    assert answer.status_code == 200  # type: ignore[attr-defined]
    assert len(answer.context["blocks"].forms) == 2  # type: ignore[attr-defined]
    assert "短复制" in told(answer)


def test_only_the_office_writes_rules(desk: rows.Desk, client: Client) -> None:
    for name in ("g-west", "g-clerk", "g-stranger"):
        signed(client, name)
        assert client.get("/agency/rules/draft").status_code == 404
        assert client.post("/agency/rules/1/act", {"do": "drop", "version": 1}).status_code == 404


# -- calling


def test_one_button_calls_a_book_for_a_reader(desk: rows.Desk, client: Client) -> None:
    edition = desk.shelves.editions["W2"]
    signed(client, "g-east")
    at = f"/agency/call/EAST?edition={edition}"
    assert client.get(at).status_code == 200
    card = desk.shelves.readers.student.card
    assert card is not None
    said = {"card": card.number, "branch": "main", "service": "Loan", "supplier": "", "key": "call"}
    assert client.post(at, said).status_code == 302
    assert client.post(at, {**said, "card": "", "key": "own"}).status_code == 409
    assert client.post(at, {**said, "card": "123", "key": "bad"}).status_code == 400
    assert signed(Client(), "g-west").get(at).status_code == 404


def test_adopted_for_later_it_can_be_taken_back_until_then(desk: rows.Desk) -> None:
    later = timezone.now() + timedelta(days=7)
    row = Policy.objects.create(
        number=1,
        rules={},
        preview={"state": "done", "of": policies.digest({})},
        made_by=desk.office.key,
        made_at=timezone.now(),
    )
    card = policies.adopt(
        actor=desk.office, effective_at=later, words="下月起", ballot=None, version=row.version, key=""
    )
    assert (card.state, policies.policy_now().number, policies.policy_now(now=later).number) == (
        "adopted",
        0,
        1,
    )
    assert policies.take_back(actor=desk.office, number=1, version=card.version, key="").state == "draft"
    again = policies.adopt(
        actor=desk.office, effective_at=timezone.now(), words="即日起", ballot=None, version=3, key=""
    )
    assert again.state == "in-force"
    with pytest.raises(Refusal, match=r"sharing\.in-force-already"):
        policies.take_back(actor=desk.office, number=1, version=again.version, key="")
    assert policies.announce_due(timezone.now()) == 1
    assert policies.announce_due(timezone.now()) == 0


def test_a_statement_as_a_table_holds_no_formula(desk: rows.Desk, client: Client) -> None:
    with members.together():
        ledger.post(
            kind="loans.taken-for",
            postings=[
                (Account("library", "EAST", "sharing"), -250),
                (Account("library", "WEST", "sharing"), 250),
            ],
            at=datetime(2026, 9, 9, tzinfo=UTC),
            library="EAST",
        )
    signed(client, "g-east")
    answer = client.get("/agency/money/EAST/2026-09/csv")
    lines = told(answer).splitlines()
    assert lines[1].startswith("2026-09-09,WEST,")
    assert "2.50" in lines[1]
    page = client.get("/agency/money/EAST/2026-09")
    assert page.context["pairs"][0]["pays"]
    assert "2026 年 8 月" in told(page)
    assert "/agency/money/EAST/2026-08" in told(page)
    said = {"do": "paid", "other": "WEST", "amount": 250, "words": "=1+1", "key": "p"}
    assert client.post("/agency/money/EAST/2026-09", said).status_code == 302
    signed(client, "g-west")
    assert client.get("/agency/money/EAST/2026-09").status_code == 404
    (pair,) = client.get("/agency/money/WEST/2026-09").context["pairs"]
    settled = pair["card"].settled
    done = {"do": "confirm", "settlement": settled.id, "version": settled.version, "key": "c"}
    assert client.post("/agency/money/WEST/2026-09", done).status_code == 302
    assert ledger.balance(account=Account("library", "EAST", "sharing")) == 0


def test_what_an_agency_looks_after_leads_to_its_resources(client: Client, desk: rows.Desk) -> None:
    made = eresources.package(members.operator(), "EAST")
    page = signed(client, "g-east").get("/agency/resources")
    assert f'href="/resources/{made}"' in page.content.decode()


def test_an_appeal_is_not_put_before_whoever_refused(desk: rows.Desk, client: Client) -> None:
    row = rows.ask(desk)
    decision(signed(client, "g-west"), rows.approval(row), verdict="refuse", reason="协议不许")
    assert row.reader is not None
    deciding.appeal(actor=desk.east, request=row.pk, plea="教学需要", at=timezone.now())
    members.affiliate(actor=members.operator(), person=desk.west.key, role="office", library="")
    one = rows.approval(row)
    assert one.appeal_of is not None
    assert client.get("/agency").context["mine"] == 0
    page = client.get(f"/agency/decisions/{one.pk}")
    assert "须由他人审批" in told(page)
    assert 'name="verdict"' not in told(page)
    assert decision(client, one).status_code == 403  # type: ignore[attr-defined]
    signed(client, "g-office")
    assert client.get("/agency").context["mine"] == 1
    assert 'name="verdict"' in told(client.get(f"/agency/decisions/{one.pk}"))
