"""A library comes into the alliance: invited, on trial, voted in, at work; suspended, and nobody has rights.

Every step by the page of whoever takes it: the office, the newcomer, two managers who vote.
"""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, expect

from commonshelf.members.testing import PASSWORD
from tests.journeys.conftest import DESK, PHONE, House, Visit, accessibility, sideways

pytestmark = [pytest.mark.browser, pytest.mark.processes]
SYMBOL = "CN-XJVC"
NAME = "溪江职业学院图书馆"
PATIENCE = 300
"""Looks, a fifth of a second apart, until the worker has heard of a ballot."""


def signed_in(visit: Visit, house: House, name: str) -> Page:
    page = visit(f"{house.url}/accounts/login/?next=/me", size=DESK)
    page.fill("#id_login", name)
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page).to_have_url(re.compile("/me$"))
    return page


def link_of_newest_letter(page: Page, house: House) -> str:
    page.goto(f"{house.url}/outbox")
    page.locator(".letters a.name").first.click()
    link = page.locator("#link").text_content() or ""
    assert link.startswith(house.url)
    return link


def take(page: Page, house: House, step: str, reason: str = "") -> None:
    """A step on the page of the library's membership."""
    page.goto(f"{house.url}/office/members/{SYMBOL}")
    button = page.locator(f"button[value={step}]")
    if not button.is_visible():
        page.locator("details.move", has=button).locator("summary").click()
    if reason:
        page.fill(f"[name={step}-reason]", reason)
    button.click()


def invited(office: Page, house: House) -> str:
    office.goto(f"{house.url}/people/invite-library")
    office.fill("[name=name_zh]", NAME)
    office.locator("main button.main").click()
    return link_of_newest_letter(office, house)


def judged(page: Page) -> None:
    """In English first, then in the language the letter speaks."""
    link = page.url
    for at in (link.replace("lang=zh-hans", "lang=en"), link):
        page.goto(at)
        assert sideways(page) == 0
        assert accessibility(page) == []


def applies(page: Page) -> None:
    """On a telephone, with nothing but the letter's link."""
    judged(page)
    for name, said in {
        "name_zh": NAME,
        "name_en": "Xijiang Vocational College Library",
        "symbol": SYMBOL,
        "region_zh": "溪江",
        "contact": "罗敏",
        "phone": "0817-0000900",
        "words": "两个人，一万两千册，一张电子表格。",
    }.items():
        page.fill(f"[name$={name}]", said)
    page.locator("main button.main").click()
    expect(page).to_have_url(re.compile("/apply/sent"))


def votes(page: Page, house: House) -> None:
    """From the desk, where the question waits."""
    page.goto(f"{house.url}/desk")
    waiting = page.locator(".item-row", has_text=NAME).get_by_role("link", name="阅读并投票")
    for _ in range(PATIENCE):
        if waiting.count():
            break
        time.sleep(0.2)  # the worker is bringing it
        page.reload()
    waiting.click()
    page.get_by_label("接纳", exact=True).check()
    page.get_by_role("button", name="投票").click()


def until_voted(page: Page, house: House) -> None:
    page.goto(f"{house.url}/office/members/{SYMBOL}")
    for _ in range(PATIENCE):
        if page.locator("button[value=admit-active]").count():
            return
        time.sleep(0.2)
        page.reload()
    pytest.fail("the ballot's outcome did not arrive")


def accepts(page: Page) -> None:
    judged(page)
    page.fill("[name=name_zh]", "罗敏")
    page.fill("[name=username]", "luo.min")
    page.fill("[name=password]", PASSWORD)
    page.locator("button[value=accept]").click()
    expect(page).not_to_have_url(re.compile("/invitation/"))


def test_from_the_letter_to_the_desk_and_out_again(staffed: House, visit: Visit) -> None:
    office = signed_in(visit, staffed, "office")
    applies(visit(invited(office, staffed), size=PHONE))

    take(office, staffed, "admit-trial", "材料齐全")
    expect(office.locator(".state-line")).to_contain_text("试用")
    take(office, staffed, "put-to-vote")
    for manager in ("manager", "partner"):
        votes(signed_in(visit, staffed, manager), staffed)
    until_voted(office, staffed)
    take(office, staffed, "admit-active")
    expect(office.locator(".state-line .pill")).to_have_text("正式")

    office.goto(f"{staffed.url}/people/invite")
    office.locator("[name=library]").select_option(SYMBOL)
    office.locator("[name=role]").select_option("manager")
    office.locator("main button.main").click()
    newcomer = visit(link_of_newest_letter(office, staffed), size=PHONE)
    accepts(newcomer)
    newcomer.goto(f"{staffed.url}/desk")
    expect(newcomer.get_by_role("heading", level=1)).to_be_visible()
    own = f"{staffed.url}/library/{SYMBOL}/settings"
    assert newcomer.request.get(own).status == 200

    take(office, staffed, "suspend", "数据三个月没有更新")
    expect(office.locator(".state-line .pill")).to_have_text("暂停")
    assert newcomer.request.get(own).status == 404  # signed in as before, and nothing is theirs
    assert newcomer.request.get(f"{staffed.url}/desk").status == 404
    assert newcomer.request.get(f"{staffed.url}/library/{SYMBOL}").status == 200
    assert staffed.run("fsck").strip()
