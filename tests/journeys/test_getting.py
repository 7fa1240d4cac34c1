"""Getting: a loan from a search result to home again, and a copy through the alliance agency, by the people
whose desks it crosses; the reader is on a telephone.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

import pytest
from fpdf import FPDF
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, PHONE, House, Visit
from tests.journeys.test_office import sign_in
from tests.journeys.test_one_card import Judge, scan

pytestmark = pytest.mark.browser
BOOK = ("CITY0000041", "吕氏春秋")
"""Only the city library has it, and no other journey lends it."""
PART = ("CITY0000903", "南充市志稿选")
"""Copies of it are for the alliance agency to decide."""
OTHER_PART = ("CITY0000904", "南充市志稿选")
"""Its other volume."""
ENGLISH = ("CITY0000661", "A brief history of time")
"""Only the city library has it, and no other journey lends it."""


@pytest.fixture
def numbers(house: House) -> dict[str, str]:
    """Of the editions, and of the reader's card."""
    with closing(sqlite3.connect(house.home / "commonshelf.sqlite3")) as rows:
        found = {
            barcode: str(edition)
            for barcode, edition in rows.execute(
                "SELECT i.barcode, f.edition_id FROM catalogue_item i"
                " JOIN catalogue_facts f USING (record_id) WHERE i.barcode IN (?, ?, ?, ?)",
                (BOOK[0], PART[0], OTHER_PART[0], ENGLISH[0]),
            )
        }
        [found["card"]] = rows.execute(
            "SELECT c.number FROM cards_card c JOIN cards_reader r ON r.id = c.reader_id"
            " JOIN members_person p ON p.id = r.person_id WHERE p.name_zh = '李想'"
        ).fetchone()
    return found


def somebody(visit: Visit, house: House, who: str, **how: object) -> Page:
    page = visit(house.url, **how)
    sign_in(page, who)
    return page


def number_of(page: Page) -> str:
    """Of the request whose page this is."""
    return page.url.rstrip("/").rpartition("/")[2].partition("?")[0]


def presses(page: Page, url: str, label: str | re.Pattern[str]) -> None:
    """At a desk on the request itself: the list beside it has buttons of the same name."""
    page.goto(url)
    page.locator(".pane" if "/interlibrary/" in url else "main").get_by_role(
        "button", name=label
    ).first.click()


def test_a_loan_from_a_search_result_to_home_again(
    house: House, visit: Visit, numbers: dict[str, str]
) -> None:
    judge = Judge()
    mine = somebody(visit, house, "李想", size=PHONE)
    mine.goto(f"{house.url}/search?q={BOOK[1]}")
    edition = numbers[BOOK[0]]
    mine.locator(f"a[href='/get/{edition}']").first.click()  # one
    way = mine.locator(f"a[href*='/get/{edition}/ask'][href*='way=courier']").first
    expect(way).to_be_visible()
    judge.look(mine, "ways under a result")
    way.click()  # two
    mine.wait_for_url(re.compile("/ask"))
    judge.look(mine, "to confirm")
    mine.locator("main form button.main").click()  # three: placed
    mine.wait_for_url(re.compile("/requests/Q"))
    number = number_of(mine)
    judge.look(mine, "asked")

    city = somebody(visit, house, "林静", size=DESK)
    city.goto(f"{house.url}/interlibrary/NC-CITY?list=to-supply")
    expect(city.locator("main")).to_contain_text(BOOK[1])
    city.goto(f"{house.url}/interlibrary/NC-CITY/slips")
    expect(city.locator("main")).to_contain_text(BOOK[0])
    expect(city.locator("main")).not_to_contain_text("李想")  # a supplier need not know who reads it
    presses(city, f"{house.url}/interlibrary/NC-CITY/{number}", "我们提供")
    city.goto(f"{house.url}/interlibrary/NC-CITY/scan")
    scan(city, BOOK[0])
    expect(city.locator(".told")).to_contain_text(BOOK[1])
    mine.goto(f"{house.url}/requests/{number}")
    expect(mine.locator("main .pill").first).to_have_text("运送中")
    judge.look(mine, "on its way")

    college = somebody(visit, house, "赵小满", size=DESK)
    college.goto(f"{house.url}/interlibrary/NC-NCVTC/scan")
    scan(college, BOOK[0])
    expect(college.locator(".told")).to_contain_text(BOOK[1])
    mine.reload()
    judge.look(mine, "ready to fetch")
    college.goto(f"{house.url}/loans/NC-NCVTC")
    scan(college, numbers["card"])
    expect(college.locator("#who")).to_contain_text("李想")
    scan(college, BOOK[0])
    expect(college.locator(".told")).to_contain_text(BOOK[1])
    mine.reload()
    judge.look(mine, "in hand")
    for head in ("已收回", "请寄还"):  # so soon after the last scan each step is asked about
        college.goto(f"{house.url}/interlibrary/NC-NCVTC/scan")
        scan(college, BOOK[0])
        college.locator(".told-offers button.main").click()
        expect(college.locator(".told-head")).to_contain_text(head)
    city.goto(f"{house.url}/interlibrary/NC-CITY/scan")
    scan(city, BOOK[0])
    expect(city.locator(".told")).to_contain_text(BOOK[1])
    mine.reload()
    expect(mine.locator("main .pill").first).to_have_text("已完成")
    presses(mine, mine.url, "有帮助")
    expect(mine.get_by_role("button", name="有帮助")).to_have_count(0)
    judge.look(mine, "home again")
    assert '"state": "completed"' in house.run("request", "show", number, "--json")
    assert not judge.wrong, "\n".join(judge.wrong)


