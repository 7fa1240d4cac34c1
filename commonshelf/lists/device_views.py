"""The list a visitor keeps on the device: the server is told the numbers to show them, and keeps nothing."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from commonshelf.lists import places, shelf
from commonshelf.lists.views import taken
from commonshelf.search import api as search
from commonshelf.ui.api import Request


@require_safe
def shown(request: Request) -> HttpResponse:
    """The books as they are today, as a part of the page that asks for them; opened by itself, that page."""
    if request.headers.get("Sec-Fetch-Dest") == "document":
        return redirect("lists:overview")
    ids = places.within(places.numbers(request.GET.get("ids", "")))
    told = {
        "found": search.shelves_of(ids=ids, here=request.here),
        "ways": shelf.ways("/lists/device", ids),
    }
    response = render(request, "lists/parts/device.html", told)
    patch_cache_control(response, no_store=True)
    return response


@require_safe
def device_as(request: Request, form: str) -> HttpResponse:
    ids = places.within(places.numbers(request.GET.get("ids", "")))
    response = taken(request, list(ids), form)
    patch_cache_control(response, no_store=True)
    return response
