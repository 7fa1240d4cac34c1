"""The cataloguing group at its desk: by keyboard alone, without JavaScript, and two people at one pair."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.checker import markup
from tests.journeys.conftest import DESK, NARROW, House, Visit, accessibility, sideways
from tests.journeys.test_office import sign_in

pytestmark = pytest.mark.browser

CATALOGUER = "何文"
OFFICE = "陈思远"
WAITING = re.compile(r"有 (\d+) 对记录等待决定")


def waiting(page: Page, house: House) -> int:
    """How many pairs wait, as the queue says."""
    page.goto(f"{house.url}/review")
    told = WAITING.search(page.locator("main").inner_text())
    return int(told[1]) if told else 0


def pair(page: Page) -> str:
    """The number of the pair before one's eyes."""
    found = re.search(r"/review/(\d+)", page.url)
    assert found, page.url
    return found[1]


def test_pairs_are_decided_by_keyboard_alone(house: House, visit: Visit) -> None:
    page = visit(house.url, size=DESK)
    sign_in(page, CATALOGUER)
    before = waiting(page, house)
    assert before >= 4
    page.keyboard.press("j")  # begin with the first
    page.wait_for_url("**/review/*")
    first = pair(page)
    page.keyboard.press("n")
    page.wait_for_url(lambda url: f"/review/{first}" not in url)
    second = pair(page)
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(f"**/review/{first}")

    page.keyboard.press("r")  # a reason is typed, and its letters are no keys
    page.keyboard.type("jkl 一看便知")
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    page.wait_for_url(f"**/review/{second}?after={first}")
    expect(page.get_by_role("status")).to_contain_text("已分开")
    page.keyboard.press("l")
    page.wait_for_url(f"**?after={second}")
    expect(page.get_by_role("status")).to_contain_text("已搁置")
    third = pair(page)
    page.keyboard.press("j")
    page.wait_for_url(f"**?after={third}")
    expect(page.get_by_role("status")).to_contain_text("已合并")
    assert waiting(page, house) <= before - 3

    page.goto(f"{house.url}/review/{third}")
    page.keyboard.press("u")  # taken back: it waits again
    page.wait_for_load_state()
    expect(page.locator(".verdicts button").first).to_be_visible()
    page.goto(f"{house.url}/review/decisions")
    expect(page.locator(".rulings > li").nth(1)).to_contain_text("jkl 一看便知")
    expect(page.locator(".rulings > li").first).to_contain_text("撤回")


def test_keys_can_be_turned_off(house: House, visit: Visit) -> None:
    page = visit(house.url, size=DESK)
    sign_in(page, CATALOGUER)
    page.goto(f"{house.url}/review")
    page.get_by_role("link", name="从第一对开始").click()
    here = page.url
    page.get_by_label("在本设备上使用这些按键").uncheck()
    page.keyboard.press("l")
    page.wait_for_timeout(150)
    assert page.url == here
    page.reload()
    expect(page.get_by_label("在本设备上使用这些按键")).not_to_be_checked()


def test_without_javascript_the_buttons_do_the_same(house: House, visit: Visit) -> None:
    page = visit(house.url, size=NARROW, javascript=False)
    sign_in(page, CATALOGUER)
    page.goto(f"{house.url}/review")
    page.get_by_role("link", name="从第一对开始").click()
    expect(page.locator(".keys")).to_be_hidden()
    page.locator("details.reason summary").click()
    page.get_by_label("理由").fill("没有脚本也行")
    page.get_by_role("button", name="分开").click()
    expect(page.get_by_role("status")).to_contain_text("已分开")
    page.get_by_role("button", name="撤销").click()
    expect(page.locator(".verdicts")).to_be_visible()


def test_two_people_at_one_pair(house: House, visit: Visit) -> None:
    mine, other = visit(house.url, size=DESK), visit(house.url, size=DESK)
    sign_in(mine, CATALOGUER)
    sign_in(other, OFFICE)
    mine.goto(f"{house.url}/review")
    mine.get_by_role("link", name="从第一对开始").click()
    other.goto(mine.url)
    other.keyboard.press("k")
    other.wait_for_url("**?after=*")
    mine.keyboard.press("r")
    mine.keyboard.type("我也这样想")
    mine.get_by_role("button", name="合并").click()
    expect(mine.get_by_role("alert")).to_contain_text(OFFICE)
    expect(mine.get_by_role("alert").get_by_role("link", name="去看下一对")).to_be_visible()
    mine.told = [one for one in getattr(mine, "told", []) if "409" not in one]  # type: ignore[attr-defined]


