"""Signed-in people: the auditor reads who did what, a reader cannot; signing out leaves nothing behind."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, House, Visit, accessibility

pytestmark = pytest.mark.browser


def sign_in(page: Page, name: str) -> None:
    """As a demo person, by one click."""
    page.goto(re.match(r"https?://[^/]+", page.url)[0] + "/accounts/login/")  # type: ignore[index]
    page.get_by_role("button", name=name).click()
    page.wait_for_url(lambda url: "login" not in url)


def test_an_auditor_finds_who_loaded_what(house: House, visit: Visit) -> None:
    """A7."""
    page = visit(house.url, size=DESK)
    sign_in(page, "王鉴")
    page.goto(f"{house.url}/happenings?kind=catalogue.load")
    rows = page.locator("main li, main tbody tr")
    assert rows.count() >= 5
    expect(page.locator("main")).to_contain_text("南充市图书馆")
    assert accessibility(page) == []


def test_a_reader_is_told_nothing_of_it(house: House, visit: Visit) -> None:
    page = visit(house.url)
    sign_in(page, "李想")
    foreign = page.request.get(f"{house.url}/happenings")
    absent = page.request.get(f"{house.url}/edition/999999999")
    assert foreign.status == absent.status == 404
    assert foreign.body() == absent.body()


def test_signing_out_at_a_shared_computer(house: House, visit: Visit) -> None:
    page = visit(house.url, size=DESK)
    sign_in(page, "何文")
    private = page.request.get(f"{house.url}/me")
    assert "no-store" in private.headers["cache-control"]
    page.goto(f"{house.url}/accounts/logout/")
    page.locator("main button.main").click()
    page.goto(f"{house.url}/me")
    expect(page).to_have_url(re.compile("/accounts/login"))
