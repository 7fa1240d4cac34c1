"""Pages of contracts, rules and resolutions: for whom they are, their forms, their files, their cost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from commonshelf.members import testing
from commonshelf.office import api
from commonshelf.office.domain import contracts
from commonshelf.office.models import Contract, ContractText, Resolution, Rule, RuleException, RuleVersion
from commonshelf.office.tests.test_contracts import PDF, entered, sign, text
from commonshelf.office.tests.test_rules import adopted, drafted, said

OFFICE_PAGES = ("/contracts/new", "/rules/new", "/resolutions/new", "/resolutions/record")


@pytest.fixture
def cast(db, tmp_path, settings) -> testing.Cast:
    settings.MEDIA_ROOT = tmp_path / "files"
    return testing.cast()


def client(who: str, language: str = "en") -> Client:
    found = Client(headers={"accept-language": language})
    if who != "visitor":
        found.force_login(testing.user(who), backend="django.contrib.auth.backends.ModelBackend")
    return found


def taken(answer) -> bytes:
    """What was sent, read to its end so that the file is closed."""
    content = b"".join(answer.streaming_content)
    answer.close()
    return content


@pytest.fixture
def papers(cast):
    """Addresses at which there is something: a contract, a public rule with two versions, a local one."""
    contract = entered(cast)
    text(cast, contract.id)
    rule = adopted(cast, drafted(cast, given=said("借阅规则", "借期 30 天"), public=True, readers="staff"))
    api.draft_version(actor=cast.office, rule=rule.id, given=said("借阅规则", "借期 45 天"))
    local = drafted(cast, "1", cast.manager, level="local", library="EAST")
    done = api.record_resolution(
        actor=cast.office, proposal=api.Proposal("成立小组"), decided_date=timezone.localdate()
    )
    return {
        "contracts": "/contracts",
        "contract": f"/contracts/{contract.id}",
        "edit-contract": f"/contracts/{contract.id}/edit",
        "file": f"/contracts/{contract.id}/versions/1",
        "rules": "/rules",
        "rule": f"/rules/{rule.id}",
        "edit-rule": f"/rules/{rule.id}/edit",
        "compare": f"/rules/{rule.id}/compare",
        "readers": f"/rules/{rule.id}/readers",
        "library": "/rules/of/EAST",
        "local": f"/rules/{local.id}",
        "new-local": "/rules/of/EAST/new",
        "resolutions": "/resolutions",
        "resolution": f"/resolutions/{done.id}",
    }


SEEN = {
    # page: office, auditor, manager of EAST, manager of WEST, librarian of EAST, stranger, visitor
    "contracts": "ooooo--",
    "contract": "ooooo--",
    "edit-contract": "o------",
    "file": "ooooo--",
    "rules": "ooooooo",
    "rule": "ooooooo",
    "edit-rule": "o------",
    "compare": "ooooorr",  # the draft is not shown to them, so there is nothing to compare with
    "readers": "oo-----",
    "library": "ooooooo",
    "local": "o-o----",
    "new-local": "o-o----",
    "resolutions": "ooooo--",
    "resolution": "ooooo--",
}


def test_each_page_is_for_those_it_is_for(papers):
    who = ("office", "auditor", "manager", "partner", "librarian", "stranger", "visitor")
    asking = [client(name) for name in who]
    marks = {200: "o", 404: "-", 302: "r"}

    def answered(one: Client, at: str) -> str:
        answer = one.get(at)
        answer.close()
        return marks[answer.status_code]

    told = {name: "".join(answered(one, at) for one in asking) for name, at in papers.items()}
    assert told == SEEN
    for page in OFFICE_PAGES:
        assert [one.get(page).status_code for one in asking] == [200] + [404] * 6


@pytest.mark.parametrize("who", ["partner", "librarian", "stranger", "visitor"])
def test_what_others_send_changes_nothing(cast, papers, who):
    asking = client(who)
    sent = {
        papers["contract"] + "/act": ["text", "sign", "end"],
        papers["rule"] + "/act": ["adopt", "repeal", "except", "end-exception"],
    }
    today = timezone.localdate().isoformat()
    days = ("on", "signed_date", "first_date", "end_date", "adopted_date", "effective_date")
    more = {**dict.fromkeys(days, today), "reason": "x", "signer": "x", "how": "seal", "library": "EAST"}
    for at, acts in sent.items():
        for do in acts:
            assert asking.post(at, {"do": do, **more}).status_code in {404, 400}, (at, do)
    assert not RuleException.objects.exists()
    assert RuleVersion.objects.filter(adopted_date=None).count() == 2
    assert Contract.objects.get().ended_date is None


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_in_both_languages(papers, language):
    office = client("office", language)
    for at in (*papers.values(), *OFFICE_PAGES):
        if "versions" not in at:
            shown = office.get(at)
            assert shown.status_code == 200
            assert f'lang="{"zh-Hans" if language == "zh-hans" else "en"}' in shown.text.replace(
                "zh-hans", "zh-Hans"
            )


def test_a_file_is_kept_and_never_shown_in_the_browser(papers):
    answer = client("manager").get(papers["file"])
    assert taken(answer) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Content-Type"] == "application/pdf"


def test_the_office_enters_a_contract_by_its_form(cast):
    office = client("office")
    form = {"number": "HT-5", "kind": "licence", "title_zh": "数据库", "libraries": ["EAST"],
            "outside": "某社 | A Press", "first_date": "2026-05-01", "end_date": "2026-04-01",
            "notice_days": 30, "remind_days": 90, "visible": "parties"}  # fmt: skip
    answer = office.post("/contracts/new", form)
    assert answer.status_code == 400
    assert "before it begins" in answer.text
    assert 'value="HT-5"' in answer.text  # nothing typed is lost
    answer = office.post("/contracts/new", {**form, "end_date": ""})
    assert "Declare whether" in answer.text
    assert office.post("/contracts/new", {**form, "end_date": "", "conflict": "none"}).status_code == 302
    row = Contract.objects.get()
    assert [(one.library, one.name_zh, one.name_en) for one in row.parties.all()] == [
        ("EAST", "", ""), ("", "某社", "A Press"),
    ]  # fmt: skip
    page = f"/contracts/{row.pk}"
    assert office.get(f"{page}/edit").status_code == 200
    changed = {**form, "end_date": "", "conflict": "none", "title_zh": "期刊库", "version": 1}
    assert office.post(f"{page}/edit", changed).status_code == 302
    assert office.post(f"{page}/edit", changed).status_code == 409  # somebody else was faster


def test_a_scan_as_large_as_the_form_says_is_taken_and_a_larger_one_refused(cast):
    page = f"/contracts/{entered(cast).id}/act"
    for size, status in ((contracts.BIGGEST, 302), (contracts.BIGGEST + 1, 413), (40_000_000, 413)):
        scan = SimpleUploadedFile("合同.pdf", PDF.ljust(size, b"\0"))
        assert client("office").post(page, {"do": "text", "file": scan}).status_code == status
    assert ContractText.objects.get().size == contracts.BIGGEST


def test_a_public_rule_is_read_though_the_one_above_it_is_not_public(cast):
    above = adopted(cast, drafted(cast, given=said("总则")))
    local = drafted(cast, "1", cast.manager, level="local", library="EAST", public=True, under=above.id)
    adopted(cast, local, actor=cast.manager)
    assert "总则" not in client("visitor").get(f"/rules/{local.id}").text
    assert client("visitor").get(f"/rules/{local.id}").status_code == 200
    assert "总则" in client("librarian").get(f"/rules/{local.id}").text


def test_a_version_is_sent_and_signed_on_the_page(cast):
    card = entered(cast)
    office, page = client("office"), f"/contracts/{card.id}"
    sent = {"do": "text", "file": SimpleUploadedFile("合同.html", b"<p>")}
    assert "is of a kind that is not kept" in office.post(f"{page}/act", sent).text
    sent = {"do": "text", "file": SimpleUploadedFile("合同.pdf", PDF), "note": "定稿"}
    assert office.post(f"{page}/act", sent).status_code == 302
    assert ContractText.objects.get().name == "合同.pdf"
    east, west = card.parties
    own = {"do": "sign-own", "party": east.id, "version": 1}
    assert client("partner").post(f"{page}/act", own).status_code == 404
    manager = client("manager")
    assert "I have read it and sign" in manager.get(page).text
    assert manager.post(f"{page}/act", own).status_code == 302
    assert manager.post(f"{page}/act", own).status_code == 409
    today = timezone.localdate().isoformat()
    told = {"do": "sign", "party": west.id, "signer": "李馆长", "signed_date": today, "how": "seal"}
    assert office.post(f"{page}/act", {**told, "signer": ""}).status_code == 400
    assert office.post(f"{page}/act", told).status_code == 302
    assert "signed by all" in manager.get(page).text
    assert office.post(f"{page}/act", {"do": "end", "on": today, "reason": "合并"}).status_code == 302
    assert "合并" in manager.get(page).text
    office.post(f"{page}/act", {"do": "text", "file": SimpleUploadedFile("补充.pdf", PDF)})
    assert "Record a signature" not in office.get(page).text
    assert "I have read it and sign" not in manager.get(page).text
    late = manager.post(f"{page}/act", {**own, "version": 2})
    assert (late.status_code, "This contract has ended" in late.text) == (409, True)
    assert office.post(f"{page}/act", {"do": "burn"}).status_code == 404


def test_a_rule_is_drafted_adopted_read_and_repealed_on_its_pages(cast):
    office = client("office")
    form = {"number": "3", "level": "alliance", "title_zh": "读者守则", "text_zh": "安静。", "scope": "all",
            "readers": "staff", "setting": "members.trial-months", "least": "9", "most": "3"}  # fmt: skip
    assert "leaves nothing" in office.post("/rules/new", form).text
    assert office.post("/rules/new", {**form, "least": "3", "most": "9"}).status_code == 302
    rule = Rule.objects.get()
    page, today = f"/rules/{rule.pk}", timezone.localdate()
    early = {"do": "adopt", "adopted_date": today.isoformat(),
             "effective_date": (today - timedelta(days=1)).isoformat()}  # fmt: skip
    assert "No rule binds backwards" in office.post(f"{page}/act", early).text
    good = {**early, "effective_date": today.isoformat()}
    assert office.post(f"{page}/act", good).status_code == 302
    librarian = client("librarian")
    assert "to be read" in librarian.get("/rules").text
    assert "You are asked to read" in librarian.get(page).text
    assert librarian.post(f"{page}/act", {"do": "read", "version": "1"}).status_code == 302
    assert "You have confirmed" in librarian.get(page).text
    assert "1 of 4" in office.get(f"{page}/readers").text
    given = {"do": "except", "library": "EAST", "reason": "搬迁", "first_date": today.isoformat(),
             "end_date": (today + timedelta(days=9)).isoformat(), "most": "12"}  # fmt: skip
    assert office.post(f"{page}/act", given).status_code == 302
    assert "搬迁" in librarian.get("/rules/of/EAST").text
    made = RuleException.objects.get()
    assert (
        office.post(f"{page}/act", {"do": "end-exception", "exception": made.pk, "reason": ""}).status_code
        == 400
    )
    assert (
        office.post(
            f"{page}/act", {"do": "end-exception", "exception": made.pk, "reason": "好了"}
        ).status_code
        == 302
    )
    new = {"title_zh": "读者守则", "text_zh": "请安静。", "scope": "all", "revision": "0"}
    assert office.post(f"{page}/edit", new).status_code == 302
    assert "<ins>请</ins>" in office.get(f"{page}/compare", headers={"accept-language": "zh-hans"}).text
    assert (
        office.post(
            f"{page}/act", {"do": "repeal", "on": today.isoformat(), "reason": "并入新规"}
        ).status_code
        == 302
    )
    assert "并入新规" in librarian.get(page).text


def test_a_library_writes_its_own_rule_and_readers_find_it(cast):
    manager = client("manager")
    form = {"number": "1", "title_zh": "自习室", "text_zh": "须预约。", "public": "on", "readers": "nobody"}
    assert manager.post("/rules/of/EAST/new", form).status_code == 302
    page, today = f"/rules/{Rule.objects.get().pk}", timezone.localdate().isoformat()
    assert client("visitor").get(page).status_code == 404
    sent = {"do": "adopt", "adopted_date": today, "effective_date": today}
    assert manager.post(f"{page}/act", sent).status_code == 302
    visitor = client("visitor")
    assert "自习室" in visitor.get("/rules/of/EAST").text
    assert "/rules/of/EAST" in visitor.get("/library/EAST").text
    assert visitor.get("/rules/of/NOWHERE").status_code == 404


def test_the_office_puts_a_draft_to_the_vote(cast):
    office = client("office")
    rule = drafted(cast)
    assert "2.1" in office.get(f"/resolutions/new?rule={rule.id}").text
    then = timezone.localdate() + timedelta(days=9)
    form = {"about": rule.id, "title_zh": "通过 2.1", "deadline_0": then.isoformat(), "deadline_1": "18:00",
            "quorum": "1/2", "pass_mark": "2/3", "changeable": "on", "weights": "EAST zwei"}  # fmt: skip
    assert "cannot be read" in office.post("/resolutions/new", form).text
    answer = office.post("/resolutions/new", {**form, "weights": "EAST 2"})
    assert answer.status_code == 302
    assert "The vote of" in client("manager").get(answer["Location"]).text
    assert "Read the rule as drafted" in client("manager").get(answer["Location"]).text
    assert Resolution.objects.get().ballot
    told = {"title_zh": "例会决定", "decided_date": timezone.localdate().isoformat()}
    assert office.post("/resolutions/record", told).status_code == 302
    assert "-1" in client("librarian").get("/resolutions?state=adopted").text


@pytest.mark.parametrize(
    "page", ["/rules", "/rules?unread=1", "/contracts", "/resolutions", "/rules/of/EAST"]
)
def test_ten_and_twenty_cost_the_same(cast, page):
    asking, counts = client("manager"), []
    asking.get(page)
    for start, end in ((0, 10), (10, 20)):
        for n in range(start, end):
            adopted(cast, drafted(cast, str(n), readers="staff"))
            card = entered(cast, f"HT-{n}")
            text(cast, card.id)
            sign(cast, card.id, card.parties[0].id)
            given = api.Proposal(f"决定 {n}")
            api.record_resolution(actor=cast.office, proposal=given, decided_date=timezone.localdate())
        with CaptureQueriesContext(connection) as seen:
            assert asking.get(page).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_desk_tells_which_rules_wait_to_be_read(cast):
    rule = adopted(cast, drafted(cast, given=said("借阅规则", "借期 30 天"), readers="staff"))
    link = f'href="/rules/{rule.id}"'
    assert link in client("librarian").get("/desk").content.decode()
    api.confirm_rule(actor=cast.librarian, rule=rule.id, version=1)
    assert link not in client("librarian").get("/desk").content.decode()
