"""From `./start --empty` to five working libraries and ten people, by hand, on one morning.

COMMONSHELF_PACE=600 takes so many milliseconds for each character and looks at every page for a while,
as a person does; the minutes it then prints stand in docs/proofs.md.
"""

from __future__ import annotations

import io
import os
import re
import time
from pathlib import Path

import pytest
import xlsxwriter
from playwright.sync_api import Locator, Page, expect
from python_calamine import CalamineWorkbook

from tests.journeys.conftest import DESK, PHONE, House, Visit, accessibility, sideways

pytestmark = pytest.mark.browser

PACE = float(os.environ.get("COMMONSHELF_PACE", "0"))
"""Milliseconds a character; 600 is somebody who writes by pinyin and does not type for a living."""
LOOKS = PACE / 60
"""Seconds spent looking at a new page before the first key: 10 at a pace of 600."""
ROWS = {
    "馆代码": ["CN-HBVC", "CN-JCPL", "CN-SCTU", "CN-SCTU"],
    "中文名称": ["河滨职业学院图书馆", "嘉城市图书馆", "四川示范工学院图书馆", "江口专业资料馆"],
    "类型": ["高职", "公共图书馆", "大学", "专业"],
    "地区": ["江北", "嘉城", "嘉城", "江口"],
    "周一至周五": ["8:00-22:00", "9:00-20:30", "08:00-22:30", "8:00-25:00"],
    "周六": ["9:00-17:00", "9:00-20:30", "08:00-22:30", "闭馆"],
    "周日": ["闭馆", "9:00-17:00", "08:00-22:30", "闭馆"],
}
PEOPLE = [
    "王晓梅", "李志强", "陈立", "赵敏", "孙萍", "周涛", "吴静", "郑海", "冯岚", "何川",
]  # fmt: skip


def look(page: Page) -> None:
    page.wait_for_timeout(LOOKS * 1000)


def write(field: Locator, text: str) -> None:
    """As a person: click, then key by key."""
    field.click()
    field.press("Control+a")
    field.press_sequentially(text, delay=PACE)


def found(page: Page, house: House) -> None:
    page.goto(house.url)
    look(page)
    write(page.locator("[name=alliance-name_zh]"), "嘉陵江图书馆联盟")
    write(page.locator("[name=library-name_zh]"), "江畔职业学院图书馆")
    write(page.locator("[name=library-symbol]"), "CN-JPVC")
    write(page.locator("[name=person-username]"), "office")
    write(page.locator("[name=person-name_zh]"), "周宁")
    write(page.locator("[name=person-password]"), "cedar-lantern-42")
    page.get_by_role("button", name="建立联盟").click()
    expect(page).to_have_url(re.compile("/welcome"))


def filled(template: Path) -> bytes:
    """The downloaded table with four lines under its own headings, as a spreadsheet would save it."""
    [headings, *_] = CalamineWorkbook.from_path(str(template)).get_sheet_by_index(0).to_python()
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        for at, heading in enumerate(headings):
            page.write(0, at, heading)
            for row, text in enumerate(ROWS.get(str(heading).removesuffix(" *"), []), start=1):
                page.write(row, at, text)
    return out.getvalue()


def choose_a_look(page: Page) -> None:
    look(page)
    write(page.locator("[name=words_zh]"), "一处检索，各馆可借")
    page.get_by_label("靛蓝").check()
    page.get_by_role("button", name="保存，下一步").click()
    expect(page.locator("html")).to_have_class(re.compile(r"\blook-indigo\b"))


def take_in_libraries(page: Page, folder: Path) -> None:
    """Two lines have one symbol and one of them hours that cannot be: the good ones first, then those."""
    look(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="XLSX").click()
    template = folder / "libraries.xlsx"
    download.value.save_as(template)
    page.wait_for_timeout(PACE * 4 * sum(len(text) for texts in ROWS.values() for text in texts) / 3)
    page.locator("input[type=file]").set_input_files(
        {"name": "我们的馆.xlsx", "mimeType": "application/octet-stream", "buffer": filled(template)}
    )
    page.get_by_role("button", name="查看表格").click()
    expect(page.locator("main")).to_contain_text("有 2 行可以直接接纳")
    expect(page.locator("main")).to_contain_text("有 2 行要先修改")
    expect(page.locator("fieldset.mend").nth(1)).to_contain_text("25:00 不存在")
    look(page)
    assert accessibility(page) == []
    page.get_by_role("button", name="接纳 2 个馆").click()
    expect(page.locator("fieldset.mend")).to_have_count(2)
    write(page.locator("[name='5-symbol']"), "CN-JKZL")
    write(page.locator("[name='5-weekdays']"), "8:00-18:00")
    page.get_by_role("button", name="保存修改，再检查").first.click()
    expect(page.locator("fieldset.mend")).to_have_count(0)
    look(page)
    page.get_by_role("button", name="接纳 2 个馆").click()
    expect(page.locator("aside")).to_contain_text("目前 5 个馆")
    page.get_by_role("link", name="下一步：开放时间与假期").click()


