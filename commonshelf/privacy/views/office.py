"""The office's page: what is kept how long, and what the nights took away."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from commonshelf.privacy import api, office
from commonshelf.ui.api import Request


@require_safe
def keeping(request: Request) -> HttpResponse:
    found = api.keeping(actor=request.actor)
    context = {
        "keeping": found,
        "nights": [(night, office.said(night.counts)) for night in found.nights],
        "erasures": [(one, office.said(one.counts)) for one in found.erasures],
        "kept": api.kept(""),
        "backups": api.backups_said(timezone.now()),
    }
    return render(request, "privacy/keeping.html", context)
