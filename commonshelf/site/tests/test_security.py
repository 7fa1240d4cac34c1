"""What every answer carries, and Django's own list for a site behind HTTPS."""

from __future__ import annotations

import re

import pytest

from commonshelf.members import testing
from commonshelf.site.tests.processes import run

PAGES = ["/", "/search?q=红楼梦", "/libraries", "/accounts/login/", "/nowhere", "/search?q=x&page=zzz"]


@pytest.mark.processes
def test_django_finds_nothing_to_say_about_a_site_behind_https(home):
    settings = {"COMMONSHELF_TLS": "yes", "COMMONSHELF_HOSTS": "books.example.org"}
    done = run(home, "check", "--deploy", "--fail-level", "WARNING", **settings)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout
    # planted: without HTTPS it has something to say
    assert run(home, "check", "--deploy", "--fail-level", "WARNING").returncode != 0


def loose(policy: str) -> list[str]:
    """What a content security policy lets through that it must not."""
    told = {part.split()[0]: part.split()[1:] for part in policy.split(";") if part.strip()}
    found = [
        f"{name} {word}" for name, words in told.items() for word in words if "unsafe" in word or word == "*"
    ]
    needed = {
        "object-src": "'none'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
        "form-action": "'self'",
    }
    return found + [name for name, word in needed.items() if told.get(name) != [word]]


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
def test_every_page_carries_its_headers_and_nothing_inline(client, page):
    answer = client.get(page, follow=True)
    assert answer.status_code < 500
    assert loose(answer["Content-Security-Policy"]) == []
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    text = answer.content.decode()
    assert not re.search(r"\sstyle=|\son\w+=|javascript:", text)
    assert not re.search(r"<style|<script(?![^>]*(?:src=|nonce=))", text)


def test_a_loose_policy_is_seen():
    assert loose("default-src 'self'; script-src 'self' 'unsafe-inline'")
    assert not loose("object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'")


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["/", "/libraries", "/me", "/search?q=x", "/nowhere"])
def test_a_page_for_somebody_signed_in_is_kept_by_nobody(client, page):
    assert "no-store" not in client.get("/libraries")["Cache-Control"]
    testing.someone("ann")
    client.force_login(testing.user("ann"), backend="django.contrib.auth.backends.ModelBackend")
    assert "no-store" in client.get(page)["Cache-Control"]


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused():
    from django.test import Client  # a client that checks, unlike the fixture

    answer = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "x", "password": "y"})
    assert answer.status_code == 403


@pytest.mark.django_db
def test_another_host_name_is_not_answered(client):
    assert client.get("/", HTTP_HOST="evil.example").status_code == 400
