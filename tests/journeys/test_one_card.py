"""One card: a citizen joins at one library, borrows at a second, returns at a third, reads who looked, and is
forgotten; a desk with nothing but a keyboard; what was written on paper while the network was down.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, expect
from stdnum.cn import ric

from tests.journeys.conftest import DESK, NARROW, PHONE, House, Visit, accessibility, sideways
from tests.journeys.test_office import sign_in

pytestmark = pytest.mark.browser
NAME, TELEPHONE, MAIL = "钟敏之", "0817-0000977", "zhongminzhi@readers.example"
DOCUMENT = "51130219910803048"
PASSWORD = "清晨去图书馆的小路"
BOOK = ("CVTC0001780", "安徒生童话")
"""A copy of the college's on its shelf, which no other journey lends."""


@dataclass
class Judge:
    """Remembers what is wrong with the pages a reader meets, so that one walk tells all of it."""

    wrong: list[str] = field(default_factory=list)

    def look(self, page: Page, name: str) -> None:
        page.set_viewport_size(NARROW)  # type: ignore[arg-type]
        if over := sideways(page):
            self.wrong.append(f"{name}: {over} px wider than 360")
        self.wrong += [f"{name}: {line}" for line in accessibility(page)]
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]


def scan(page: Page, text: str) -> None:
    """As a barcode reader does: it types, then presses Enter."""
    page.locator("#scan-box").fill(text)
    page.locator("#scan-box").press("Enter")


def said(page: Page) -> str:
    """The sentence after a scan."""
    return page.locator(".told-head").inner_text()


def at_desk(visit: Visit, house: House, who: str, library: str) -> Page:
    page = visit(house.url, size=DESK)
    sign_in(page, who)
    page.goto(f"{house.url}/loans/{library}")
    return page


def joins(page: Page, house: House, judge: Judge) -> str:
    """At home, on a telephone; the code to bring along."""
    page.goto(f"{house.url}/join")
    judge.look(page, "join")
    page.locator("main button.main").click()
    expect(page.locator("[aria-invalid=true]")).not_to_have_count(0)
    judge.look(page, "join, nothing filled in")
    page.fill("[name=name_zh]", NAME)
    page.fill("[name=birth_date]", "1991-08-03")
    page.fill("[name=phone]", TELEPHONE)
    page.fill("[name=email]", MAIL)
    page.locator("main button.main").click()
    code = page.locator(".the-card-number").inner_text()
    judge.look(page, "the code")
    return code


def is_registered(page: Page, house: House, code: str) -> tuple[str, str]:
    """With a document, by the librarian; the number of the card and the code on the slip."""
    page.goto(f"{house.url}/readers/NC-CITY")
    page.fill("#q", code)
    page.locator("#q").press("Enter")
    expect(page.locator("[name=name_zh]")).to_have_value(NAME)
    page.select_option("[name=kind]", "id-card")
    page.fill("[name=number]", DOCUMENT + "0")
    page.select_option("[name=group]", "adults")
    page.locator("button[value=register]").click()
    expect(page.locator("main")).to_contain_text(re.compile("校验|末位|不对"))  # a digit was mistyped
    page.fill("[name=number]", DOCUMENT + ric.calc_check_digit(DOCUMENT + "0"))
    page.locator("button[value=register]").click()
    number = page.locator(".reader-slip .the-card-number").inner_text()
    return number.replace(" ", ""), page.locator(".slip-code .mark").inner_text()


def activates(page: Page, house: House, number: str, code: str, judge: Judge) -> None:
    page.goto(f"{house.url}/card/activate")
    judge.look(page, "activate")
    page.fill("[name=number]", number)
    page.fill("[name=code]", code)
    page.fill("[name=password]", PASSWORD)
    page.locator("main button.main").click()
    expect(page.locator("main")).to_contain_text(NAME)


def signs_in(page: Page, house: House, number: str) -> None:
    page.goto(f"{house.url}/accounts/login/?next=/card")
    page.fill("#id_login", number)
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()


