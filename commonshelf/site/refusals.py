"""What this room's refusals say to a person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "site.server-runs": _(
        "A server is already running on the data folder {home}. Stop it first, or use its address."
    ),
    "site.home-busy": _(
        "The data folder {home} is in use by another command or a server. Stop it, then try again."
    ),
    "site.port-taken": _(
        "Port {port} is taken by another program. Stop that one, or choose another: --port {other}"
    ),
    "site.port-forbidden": _(
        "Port {port} may only be opened by the system. Choose one above 1023, such as --port 8000."
    ),
    "site.address": _("Cannot listen on {host} port {port}: {why}."),
}
