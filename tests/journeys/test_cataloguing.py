"""A two-person library without a technician puts books into the union by hand, and mends what readers see."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.checker import markup
from tests.journeys.conftest import DESK, NARROW, PHONE, House, Visit, accessibility, sideways
from tests.journeys.test_office import sign_in

pytestmark = pytest.mark.browser

OURS = "NC-NCVTC"


def judged(page: Page, kept: dict[str, str], name: str) -> None:
    """axe, the width of a small phone; its HTML goes to the checker at the end."""
    size = page.viewport_size
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    assert (name, accessibility(page), sideways(page)) == (name, [], 0)
    page.set_viewport_size(size)  # type: ignore[arg-type]
    kept[name] = page.content()


def forgiven(page: Page) -> None:
    """A form sent back with its errors is no fault of the page, though the console notes the status."""
    page.told = [line for line in getattr(page, "told", []) if "400 (Bad Request)" not in line]  # type: ignore[attr-defined]


def elsewhere(page: Page, house: House) -> str:
    """An edition the city library has and ours has not."""
    page.goto(f"{house.url}/search?library=NC-CITY&format=book&sort=newest")
    hrefs = [link.get_attribute("href") or "" for link in page.locator("article.result .work a").all()]
    for href in hrefs:
        page.goto(house.url + href)
        if page.locator(".desk-acts a[href*='/copy/']").count():
            return page.url
    pytest.fail("every edition is here already")


def test_a_record_is_copied_gets_a_copy_a_label_and_a_correction(house: House, visit: Visit) -> None:
    kept: dict[str, str] = {}
    page = visit(house.url, size=DESK)
    sign_in(page, "赵小满")

    # Two presses, and another member's record is ours, with where it came from.
    edition = elsewhere(page, house)
    page.get_by_role("link", name="套录到本馆").click()
    judged(page, kept, "copy-record")
    page.get_by_role("button", name="套录到本馆").click()
    expect(page.locator("main")).to_contain_text("套录自")
    record = page.url

    # A copy by a small form; the shelf label is printed on the fifth label of a used sheet.
    page.get_by_role("link", name="新增复本").click()
    page.get_by_label("索书号").fill("I267/99")
    page.get_by_label("条码号").fill("HAND00000017")
    judged(page, kept, "copy")
    page.get_by_role("button", name="保存并再加一册").click()
    expect(page.get_by_label("条码号")).to_have_value("HAND00000018")
    page.get_by_role("button", name="保存", exact=True).click()
    judged(page, kept, "record")
    page.get_by_role("link", name="打印这些复本的标签").click()
    page.get_by_label("从第几张开始").fill("5")
    judged(page, kept, "labels")
    page.get_by_role("button", name="排版标签").click()
    expect(page.locator(".sheet .label")).to_have_count(6)
    expect(page.locator("svg.bars")).to_have_count(2)
    judged(page, kept, "sheet")
    page.emulate_media(media="print")
    box = page.locator(".label").nth(4).bounding_box()
    assert box is not None
    assert abs(box["width"] - 70 / 25.4 * 96) < 1  # 70 mm on paper, whatever the screen
    page.emulate_media(media="screen")

    # A reader on a phone sees a wrong year and says so; what is accepted is true for everybody.
    reader = visit(house.url, size=PHONE)
    sign_in(reader, "何文")
    reader.goto(edition)
    reader.get_by_role("link", name="提更正建议").click()
    if "/editions/" in reader.url:
        judged(reader, kept, "choose")
        reader.locator(f"a[href='{record.removeprefix(house.url)}/suggest']").click()
    reader.get_by_label("哪一项有误").select_option(label="出版者")
    reader.get_by_label("应当写成什么").fill("嘉陵示范出版社")
    judged(reader, kept, "suggest")
    reader.get_by_role("button", name="发送给该馆").click()
    expect(reader.locator(".pill").first).to_contain_text("待处理")

    page.goto(f"{house.url}/cataloguing")
    judged(page, kept, "desk")
    page.get_by_role("link", name=re.compile("1 条待处理")).click()
    page.locator(".item-row a").first.click()
    judged(page, kept, "suggestion")
    page.get_by_role("button", name=re.compile("接受")).click()
    expect(page.locator(".pill").first).to_contain_text("已采纳")
    page.goto(record)
    expect(page.locator(".amended")).to_contain_text("嘉陵示范出版社")
    reader.reload()
    expect(reader.locator(".pill").first).to_contain_text("已采纳")
    wrong = markup(kept)
    assert wrong == [], "\n".join(wrong)


def test_a_book_nobody_has_is_described_without_javascript(house: House, visit: Visit) -> None:
    kept: dict[str, str] = {}
    page = visit(house.url, size=PHONE, javascript=False)
    sign_in(page, "赵小满")
    page.goto(f"{house.url}/cataloguing/{OURS}/add")
    page.get_by_label("手中这本书的").fill("9787301000007")
    page.get_by_role("button", name="查一查").click()
    page.get_by_role("link", name="填写表单").click()
    page.get_by_label("责任者").fill("沈渡舟（著）")
    page.get_by_label("年份").fill("去年")
    page.get_by_role("button", name="预览").click()
    expect(page.locator(".errorlist")).to_have_count(2)  # no title, no year; nothing typed is lost
    expect(page.get_by_label("责任者")).to_have_value("沈渡舟（著）")
    forgiven(page)
    page.get_by_label("题名", exact=True).fill("嘉陵江手工志：渡口卷")
    page.get_by_label("年份").fill("2021")
    page.get_by_role("button", name="预览").click()
    expect(page.locator(".look .work")).to_have_text("嘉陵江手工志：渡口卷")
    kept["form"] = page.content()
    page.get_by_role("button", name="新增这条记录").click()
    expect(page.locator("main")).to_contain_text("手工录入")
    page.get_by_role("link", name="读者看到的页面").click()
    expect(page.locator("h1")).to_have_text("嘉陵江手工志：渡口卷")
    page.get_by_role("link", name="写本馆附言").click()
    page.get_by_label("附言", exact=True).fill("作者签名本，在特藏室")
    page.get_by_label("所有人").check()
    kept["note"] = page.content()
    page.get_by_role("button", name="保存").click()
    expect(page.locator("main")).to_contain_text("作者签名本")
    page.goto(f"{house.url}/cataloguing/{OURS}/classes")
    page.get_by_label("对照表各行").fill("W1* = I24 = 小说\nW2 = 895")
    page.get_by_role("button", name="查看各行").click()
    expect(page.locator("main")).to_contain_text("895")
    kept["look"] = page.content()
    page.get_by_role("button", name=re.compile("只保存没有问题的")).click()
    expect(page.locator("tbody tr")).to_have_count(1)
    kept["classes"] = page.content()
    wrong = markup(kept)
    assert wrong == [], "\n".join(wrong)
