"""Where somebody goes on after signing in, when no page asked them to."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from commonshelf.kernel.actor import Actor
from commonshelf.ui import api as ui

DESK = "desk"
"""The menu entry that the room of work items registers."""


def landing(actor: Actor, came_from: str = "") -> str:
    """Staff: their desk, else the first page of their work. Readers: where they came from, else their
    account.
    """
    entries = ui.nav_entries(actor=actor, area="staff")
    for entry in sorted(entries, key=lambda one: one.name != DESK):
        try:
            return reverse(entry.url)
        except NoReverseMatch:  # an installation may leave a room's addresses out
            continue
    return came_from or reverse("members:me")


def page_before(request: HttpRequest) -> str:
    """The page of this site from which the sign-in page was opened; "" when none, or one of signing in."""
    told = request.META.get("HTTP_REFERER", "")
    if not told or not url_has_allowed_host_and_scheme(told, allowed_hosts={request.get_host()}):
        return ""
    parts = urlsplit(told)
    path = parts.path if parts.path.startswith("/") and not parts.path.startswith("//") else ""
    if not path or path.startswith(("/accounts/", "/invitation/")):
        return ""
    return f"{path}?{parts.query}" if parts.query else path
