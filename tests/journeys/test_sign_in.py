"""Signing in with what a browser has: a passkey, codes of an app, and the way back when they are lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from commonshelf.members.testing import PASSWORD
from commonshelf.members.tests.doors import code
from tests.journeys.conftest import House, Visit

pytestmark = [pytest.mark.browser, pytest.mark.processes]
FINGER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def sign_in(page: Page, name: str) -> None:
    page.fill("#id_login", name)
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page, at: str) -> None:
    page.goto(f"{at}/accounts/logout/")
    page.locator("main").get_by_role("button", name="Sign out").click()


def finger(page: Page) -> None:
    """Give the browser a sensor that knows its owner's finger."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": FINGER})


def test_a_passkey_is_made_signs_in_alone_and_stands_in_for_the_app(staffed: House, visit: Visit) -> None:
    at = staffed.url.replace("127.0.0.1", "localhost")  # passkeys belong to names, not to numbers
    page = visit(f"{at}/accounts/login/?next=/me", language="en-US")
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    finger(page)
    sign_in(page, "cataloguer")
    page.goto(f"{at}/accounts/2fa/webauthn/add/")
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.fill("#id_name", "Office computer")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.locator(".recovery li")).to_have_count(10)
    spare = page.locator(".recovery li").first.inner_text()

    sign_out(page, at)
    page.goto(f"{at}/accounts/login/?next=/me")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(f"{at}/me")

    page.goto(f"{at}/accounts/2fa/totp/activate/")
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Continue").click()
    secret = page.locator(".secret").inner_text()
    page.fill("#id_code", code(secret))
    page.get_by_role("button", name="Set up").click()
    expect(page.get_by_text("It is set up")).to_be_visible()

    sign_out(page, at)
    page.goto(f"{at}/accounts/login/?next=/me")
    sign_in(page, "cataloguer")
    page.fill("#id_code", spare)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(f"{at}/me")
    assert refused == []


def test_one_who_works_at_two_libraries_goes_over_to_the_other(staffed: House, visit: Visit) -> None:
    page = visit(f"{staffed.url}/accounts/login/?next=/libraries", language="en-US")
    sign_in(page, "librarian")
    page.locator("details.menu.of-staff summary").click()
    page.get_by_role("link", name="Working at East Library").click()
    page.get_by_role("button", name="Work here").click()
    expect(page.get_by_text("You now work at West Library.")).to_be_visible()
    page.locator("details.menu.of-staff summary").click()
    expect(page.get_by_role("link", name="Working at West Library")).to_be_visible()


def test_a_lost_telephone_is_no_lost_account(staffed: House, visit: Visit) -> None:
    mine = visit(f"{staffed.url}/accounts/login/?next=/accounts/2fa/totp/activate/", language="en-US")
    sign_in(mine, "reader")
    mine.fill("#id_password", PASSWORD)
    mine.get_by_role("button", name="Continue").click()
    mine.fill("#id_code", code(mine.locator(".secret").inner_text()))
    mine.get_by_role("button", name="Set up").click()
    expect(mine.locator(".recovery li")).to_have_count(10)

    manager = visit(f"{staffed.url}/accounts/login/?next=/people", language="en-US")
    sign_in(manager, "manager")
    manager.get_by_role("link", name="Reader", exact=True).first.click()
    manager.get_by_role("link", name="Lost telephone").click()
    manager.fill("#reason", "telephone lost, came by in person")
    manager.get_by_role("button", name="Remove it").first.click()
    expect(manager.get_by_text("None: the password alone")).to_be_visible()

    mine.goto(f"{staffed.url}/accounts/login/?next=/me")
    sign_in(mine, "reader")
    expect(mine).to_have_url(f"{staffed.url}/me")
