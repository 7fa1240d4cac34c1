"""A two-person library with a spreadsheet and no technician puts its books before every reader (A12, A14)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, PHONE, House, Visit, accessibility, sideways
from tests.journeys.test_office import sign_in

pytestmark = pytest.mark.browser

HEADS = "编号,名称,责任者,出版社,出版年,ISBN,索书号,馆藏地,册数"
ROWS = [
    "S0001,嘉陵江渡口记事,沈渡舟,示范文艺出版社,2021,9799001000014,I267/88,二楼社科文学库,2",
    "S0002,乡村民宿经营入门,何山,样例旅游出版社,2022,,F719.2/7,二楼社科文学库,1",
    "S0003,,无题名者,示范出版社,2020,,Z000,二楼社科文学库,1",
    "S0004,盐亭嫘祖文化图说,林栖,示范人民出版社,2019,,K297.14/3,二楼社科文学库,1",
]


@pytest.fixture
def spreadsheet(tmp_path: Path) -> Path:
    path = tmp_path / "我馆图书.csv"
    path.write_bytes("\r\n".join([HEADS, *ROWS]).encode("gb18030"))
    return path


def finished(page: Page, state: str) -> None:
    """Wait as a person would: the page moves by itself, and a reload shows the same."""
    expect(page.locator(".pill").first).to_contain_text(state, timeout=30_000)


def test_from_a_spreadsheet_to_every_readers_search(
    house: House, visit: Visit, spreadsheet: Path, tmp_path: Path
) -> None:
    page = visit(house.url, size=DESK)
    sign_in(page, "赵小满")
    page.goto(f"{house.url}/sources")
    page.get_by_role("link", name="装入文件").first.click()
    page.locator("input[type=file]").set_input_files(spreadsheet)
    page.get_by_role("button", name="发送").click()

    # The preview shows what readers would see; 名称 is nobody's usual heading, so it is chosen by hand.
    expect(page.locator("main")).to_contain_text("S0001")
    assert accessibility(page) == []
    page.get_by_label("名称", exact=True).select_option(label="题名")
    page.get_by_role("button", name="重新查看").first.click()
    expect(page.locator(".result").first).to_contain_text("嘉陵江渡口记事")
    page.get_by_role("button", name="试装", exact=True).click()
    finished(page, "已试装")
    expect(page.locator("main")).to_contain_text(re.compile("题名|没有题名"))
    assert sideways(page) == 0
    nothing = visit(f"{house.url}/search?q=嘉陵江渡口记事&exactly=1")
    expect(nothing.locator("article.result")).to_have_count(0)  # a rehearsal changes nothing

    page.get_by_role("button", name=re.compile("装入")).first.click()
    page.goto(f"{house.url}/")  # left in the middle …
    page.goto(f"{house.url}/loads")  # … and found again
    page.locator("main a[href^='/loads/']").first.click()
    finished(page, "已装入")
    expect(page.locator("main")).to_contain_text("3")
    page.goto(page.url + "/rejects")
    with page.expect_download() as waiting:
        page.locator("a[download], main a[href*='/rejects/']").first.click()
    kept = tmp_path / "kept"
    waiting.value.save_as(kept)
    assert "无题名者" in kept.read_text(encoding="utf-8")  # the rejected row is lost to nobody

    reader = visit(f"{house.url}/search?q=渡口记事", size=PHONE)
    first = reader.locator("article.result").first
    expect(first).to_contain_text("嘉陵江渡口记事")
    expect(first).to_contain_text("I267/88")


def test_the_saved_mapping_serves_the_next_file(house: House, visit: Visit, spreadsheet: Path) -> None:
    page = visit(house.url, size=DESK)
    sign_in(page, "赵小满")
    page.goto(f"{house.url}/sources/NC-NCVTC/main")
    expect(page.locator("main")).to_contain_text(re.compile("GB18030|gb18030|自动"))
    foreign = page.request.get(f"{house.url}/sources/NC-CITY/main")
    assert foreign.status == 404


@pytest.mark.prove  # it waits two looks of the schedule, up to two minutes
def test_a_file_left_in_the_folder_is_loaded_and_reported(house: House, visit: Visit) -> None:
    inbox = house.home / "inbox" / "NC-NCVTC"
    inbox.mkdir(parents=True, exist_ok=True)
    row = "W0001,水上应急救护手册,江援,示范卫生出版社,2023,,R459.7/5,二楼社科文学库,1"
    (inbox / "weekly.csv").write_text("\n".join([HEADS.replace("名称", "题名"), row]), encoding="utf-8")
    page = visit(house.url)
    for _ in range(70):
        page.goto(f"{house.url}/search?q=水上应急救护手册")
        if page.locator("article.result").count():
            break
        page.wait_for_timeout(2_000)
    expect(page.locator("article.result").first).to_contain_text("水上应急救护手册")
    assert not (inbox / "weekly.csv").exists()
    assert [path.name for path in (inbox / "done").glob("*.report.txt")] == ["weekly.csv.report.txt"]