def a_scan() -> dict[str, object]:
    paper = FPDF()
    paper.set_font("helvetica", size=14)
    for page in range(1, 4):
        paper.add_page()
        paper.cell(text=f"Page {page}")
    return {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": bytes(paper.output())}


def test_a_copy_through_the_alliance_agency(house: House, visit: Visit, numbers: dict[str, str]) -> None:
    judge = Judge()
    mine = somebody(visit, house, "李想", size=PHONE)
    mine.goto(f"{house.url}/get/{numbers[PART[0]]}")
    judge.look(mine, "ways to a book read in the building")
    mine.locator("a[href*='/ask?'][href*='licensed-copy']").first.click()
    mine.wait_for_url(re.compile("/ask"))
    mine.fill("[name=part]", "5-43")
    judge.look(mine, "what is agreed to")
    mine.check("[name=agreed]")
    mine.locator("main form button.main").click()
    mine.wait_for_url(re.compile("/requests/Q"))
    number = number_of(mine)
    judge.look(mine, "waits for a licence")

    office = somebody(visit, house, "陈思远", size=DESK)
    office.goto(f"{house.url}/agency")
    waiting = office.locator(".decisions li", has_text=number)
    waiting.get_by_role("link").first.click()
    expect(office.locator("main")).to_contain_text(number)
    office.check("[name=verdict][value=approve]")
    office.locator("main form.verdict button.main").click()
    expect(office.locator("main h1")).to_have_text("许可审批")
    expect(office.locator("main")).not_to_contain_text(number)

    city = somebody(visit, house, "林静", size=DESK)
    presses(city, f"{house.url}/interlibrary/NC-CITY/{number}", "我们提供")
    city.goto(f"{house.url}/interlibrary/NC-CITY/{number}/document")
    city.set_input_files("#files", files=[a_scan()])  # type: ignore[list-item]
    city.locator("button[value=deliver]").first.click()
    expect(city.locator("main")).to_contain_text(re.compile("送|交付|传递"))

    mine.goto(f"{house.url}/requests/{number}")
    judge.look(mine, "the copy is here")
    mine.locator("main a.button.main").click()
    mine.wait_for_url(re.compile("/documents/"))
    judge.look(mine, "the notice")
    with mine.expect_download() as download:
        mine.locator("main form.opens button.main").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    mine.goto(f"{house.url}/requests/{number}")
    expect(mine.locator("main")).to_contain_text(re.compile("1"))
    assert '"state": "delivered"' in house.run("request", "show", number, "--json")
    assert not judge.wrong, "\n".join(judge.wrong)


def test_a_licence_is_refused_appealed_against_and_limited(
    house: House, visit: Visit, numbers: dict[str, str]
) -> None:
    """Whoever refused does not decide on the appeal; here it is whoever runs the machine."""
    judge = Judge()
    mine = somebody(visit, house, "李想", size=PHONE)
    mine.goto(f"{house.url}/get/{numbers[OTHER_PART[0]]}/ask?way=licensed-copy&supplier=NC-CITY&part=5-43")
    expect(mine.locator("main form .note").first).to_contain_text("个人学习")  # it is of a printed book
    mine.check("[name=agreed]")
    mine.locator("main form button.main").click()
    mine.wait_for_url(re.compile("/requests/Q"))
    number = number_of(mine)

    office = somebody(visit, house, "陈思远", size=DESK)
    office.goto(f"{house.url}/agency")
    office.locator(".decisions li", has_text=number).get_by_role("link").first.click()
    expect(office.locator("aside")).to_contain_text("5-43")
    office.check("[name=verdict][value=refuse]")
    office.fill("form.verdict [name=reason]", "手稿部分不外传。")
    office.locator("main form.verdict button.main").click()
    expect(office.locator("main h1")).to_have_text("许可审批")

    mine.reload()
    expect(mine.locator("main")).to_contain_text("手稿部分不外传。")
    judge.look(mine, "refused, with the reason")
    mine.locator("main summary.button", has_text="申诉").click()
    mine.fill("[name=words]", "只要其中两页。")
    mine.locator("button[value=appeal]").click()
    expect(mine.locator("main .pill").first).to_have_text("许可审批中")
    office.goto(f"{house.url}/agency?at=all")
    office.locator(".decisions li", has_text=number).get_by_role("link").first.click()
    expect(office.locator("main")).to_contain_text("只要其中两页。")
    expect(office.locator("main")).to_contain_text("须由他人审批")
    expect(office.locator("form.verdict")).to_have_count(0)
    decision = office.url.rpartition("/")[2]
    house.run("approvals", "decide", decision, "limit", "--pages", "2")

    mine.reload()
    expect(mine.locator("main")).to_contain_text(re.compile("2 页"))
    judge.look(mine, "granted with a limit")
    presses(mine, mine.url, "取消请求")
    assert '"state": "cancelled"' in house.run("request", "show", number, "--json")
    assert not judge.wrong, "\n".join(judge.wrong)


def test_a_loan_in_english(house: House, visit: Visit, numbers: dict[str, str]) -> None:
    """The same way as in Chinese, by buttons instead of scans; no word of Chinese but names of things."""
    judge, english = Judge(), {"language": "en-US"}
    mine = somebody(visit, house, "Li Xiang", size=PHONE, **english)
    mine.goto(f"{house.url}/search?q={ENGLISH[1]}")
    edition = numbers[ENGLISH[0]]
    mine.locator(f"a[href='/get/{edition}']").first.click()
    mine.locator(f"a[href*='/get/{edition}/ask'][href*='way=courier']").first.click()
    expect(mine.locator("main h1")).to_contain_text("Have it brought to")
    mine.get_by_role("button", name="Yes, have it brought").click()
    mine.wait_for_url(re.compile("/requests/Q"))
    number = number_of(mine)
    judge.look(mine, "asked, in English")

    city = somebody(visit, house, "Lin Jing", size=DESK, **english)
    presses(city, f"{house.url}/interlibrary/NC-CITY/{number}", "We supply it")
    presses(city, f"{house.url}/interlibrary/NC-CITY/{number}", "It goes off now")
    college = somebody(visit, house, "Zhao Xiaoman", size=DESK, **english)
    for label in ("It has arrived", "Hand it out"):
        presses(college, f"{house.url}/interlibrary/NC-NCVTC/{number}", label)
    mine.reload()
    expect(mine.locator("main .pill").first).to_have_text("With you")
    judge.look(mine, "in hand, in English")
    for label in ("The reader gave it back", "It goes home now"):
        presses(college, f"{house.url}/interlibrary/NC-NCVTC/{number}", label)
    presses(city, f"{house.url}/interlibrary/NC-CITY/{number}", "It is home again")
    mine.reload()
    expect(mine.locator("main .pill").first).to_have_text("Done")
    presses(mine, mine.url, "Yes, it helped")
    assert '"state": "completed"' in house.run("request", "show", number, "--json")
    assert not judge.wrong, "\n".join(judge.wrong)