def keep_calendars(page: Page) -> None:
    look(page)
    page.get_by_role("button", name=re.compile("填入")).click()
    expect(page.locator("main")).to_contain_text("放假")
    write(page.locator("[name=name_zh]"), "寒假")
    page.locator("[name=first]").fill("2027-01-20")
    page.locator("[name=last]").fill("2027-02-25")
    page.get_by_role("checkbox", name="嘉城市图书馆").uncheck()
    page.get_by_role("button", name="保存这个假期").click()
    expect(page.locator(".toast")).to_contain_text("已为 4 个馆保存")
    page.get_by_role("link", name="下一步：首批人员").click()


def invite_people(page: Page) -> None:
    look(page)
    for at, name in enumerate(PEOPLE[:5]):
        write(page.locator(f"[name=g{at}-name_zh]"), name)
    page.get_by_role("button", name="再加几行").click()
    for at, name in enumerate(PEOPLE[5:], start=5):
        write(page.locator(f"[name=g{at}-name_zh]"), name)
    page.get_by_role("button", name="发出邀请").click()
    expect(page.locator(".toast")).to_contain_text("已邀请 10 人")
    for name in PEOPLE:
        expect(page.locator("main")).to_contain_text(name)
    page.get_by_role("link", name="下一步：现在能做什么").click()


def see_every_colour_in_the_dark(page: Page, house: House) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(f"{house.url}/office/setup/look")
    for colour in ("靛蓝", "竹青", "紫棠", "赭石", "墨色", "朱砂"):
        page.get_by_label(colour).check()
        with page.expect_navigation():  # the judge must not look at a page that is about to go
            page.get_by_role("button", name="保存，看看效果").click()
        assert accessibility(page) == [], colour


def test_from_an_empty_folder_to_five_libraries_and_ten_people(
    empty_house: House, visit: Visit, tmp_path: Path
) -> None:
    page = visit(empty_house.url, size=DESK, language="zh-CN")
    page.set_default_timeout(30_000)
    began = time.monotonic()
    found(page, empty_house)
    page.get_by_role("link", name="继续设置").click()
    look(page)
    page.get_by_role("link", name="开始：名称与外观").click()
    choose_a_look(page)
    take_in_libraries(page, tmp_path)
    keep_calendars(page)
    invite_people(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("可以开始工作了")
    minutes = (time.monotonic() - began) / 60
    print(f"\nFrom founding to the closing page: {minutes:.1f} minutes at {PACE:g} ms a key.")  # noqa: T201 -- the figure
    assert minutes < 15
    see_every_colour_in_the_dark(page, empty_house)
    listed = empty_house.run("libraries", "--json")
    assert all(symbol in listed for symbol in ("CN-JPVC", "CN-HBVC", "CN-JCPL", "CN-SCTU", "CN-JKZL"))
    assert empty_house.run("fsck").strip()


def test_it_can_be_left_and_come_back_to_on_a_telephone(empty_house: House, visit: Visit) -> None:
    """The steps know themselves how far they are; every page of them fits and can be used by all."""
    page = visit(empty_house.url, size=PHONE, language="zh-CN")
    found(page, empty_house)
    page.goto(f"{empty_house.url}/office/setup/libraries")
    page.locator("[name=pasted]").fill("馆代码\t馆名\t类型\nCN-A\t甲馆\t公共\nCN-B\t乙馆\t幼儿园")
    page.get_by_role("button", name="查看表格").click()
    page.goto(f"{empty_house.url}/")  # somebody comes in; the table waits
    page.goto(f"{empty_house.url}/office/setup/libraries")
    page.get_by_role("link", name="继续处理表格").click()
    page.locator("[name='3-kind']").select_option("public")
    page.get_by_role("button", name=re.compile("接纳 1 个馆")).click()
    expect(page.locator("aside")).to_contain_text("目前 3 个馆")
    for step in ("", "/look", "/libraries", "/calendars", "/people", "/ready"):
        for language in ("zh-hans", "en"):
            page.goto(f"{empty_house.url}/office/setup{step}?lang={language}")
            assert sideways(page) == 0, (step, language)
            assert accessibility(page) == [], (step, language)
    page.goto(f"{empty_house.url}/office?lang=zh-hans")
    expect(page.locator("main")).to_contain_text("还没有备份")
    assert sideways(page) == 0
    assert accessibility(page) == []
