"""The box that suggests, facets that open late, reasons in the card: by keyboard, with script and without."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, PHONE, House, Visit, accessibility, sideways

pytestmark = pytest.mark.browser


def box(page: Page):
    return page.locator("#q")


def options(page: Page):
    return page.locator("#suggestions [role=option]")


def test_pinyin_typed_with_the_keyboard_alone_leads_to_the_book(house: House, visit: Visit) -> None:
    page = visit(house.url, size=PHONE)
    box(page).focus()
    page.keyboard.type("hongloum", delay=20)
    expect(options(page).first).to_contain_text("红楼梦")
    expect(box(page)).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status").filter(has_text="检索提示")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(box(page)).to_have_value("红楼梦")
    expect(box(page)).to_have_attribute("aria-activedescendant", "suggestion-1")
    expect(options(page).first).to_have_attribute("aria-selected", "true")
    assert accessibility(page) == []
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/search\?q="))
    expect(page.locator("article.result").first).to_contain_text("红楼梦")


def test_escape_gives_back_what_was_typed(house: House, visit: Visit) -> None:
    page = visit(house.url, size=DESK)
    box(page).focus()
    page.keyboard.type("hlm", delay=20)
    expect(options(page).first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(box(page)).to_have_value("hlm")
    expect(box(page)).to_have_attribute("aria-expanded", "false")
    expect(page.locator("#suggestions")).to_be_hidden()
    page.keyboard.press("ArrowUp")
    expect(options(page).last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Tab")
    expect(page.locator("#suggestions")).to_be_hidden()


def test_a_suggestion_is_tapped(house: House, visit: Visit) -> None:
    page = visit(f"{house.url}/search?q=三国", size=PHONE, language="en-US")
    box(page).fill("")
    box(page).press_sequentially("曹雪", delay=20)
    options(page).filter(has_text="Author").first.click()
    page.wait_for_url(re.compile("author"))
    expect(box(page)).to_have_value(re.compile("^author=曹雪芹$"))
    expect(page.locator("article.result").first).to_contain_text("曹雪芹")


def test_subjects_open_late_and_several_may_be_chosen(house: House, visit: Visit) -> None:
    page = visit(f"{house.url}/search?q=红", size=DESK)
    page.locator("#facet-subject > summary").click()
    values = page.locator("#facet-subject input[name=subject]")
    expect(values.first).to_be_visible()
    values.first.check()
    page.wait_for_url(re.compile("subject="))
    expect(page.locator("#facet-subject input[name=subject]:checked")).to_have_count(1)
    page.locator("#facet-subject").get_by_text("列出可选项").click()
    expect(page.locator("#facet-subject input[name=subject]")).not_to_have_count(1)
    assert "/search?" in page.url, "the values alone have no address"
    assert accessibility(page) == []


def test_why_here_opens_in_the_card(house: House, visit: Visit) -> None:
    page = visit(f"{house.url}/search?q=红楼梦", size=PHONE)
    card = page.locator("article.result").first
    card.locator(".why > summary").click()
    expect(card.locator(".why li").first).to_contain_text("题名与检索词完全一致")
    assert sideways(page) == 0


def test_all_of_it_without_script(house: House, visit: Visit) -> None:
    page = visit(f"{house.url}/search?q=honglou", size=PHONE, javascript=False)
    expect(box(page)).not_to_have_attribute("role", "combobox")
    expect(page.locator("article.result").first).to_contain_text("红楼梦")
    page.get_by_role("link", name="严格按输入的字词检索").click()
    expect(page.locator("article.result")).to_have_count(0)
    page.get_by_role("link", name="也找相近的").click()
    page.locator("article.result .why > summary").first.click()
    page.locator("article.result .why a").first.click()
    expect(page.locator("main")).to_contain_text("hong lou")
    page.get_by_role("link", name="回到检索结果").click()
    page.locator(".filter > summary").click()
    page.locator("#facet-author > summary").click()
    page.locator("#facet-author").get_by_role("link").click()
    page.wait_for_url(re.compile("more=author"))
    expect(page.locator("#facet-author input[name=author]").first).to_be_visible()
