"""An empty data folder: the first visitor founds the alliance, signs in, and is led to the first file."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, House, Visit, accessibility, sideways
from tests.journeys.terminal import Terminal

pytestmark = pytest.mark.browser


def test_found_an_alliance_in_one_sitting(empty_house: House, visit: Visit) -> None:
    page = visit(empty_house.url, size=PHONE, language="zh-CN")
    expect(page).to_have_url(re.compile("/start"))
    assert accessibility(page) == []
    page.get_by_role("button", name="建立联盟").click()  # too early: every missing thing is said in its place
    assert page.locator(".error, .errorlist").count() >= 3
    page.told = []  # type: ignore[attr-defined]  # the browser notes the 400 of that answer
    page.locator("[name$=name_zh]").nth(0).fill("嘉陵江图书馆联盟")
    page.locator("[name$=name_zh]").nth(1).fill("江畔职业学院图书馆")
    page.locator("[name$=symbol]").fill("CN-JPVC")
    page.locator("[name$=name_zh]").nth(2).fill("总馆")
    page.locator("[name$=username]").fill("office")
    page.locator("[name$=name_zh]").nth(3).fill("周宁")
    page.locator("[name$=password]").fill("cedar-lantern-42")
    page.get_by_role("button", name="建立联盟").click()
    expect(page).to_have_url(re.compile("/welcome"))
    expect(page.locator("main")).to_contain_text("嘉陵江图书馆联盟")
    assert sideways(page) == 0
    page.goto(f"{empty_house.url}/happenings")
    expect(page.locator("main")).to_contain_text("周宁")
    assert page.request.get(f"{empty_house.url}/start").status == 404  # founded once, and only once
    assert empty_house.run("fsck").strip()


def test_a_command_loads_no_demo(shell: Terminal) -> None:
    assert shell.ask("search", "红楼梦")["total"] == 0