def test_one_card_from_joining_to_being_forgotten(house: House, visit: Visit) -> None:
    judge = Judge()
    mine = visit(house.url, size=PHONE)
    city = at_desk(visit, house, "林静", "NC-CITY")
    number, code = is_registered(city, house, joins(mine, house, judge))
    activates(mine, house, number, code, judge)
    mine.goto(f"{house.url}/accounts/logout/")
    mine.locator("main button.main").click()
    signs_in(mine, house, number)
    expect(mine.locator(".the-card-number")).to_have_text(re.compile(number[-1] + "$"))
    judge.look(mine, "card")

    college = at_desk(visit, house, "赵小满", "NC-NCVTC")
    scan(college, number)
    expect(college.locator("#who")).not_to_have_text(NAME)  # she shares nothing: an alias stands there
    alias = college.locator("#who").inner_text()
    scan(college, BOOK[0])
    expect(college.locator(".told")).to_contain_text(BOOK[1])

    mine.goto(f"{house.url}/loans")
    expect(mine.locator("main")).to_contain_text(BOOK[1])
    judge.look(mine, "loans")
    mine.goto(f"{house.url}/rights")
    judge.look(mine, "rights")
    refused = mine.goto(f"{house.url}/privacy/delete")
    assert refused
    expect(mine.locator("main")).to_contain_text(BOOK[1])  # it must come back first
    expect(mine.locator("[name=sure]")).to_have_count(0)
    judge.look(mine, "delete, with a loan open")

    medical = at_desk(visit, house, "苏晴", "NC-NSMC")
    scan(medical, BOOK[0])
    expect(medical.locator(".told")).to_contain_text("南充职业技术学院")
    college.goto(f"{house.url}/loans/NC-NCVTC/transits")
    expect(college.locator("main")).to_contain_text(BOOK[1])

    looked(mine, house, judge)
    takes_along(mine, house)
    is_forgotten(mine, house, judge)
    nothing_is_left(mine, college, city, house, (number, alias))
    for page in (mine, city, college, medical):
        expect_refusals(page)
    assert judge.wrong == [], "\n".join(judge.wrong)


def looked(page: Page, house: House, judge: Judge) -> None:
    """Each library that had her before it, and no other."""
    page.goto(f"{house.url}/privacy")
    judge.look(page, "privacy centre")
    page.goto(f"{house.url}/privacy/looks")
    judge.look(page, "looks")
    main = page.locator("main")
    expect(main).to_contain_text("南充职业技术学院图书馆")
    expect(main).to_contain_text("南充市图书馆")
    expect(main).not_to_contain_text("西南石油大学")
    page.goto(f"{house.url}/privacy/everything")
    expect(main).to_contain_text(TELEPHONE)
    judge.look(page, "everything")
    page.goto(f"{house.url}/privacy/notice")
    judge.look(page, "notice")


def takes_along(page: Page, house: House) -> None:
    page.goto(f"{house.url}/privacy")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="全部下载").click()
    with zipfile.ZipFile(waiting.value.path()) as parcel:
        told = "".join(
            io.TextIOWrapper(parcel.open(name), "utf-8", "replace").read() for name in parcel.namelist()
        )
    for known in (NAME, TELEPHONE, MAIL, BOOK[1]):
        assert known in told, known


def is_forgotten(page: Page, house: House, judge: Judge) -> None:
    page.goto(f"{house.url}/privacy")
    page.get_by_role("link", name="先看会删除什么").click()
    expect(page.locator("[name=sure]")).to_be_visible()
    judge.look(page, "delete")
    page.check("[name=sure]")
    page.get_by_role("button", name="现在全部删除").click()
    expect(page).to_have_url(re.compile("/privacy/gone"))
    expect(page.locator("footer")).to_be_visible()
    judge.look(page, "gone")


def nothing_is_left(mine: Page, college: Page, city: Page, house: House, known: tuple[str, str]) -> None:
    """The card opens nothing, and no page of anybody knows who it was."""
    number, alias = known
    signs_in(mine, house, number)
    expect(mine).to_have_url(re.compile("/accounts/login"))
    college.goto(f"{house.url}/loans/NC-NCVTC")
    scan(college, number)
    expect(college.locator(".told.no")).to_be_visible()
    expect(college.locator("#who")).to_have_count(0)
    for page, path in (
        (city, f"/readers/NC-CITY?words={NAME}"),
        (city, "/readers/NC-CITY"),
        (city, "/happenings"),
        (college, "/loans/NC-NCVTC/transits"),
        (college, "/desk"),
    ):
        page.goto(house.url + path)
        text = page.locator("main").inner_text()
        for told in (NAME, TELEPHONE, MAIL, alias, number):
            assert told not in text, (path, told)


