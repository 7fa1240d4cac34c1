"""Who forgot their card is found by name, and is at the desk with one press."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from commonshelf.cards import api as cards
from commonshelf.loans.testing import card_number
from commonshelf.members import api as members
from commonshelf.members.testing import user

pytestmark = pytest.mark.django_db
SCANNED = re.compile(r'name="scan" value="(\d+)"')


def browser(name: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user(name))
    return client


def test_a_name_at_the_desk_leads_to_the_readers(student):
    name = student.name.zh
    page = browser("librarian").post("/loans/EAST", {"do": "scan", "scan": name, "key": "k"}).content.decode()
    [address] = re.findall(r'href="(/readers/EAST\?words=[^"]+)"', page)
    found = browser("librarian").get(address).content.decode()
    assert f"/readers/EAST/of/{student.key}" in found


def test_from_the_readers_page_to_the_desk(student):
    client = browser("librarian")
    [number] = SCANNED.findall(client.get(f"/readers/EAST/of/{student.key}").content.decode())
    assert number == card_number(student)
    page = client.post("/loans/EAST", {"do": "scan", "scan": number, "meant": "card", "key": "k"})
    assert "Now scan the books." in page.content.decode()


def test_without_a_card_in_use_the_page_leads_to_no_desk(student):
    cards.report_lost(actor=members.operator(), reader=student.key)
    page = browser("librarian").get(f"/readers/EAST/of/{student.key}").content.decode()
    assert not SCANNED.findall(page)