def test_from_an_editions_page_a_record_is_taken_out_and_brought_back(house: House, visit: Visit) -> None:
    page = visit(house.url, size=NARROW)
    sign_in(page, CATALOGUER)
    page.goto(f"{house.url}/search?q=骆驼祥子")
    address = next(
        link.get_attribute("href") or ""
        for link in page.locator("article.result h2 a, article.result .work a").all()
    )
    page.goto(house.url + address)
    staff = page.get_by_role("region", name="是同一版本吗？")
    records = page.request.get(f"{house.url}/api/v1{address.replace('edition', 'editions')}")
    assert records.ok
    if staff.get_by_role("link", name="不属于这里的记录").count() == 0:
        pytest.skip("the demo's first edition has one record only")
    staff.get_by_role("link", name="不属于这里的记录").click()
    page.locator(".choose input").last.check()
    page.get_by_label("理由").fill("试一试")
    page.get_by_role("button", name="看看会怎样").click()
    expect(page.locator("main")).to_contain_text("一个新版本")
    page.get_by_role("button", name=re.compile("移出这 1 条")).click()
    expect(page.locator(".toasts")).to_contain_text("已移出 1 条记录")
    page.get_by_role("link", name="历史与决定").click()
    expect(page.locator(".timeline")).to_contain_text("从本版本分出")
    page.locator(".take-back summary").first.click()
    page.get_by_role("button", name="撤回").click()
    expect(page.locator(".toasts")).to_contain_text("已撤回")
    expect(page.locator(".timeline")).to_contain_text("并入")


@pytest.mark.parametrize(
    ("language", "begin"),
    [
        ("zh-CN", 0), ("en-US", 1),
        pytest.param("zh-CN", 1, marks=pytest.mark.prove), pytest.param("en-US", 0, marks=pytest.mark.prove),
    ],
)  # fmt: skip
def test_every_page_of_the_desk_before_the_judges(
    house: House, visit: Visit, language: str, begin: int
) -> None:
    """Every second page in Chinese, the others in English; all in both is a matter of proofs."""
    page = visit(house.url, size=NARROW, language=language, dark=language == "en-US")
    sign_in(page, OFFICE if language == "zh-CN" else "Chen Siyuan")
    page.goto(f"{house.url}/review")
    first = page.locator("a.doubt").first.get_attribute("href")
    edition = page.locator("a.doubt").count() and _edition(page, f"{house.url}{first}")
    paths = {
        "queue": "/review",
        "put-off": "/review?state=later",
        "decided": "/review?state=decided",
        "none": "/review?reason=too-many&script=latin",
        "pair": first or "",
        "decisions": "/review/decisions",
        "history": f"/review/decisions?edition={edition}",
        "rules": f"/review/rules?one={edition}&other=红楼梦",
        "tried": f"/review/rules?one={edition}&other={edition}",
        "join": f"/review/edition/{edition}/join?with=1",
        "part": f"/review/edition/{edition}/part",
        "rehearsal": "/review/rehearsal",
        "edition": f"/edition/{edition}",
    }
    wrong: list[str] = []
    kept: dict[str, str] = {}
    for name, path in list(paths.items())[begin::2]:
        answer = page.goto(house.url + path)
        assert answer is not None
        if answer.status != 200:
            wrong.append(f"{name}: status {answer.status}")
            continue
        kept[name] = answer.text()
        if over := sideways(page):
            wrong.append(f"{name}: {over} px wider than 360")
        wrong += [f"{name}: {line}" for line in accessibility(page)]
    wrong += markup(kept)
    assert not wrong, "\n".join(wrong)


def _edition(page: Page, address: str) -> str:
    """The number of the first edition of the pair at this address."""
    page.goto(address)
    link = page.locator("h3 a[href^='/edition/']").first.get_attribute("href") or ""
    return link.rpartition("/")[2]