def expect_refusals(page: Page) -> None:
    """What was refused on purpose above is no error of a page."""
    told = getattr(page, "told", [])
    page.told = [line for line in told if not re.search(r"status of 4|Status Error Code 4", line)]  # type: ignore[attr-defined]


READER = "2081773274418"
"""蒋淑贞, of the city library, in the demo."""


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def test_a_desk_with_nothing_but_a_keyboard(house: House, visit: Visit) -> None:
    """What a barcode reader types, Enter, Tab: lent, taken back, taken back again by mistake, undone."""
    page = at_desk(visit, house, "林静", "NC-CITY")
    keys = page.keyboard
    for typed, answer in ((READER, "请扫描图书"), ("CITY0001279", "哈姆雷特")):
        assert focused(page) == "scan-box"
        keys.type(typed)
        keys.press("Enter")
        expect(page.locator(".told.ok")).to_contain_text(answer)
    expect(page.locator(".at-desk .loan-row", has_text="哈姆雷特")).to_have_count(1)
    for _ in range(20):
        keys.press("Tab")
        if page.evaluate("document.activeElement.value") == "bye":
            break
    keys.press("Enter")
    expect(page.locator(".told.ok")).to_contain_text("下一位")
    expect(page.locator("#scan-box")).to_be_focused()
    for answer in ("哈姆雷特", "没有借出记录"):
        keys.type("CITY0001279")
        keys.press("Enter")
        expect(page.locator(".told")).to_contain_text(answer)
    keys.type("9780000000000000")
    keys.press("Enter")
    expect(page.locator(".told.no")).to_be_visible()
    assert page.locator("#scan-box").input_value() in {"", "9780000000000000"}
    assert accessibility(page) == []
    expect_refusals(page)


def test_a_day_without_network_is_typed_in_afterwards(house: House, visit: Visit) -> None:
    page = visit(house.url, size=DESK)
    sign_in(page, "林静")
    page.goto(f"{house.url}/loans/NC-CITY/paper")
    assert accessibility(page) == []
    page.goto(f"{house.url}/loans/NC-CITY/paper/enter")
    yesterday = page.evaluate(
        "(() => { const day = new Date(document.getElementById('day').max + 'T12:00:00Z');"
        "day.setDate(day.getDate() - 1); return day.toISOString().slice(0, 10) })()"
    )
    page.fill("#day", yesterday)
    lines = (("9点05分", READER, "CITY0001300"), ("15:30", "", "CITY0001300"), ("15:40", READER, "CITY99"))
    for name, said_of in zip(("time", "card", "barcode"), zip(*lines, strict=True), strict=True):
        for n, text in enumerate(said_of):
            page.locator(f"[name={name}]").nth(n).fill(text)
    page.locator("main form button.main").click()
    expect(page.locator(".note.ok .entered li")).to_have_count(2)
    expect(page.locator(".error")).to_have_count(1)
    expect(page.locator("[name=barcode]").first).to_have_value("CITY99")  # what is wrong stays to be mended
    assert accessibility(page) == []
    expect(page.locator(".entered li").nth(1)).to_contain_text("归还")
    expect_refusals(page)


def test_a_student_reads_all_of_it_in_english(house: House, visit: Visit) -> None:
    judge = Judge()
    page = visit(house.url, size=PHONE, language="en-US", dark=True)
    sign_in(page, "Li Xiang")
    for path, told in {
        "/card": "Li Xiang",
        "/loans": "汽车发动机构造与维修",
        "/rights": "Southwest Petroleum",
        "/rights/NC-NSMC": "deposit",
        "/card/shares": "City Library",
        "/card/particulars": "18 June 2006",
        "/privacy": "City Library",
        "/privacy/looks": "City Library",
        "/privacy/everything": "20240615",
    }.items():
        page.goto(house.url + path)
        expect(page.locator("main")).to_contain_text(re.compile(told) if told.isascii() else told)
        judge.look(page, path)
    assert judge.wrong == [], "\n".join(judge.wrong)
