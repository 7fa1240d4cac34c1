"""The document as it was made of the scan, for the desk that brought it: to look through before and after."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from commonshelf.delivery import api
from commonshelf.delivery.views.sending import send
from commonshelf.ui.api import Request


@login_required
@require_safe
def scanned(request: Request, document: int) -> HttpResponseBase:
    path, name = api.scanned_file(actor=request.actor, document=document)
    return send(request, path, name)
