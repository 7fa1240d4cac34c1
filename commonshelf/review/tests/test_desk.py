"""The queue and the pair: who may see them, deciding, undoing, and everything that changes meanwhile."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.testing import copy, data, load, marc
from commonshelf.members import api as members
from commonshelf.members import testing
from commonshelf.review.tests.conftest import ISBNS, TITLES, fields, pairs, signed_in, unmarked, west

MEMBERS = ["office", "cataloguer"]
OTHERS = ["manager", "librarian", "partner", "auditor", "reader", "stranger"]
PAGES = ["/review", "/review/{doubt}", "/review/decisions", "/review/rules"]


def editions():
    return {
        title: [
            card.id
            for card in catalogue.editions(ids=catalogue.edition_ids(above=0, up_to=10**9))
            if card.facts.title == title
        ]
        for title in TITLES
    }


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", MEMBERS)
def test_the_cataloguing_group_sees_every_page(doubt, page, who):
    assert signed_in(who).get(page.format(doubt=doubt)).status_code == 200


@pytest.mark.parametrize(
    "page", [*PAGES, "/review/rehearsal", "/review/edition/1/join", "/review/edition/1/part"]
)
@pytest.mark.parametrize("who", [*OTHERS, None])
def test_everybody_else_learns_nothing(doubt, page, who):
    client = signed_in(who) if who else Client()
    answer = client.get(page.format(doubt=doubt))
    assert answer.status_code == 404
    assert answer.content == client.get("/review/999999").content


@pytest.mark.parametrize("who", [*OTHERS, None])
def test_nobody_else_decides(doubt, who):
    client = signed_in(who) if who else Client()
    assert client.post(f"/review/{doubt}", {"verdict": "join"}).status_code == 404
    assert client.post("/review/decisions/undo", {"ruling": "1"}).status_code == 404
    assert catalogue.doubt(actor=members.operator(), id=doubt).state == "open"


def test_the_menu_names_the_desk_for_those_who_may(doubt):
    assert b'href="/review"' in signed_in("cataloguer").get("/").content
    assert b'href="/review"' not in signed_in("librarian").get("/").content


def test_the_queue_says_what_waits_and_why(cast):
    pairs(3)
    text = signed_in("cataloguer").get("/review").content.decode()
    assert "3 pairs wait for a decision." in text
    assert text.count('class="doubt"') == 3
    assert "different: Volume" in text
    assert "Between the thresholds" in text


def test_filters_narrow_the_queue_and_say_when_nothing_fits(cast):
    pairs(2)
    client = signed_in("cataloguer")
    assert client.get("/review?library=WEST&script=han&reason=between").content.count(b'class="doubt"') == 2
    for none in ("library=NOPE", "script=latin", "reason=too-many"):
        text = client.get(f"/review?{none}").content.decode()
        assert "No pair fits these filters." in text
    assert client.get("/review?state=nonsense&script=%00&page=99999999").status_code == 200


def test_an_empty_queue_says_that_all_is_decided_and_what_comes_next(cast):
    text = signed_in("cataloguer").get("/review").content.decode()
    assert "Everything is decided." in text
    assert "New pairs come with the next load." in text
    assert "Nothing was put off." in signed_in("cataloguer").get("/review?state=later").content.decode()
    assert (
        "Nothing has been decided yet."
        in signed_in("cataloguer").get("/review?state=decided").content.decode()
    )


def test_the_pair_shows_both_records_what_differs_and_what_was_weighed(doubt):
    text = unmarked(signed_in("cataloguer").get(f"/review/{doubt}"))
    assert "<mark>上册</mark>" in text
    assert "Only B says it" in text or "Only A says it" in text
    assert "a volume is not the set" in text
    assert "<mark>机械制图</mark>" not in text
    assert "An ISBN or ISSN in common" in text
    assert re.search(r"[+]\d\.\d", text)
    assert "East Library" in text
    assert '<span class="sub">$a</span>' in text, "the records as they were sent"
    assert "1 copy" in text


def test_a_chain_of_editions_is_held_and_the_page_says_what_would_come_together(cast):
    """One record without an edition number is like both others, which contradict each other."""
    said = [data("250", ("a", "第2版")), None, data("250", ("a", "第3版"))]
    load(
        *(
            marc(f"m{n}", "电路分析引论", "张三", *([more] if more else []), isbn=ISBNS[0])
            for n, more in enumerate(said)
        )
    )
    found, _ = catalogue.doubts(actor=members.operator())
    assert [card.reason for card in found] == ["held-edition"]
    text = unmarked(signed_in("cataloguer").get(f"/review/{found[0].id}"))
    assert "two different edition numbers into one edition" in text
    assert "<strong>Edition</strong> in its records: 第2版" in text
    assert "<strong>Edition</strong> in its records: 第3版" in text


def test_joining_leads_to_the_next_pair_with_a_notice_that_can_be_undone(cast):
    first, second = pairs(2)
    client = signed_in("cataloguer")
    page = client.get(f"/review/{first}")
    answer = client.post(f"/review/{first}", {**fields(page), "verdict": "join", "why": "one printing later"})
    assert answer["Location"] == f"/review/{second}?after={first}"
    card = catalogue.doubt(actor=cast.cataloguer, id=first)
    assert (card.state, card.why, card.decided_by) == ("joined", "one printing later", cast.cataloguer.key)
    assert len(editions()[card.one.facts.title]) == 1
    text = client.get(answer["Location"]).content.decode()
    assert "joined into one edition" in text
    undo = {"ruling": str(card.ruling), "doubt": str(first), "key": "u"}
    assert f'name="ruling" value="{card.ruling}"' in text
    decided = client.get(f"/review/{first}").content.decode()
    assert "one printing later" in decided
    assert decided.count(f'href="/edition/{editions()[card.one.facts.title][0]}"') == 2, "both are there now"
    back = client.post("/review/decisions/undo", undo)
    assert back["Location"] == f"/review/{first}"
    assert len(editions()[card.one.facts.title]) == 2
    assert "taken back by" in client.get("/review/decisions").content.decode()


def test_keeping_apart_outlives_a_new_load(doubt, cast):
    client = signed_in("cataloguer")
    client.post(f"/review/{doubt}", {**fields(client.get(f"/review/{doubt}")), "verdict": "apart"})
    load(west(0, volume=""), library="WEST")
    assert len(editions()[TITLES[0]]) == 2
    text = client.get("/review/decisions").content.decode()
    assert "not the same" in text
    assert "Cataloguer" in text
    assert "No reason given." in text


def test_later_comes_back_under_its_own_tab(doubt):
    client = signed_in("cataloguer")
    answer = client.post(f"/review/{doubt}", {**fields(client.get(f"/review/{doubt}")), "verdict": "later"})
    assert answer["Location"] == f"/review?after={doubt}"
    text = client.get(answer["Location"]).content.decode()
    assert "put off" in text
    assert f'href="/review/{doubt}"' in text, "the way back"
    assert "Look at the 1 put off" in text
    assert client.get("/review?state=later").content.count(b'class="doubt"') == 1
    assert client.get(f"/review/{doubt}?state=later").status_code == 200


def test_deciding_under_a_filter_goes_on_under_it(cast):
    first, second = pairs(2)
    client = signed_in("cataloguer")
    sent = fields(client.get(f"/review/{first}?library=WEST"))
    answer = client.post(f"/review/{first}?library=WEST", {**sent, "verdict": "later"})
    assert answer["Location"] == f"/review/{second}?library=WEST&after={first}"


def test_the_same_form_sent_twice_is_one_decision(doubt, cast):
    client = signed_in("cataloguer")
    sent = {**fields(client.get(f"/review/{doubt}")), "verdict": "join"}
    client.post(f"/review/{doubt}", sent)
    assert client.post(f"/review/{doubt}", sent).status_code == 302
    assert catalogue.rulings(actor=cast.cataloguer)[1] == 1


def test_two_people_deciding_at_once_the_second_is_told_by_whom_and_keeps_their_reason(doubt):
    mine, other = signed_in("cataloguer"), signed_in("office")
    sent = fields(mine.get(f"/review/{doubt}"))
    other.post(f"/review/{doubt}", {**fields(other.get(f"/review/{doubt}")), "verdict": "apart"})
    answer = mine.post(f"/review/{doubt}", {**sent, "verdict": "join", "why": "same plates"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Office has already decided this pair" in text
    assert "Take this decision back" in text
    assert ">same plates</textarea>" in text
    assert len(editions()[TITLES[0]]) == 2


def test_a_pair_that_changed_meanwhile_is_shown_anew_with_the_reason_kept(doubt):
    client = signed_in("cataloguer")
    sent = fields(client.get(f"/review/{doubt}"))
    load(marc("e9", TITLES[0], "张三", copy("E9"), isbn=ISBNS[0]))
    answer = client.post(f"/review/{doubt}", {**sent, "verdict": "join", "why": "same plates"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "has changed while you were looking at it" in text
    assert ">same plates</textarea>" in text
    assert "look once more and decide" in text
    again = client.post(f"/review/{doubt}", {**fields(answer), "verdict": "join", "why": "same plates"})
    assert again.status_code == 302
    assert len(editions()[TITLES[0]]) == 1


def test_a_pair_that_was_settled_by_a_load_says_so(doubt):
    client = signed_in("cataloguer")
    sent = fields(client.get(f"/review/{doubt}"))
    load(west(0, volume=""), library="WEST")
    answer = client.post(f"/review/{doubt}", {**sent, "verdict": "apart"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "answered itself" in text
    assert "There is nothing to decide here any more." in text


def test_a_form_without_a_verdict_decides_nothing(doubt, cast):
    client = signed_in("cataloguer")
    answer = client.post(f"/review/{doubt}", {"verdict": "burn", "why": "<b>x</b>"})
    assert answer.status_code == 200
    assert "&lt;b&gt;x&lt;/b&gt;</textarea>" in answer.content.decode()
    assert catalogue.doubt(actor=cast.office, id=doubt).state == "open"


def test_in_chinese_everything_is_said_in_chinese(doubt):
    client = signed_in("cataloguer")
    text = client.get(f"/review/{doubt}?lang=zh-hans").content.decode()
    assert "是同一版本吗？" in text
    assert "有相同的 ISBN 或 ISSN" in text
    assert testing.PASSWORD not in text
