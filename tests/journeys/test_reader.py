"""A reader on a phone: type, see where it is, take it to the desk; in Chinese, in English, script or none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import rispy
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, PHONE, House, Visit, accessibility, sideways

pytestmark = pytest.mark.browser


def ask(page: Page, words: str) -> None:
    page.locator("#q").fill(words)
    page.locator("#q").press("Enter")
    page.wait_for_url(re.compile(r"/search\?"))


def test_find_locate_obtain_in_three_taps(house: House, visit: Visit) -> None:
    """A70: search, the edition, the desk note; each page says where the copy is in a sentence."""
    page = visit(house.url, size=PHONE)
    ask(page, "红楼梦")
    first = page.locator("article.result").first
    expect(first).to_contain_text("红楼梦")
    expect(first.locator(".where")).to_contain_text(re.compile("在架|借出|在线|阅览"))
    first.locator(".work a").click()
    expect(page.locator("h1")).to_contain_text("红楼梦")
    page.get_by_role("link", name="给服务台看").first.click()
    expect(page.locator("svg").first).to_be_visible()  # the QR code of the lasting address
    expect(page.locator("main")).to_contain_text("I242.4")
    assert sideways(page) == 0


def test_from_a_result_to_a_request_in_three_taps(house: House, visit: Visit) -> None:
    """A69, A80: how to get it, have it brought, yes; nothing is typed, and one tap takes it back."""
    page = visit(f"{house.url}/accounts/login/", size=PHONE)
    page.locator("section.demo button", has_text="罗素华").click()
    page.goto(f"{house.url}/search?q=红楼梦")
    page.get_by_role("link", name=re.compile("怎么拿到")).first.click()
    sheet = page.locator(".result .get-sheet")
    expect(sheet).to_be_visible()
    assert accessibility(page) == []
    sheet.get_by_role("link", name=re.compile("申请送来")).first.click()
    expect(page.locator("main")).to_contain_text("申请之后")
    assert accessibility(page) == []
    page.get_by_role("button", name="确定，申请送来").click()
    expect(page.locator("main")).to_contain_text("您提交了申请")
    expect(page.locator(".timeline .next")).to_contain_text("下一步")
    assert accessibility(page) == []
    assert sideways(page) == 0
    page.get_by_role("button", name="取消请求").click()
    expect(page.locator("main .pill").first).to_contain_text("已取消")


@pytest.mark.parametrize("words", ["紅樓夢", "红楼", "楼红梦", "曹雪芹 红楼梦"])
def test_spellings_people_use(house: House, visit: Visit, words: str) -> None:
    page = visit(house.url)
    ask(page, words)
    expect(page.locator("article.result").first).to_contain_text(re.compile("红楼梦|紅樓夢"))


def test_nearest_from_the_branch_i_picked(house: House, visit: Visit) -> None:
    """A69, A79: the reader says where they are; distances appear and the nearest shelf comes first."""
    page = visit(f"{house.url}/search?q=三国演义", size=DESK)
    page.get_by_role("link", name="离我最近").click()
    page.get_by_role("link", name="选定您的图书馆").first.click()
    page.get_by_role("button", name=re.compile("总馆|选定|这是")).first.click()
    page.wait_for_url(re.compile(r"/search\?"))
    expect(page.locator("article.result").first.locator(".where")).to_contain_text(re.compile("本馆|公里"))
    cookies = {c["name"] for c in page.context.cookies()}
    assert "here" in cookies


def test_facets_narrow_and_are_taken_off_again(house: House, visit: Visit) -> None:
    page = visit(f"{house.url}/search?q=红楼梦", size=DESK)
    expect(page.locator("article.result").first).to_be_visible()
    before = page.locator("article.result").count()
    page.get_by_label(re.compile("川北医学院")).first.check()
    page.wait_for_url(re.compile("library=NC-NSMC"))
    expect(page.locator("a.chip.off")).to_have_count(1)
    assert 0 < page.locator("article.result").count() < before
    page.locator("a.chip.off").first.click()
    expect(page.locator("article.result")).to_have_count(before)


def test_nothing_found_leads_on(house: House, visit: Visit) -> None:
    page = visit(house.url)
    ask(page, "zzqqxxyyww")
    expect(page.locator("main")).to_contain_text(re.compile("没有找到|没有"))
    assert page.locator("main a").count() >= 3
    assert accessibility(page) == []


def test_an_english_reader_cites_and_takes_records_along(house: House, visit: Visit, tmp_path: Path) -> None:
    page = visit(f"{house.url}/search?q=pride and prejudice", size=DESK, language="en-US")
    page.locator("article.result .work a").first.click()
    expect(page.locator("#cite-gbt7714")).to_contain_text("[M]")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="RIS", exact=True).click()
    saved = tmp_path / "one.ris"
    waiting.value.save_as(saved)
    [entry] = rispy.loads(saved.read_text(encoding="utf-8"))
    assert "prejudice" in str(entry).lower()
    page.get_by_role("link", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", re.compile("^zh"))


def test_all_of_it_without_a_script(house: House, visit: Visit) -> None:
    page = visit(house.url, javascript=False)
    page.locator("input[name=q]").fill("本草纲目")
    page.get_by_role("button", name="检索").click()
    page.locator("article.result .work a").first.click()
    expect(page.locator("h1")).to_contain_text("本草纲目")
    expect(page.get_by_role("link", name="MARC", exact=True)).to_be_visible()
    page.locator(".get-sheet a[href^='/get/']").last.click()
    expect(page.locator("main")).to_contain_text("您可以这样拿到它")
    page.goto(f"{house.url}/get?q=没有这本书")
    expect(page.locator("input[name=title]")).to_have_value("没有这本书")


def test_by_keyboard_alone(house: House, visit: Visit) -> None:
    page = visit(house.url, size=DESK)
    page.keyboard.type("论语")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/search\?"))
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("href", "#main")  # the skip link comes first
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator("main :focus").count() == 1


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/search?q=" + "书" * 10_000, {200, 400, 414}),
        ("/search?q=红楼梦&colour=red", {200, 400}),
        ("/search?q=红楼梦&page=10000", {200, 400}),
        ("/search?q=红楼梦&sort=cheapest", {200, 400}),
        ("/edition/999999999", {404}),
    ],
)
def test_odd_addresses_get_a_sentence(house: House, visit: Visit, path: str, status: set[int]) -> None:
    page = visit(house.url)
    answer = page.request.get(house.url + path)
    assert answer.status in status
    page.goto(house.url + path)
    assert len(page.locator("main").inner_text().strip()) > 10
    assert page.locator("main a, main form").count() >= 1
    page.told = [t for t in getattr(page, "told", []) if "status of 4" not in t]  # type: ignore[attr-defined]
