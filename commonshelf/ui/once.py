"""Forms that act once, however often they are sent."""

from __future__ import annotations

import json

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

UNTOLD = "csrfmiddlewaretoken"


def form_key(request: HttpRequest) -> str:
    """The idempotency key of what this form says; "" where the form brings none.

    Sent twice it is one act. A page the browser has kept, gone back to and filled in anew still
    carries its old one-use key, but says something else: that is another act and not a repeat.
    """
    if not request.POST.get("key"):
        return ""
    told = [(name, request.POST.getlist(name)) for name in sorted(request.POST) if name != UNTOLD]
    # Under the installation's secret, for a form may hold a password.
    return salted_hmac(
        "commonshelf.ui.once", json.dumps([request.path, told]), algorithm="sha256"
    ).hexdigest()
