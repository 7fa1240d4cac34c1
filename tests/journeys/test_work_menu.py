"""The menu of those who work here: on the narrowest telephone, without scripts, and where it leads."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import NARROW, House, Visit, accessibility
from tests.journeys.test_sign_in import PASSWORD

pytestmark = pytest.mark.browser


def sign_in(page: Page, name: str) -> None:
    """In whichever language the page is."""
    page.fill("#id_login", name)
    page.fill("#id_password", PASSWORD)
    page.locator("#id_password").press("Enter")


@pytest.mark.parametrize("language", ["en-US", "zh-CN"])
def test_it_fits_the_narrowest_telephone_and_leads_to_ones_library(
    staffed: House, visit: Visit, language: str
) -> None:
    page = visit(f"{staffed.url}/accounts/login/?next=/desk", size=NARROW, language=language)
    sign_in(page, "manager")
    menu = page.locator(".menu.at-work")
    menu.locator("summary").click()
    for part in (menu.locator("> div"), page.locator(".top nav")):
        box = part.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= NARROW["width"]
    brand, nav = (page.locator(part).bounding_box() for part in (".brand", ".top nav"))
    assert brand is not None
    assert nav is not None
    assert brand["x"] + brand["width"] <= nav["x"]
    expect(menu.locator("[aria-current]")).to_have_count(1)
    assert accessibility(page) == []
    menu.locator("a[href='/my-library']").click()
    expect(page).to_have_url(re.compile("/library/EAST$"))


def test_it_opens_without_scripts(staffed: House, visit: Visit) -> None:
    page = visit(f"{staffed.url}/accounts/login/?next=/desk", language="en-US", javascript=False)
    sign_in(page, "manager")
    page.locator(".menu.at-work summary").click()
    expect(page.get_by_role("link", name="Rules and contracts")).to_be_visible()
