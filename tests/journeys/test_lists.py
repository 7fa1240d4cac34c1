"""Keeping books: a visitor on the device, a reader in an account, and from one into the other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import rispy
from playwright.sync_api import Page, expect

from tests.journeys.conftest import NARROW, PHONE, House, Visit, accessibility, sideways
from tests.journeys.test_office import sign_in

pytestmark = pytest.mark.browser


def keep(page: Page, house: House, words: str) -> None:
    page.goto(f"{house.url}/search?q={words}")
    button = page.locator("article.result [data-keep]").first
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")


def test_what_a_visitor_keeps_goes_into_the_account_only_when_told_to(
    house: House, visit: Visit, tmp_path: Path
) -> None:
    page = visit(house.url, size=PHONE)
    for words in ("西游记", "论语"):
        keep(page, house, words)
    page.goto(f"{house.url}/lists")
    expect(page.locator("#device li.result")).to_have_count(2)
    expect(page.locator("#device")).to_contain_text(re.compile("西游记|西遊記"))
    assert sideways(page) == 0
    assert accessibility(page) == []
    with page.expect_download() as waiting:
        page.locator("#device").get_by_role("link", name="RIS").click()
    saved = tmp_path / "kept.ris"
    waiting.value.save_as(saved)
    assert len(rispy.loads(saved.read_text(encoding="utf-8"))) == 2

    sign_in(page, "李想")
    page.goto(house.url)
    expect(page.get_by_text("这台设备上还存着您登录之前收藏的书")).to_be_visible()
    page.get_by_role("link", name="存入我的账户").click()
    page.get_by_role("button", name="存入我的账户").click()
    page.wait_for_url(re.compile(r"/lists/\d+"))
    for words in ("西游记|西遊記", "论语|論語"):
        expect(page.locator("li.result").filter(has_text=re.compile(words))).not_to_have_count(0)
    assert page.evaluate("localStorage.getItem('commonshelf.kept')") is None
    page.goto(f"{house.url}/lists")
    expect(page.locator("[data-device-take]")).to_be_hidden()


def test_a_reader_notes_shares_and_takes_back(house: House, visit: Visit) -> None:
    page = visit(house.url, size=NARROW, language="en-US", dark=True)
    sign_in(page, "Wang Jian")
    page.goto(f"{house.url}/search?q=红楼梦")
    page.locator("article.result form.keep button").first.click()
    expect(page.locator("article.result p.keep")).to_contain_text("Kept in")
    page.locator(".save-search button").click()
    expect(page.get_by_role("link", name="Search saved")).to_be_visible()
    page.locator("article.result p.keep a").click()
    page.wait_for_url(re.compile(r"/lists/\d+"))
    page.locator(".kept-tools summary").first.click()
    page.get_by_label("Note", exact=True).first.fill("for the third lesson")
    page.get_by_role("button", name="Save").first.click()
    expect(page.locator(".kept-note")).to_contain_text("for the third lesson")
    page.get_by_role("button", name="Share by a secret link").click()
    link = page.locator("#link").inner_text()
    assert accessibility(page) == []
    assert sideways(page) == 0

    other = visit(link, size=NARROW)
    expect(other.locator("li.result")).to_have_count(1)
    expect(other.locator("main")).to_contain_text("for the third lesson")
    page.get_by_role("button", name="Stop sharing").click()
    page.wait_for_load_state()
    answer = other.request.get(link)
    assert answer.status == 404


def test_without_a_script_the_account_still_keeps(house: House, visit: Visit) -> None:
    page = visit(f"{house.url}/lists", javascript=False)
    expect(page.locator("noscript, .note.wait").first).to_be_attached()
    sign_in(page, "李想")
    page.goto(f"{house.url}/search?q=本草纲目")
    page.locator("article.result form.keep button").first.click()
    expect(page.locator(".toast")).to_contain_text("已存入")
