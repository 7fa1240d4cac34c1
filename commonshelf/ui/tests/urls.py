"""Pages that refuse in every way, for the tests."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST

from commonshelf.kernel.refusal import Absent, Refusal


def raising(error):
    def view(request, **given):
        raise error

    return view


def plain(request):
    return render(request, "ui/page.html")


def fragment(request):
    return HttpResponse("part")


urlpatterns = [
    path("", plain),
    path("plain", plain),
    path("absent/<int:id>", raising(Absent())),
    path("secret/<int:id>", raising(Absent())),
    path("http404", raising(Http404("secret words"))),
    path("denied", raising(PermissionDenied("secret words"))),
    path("refused", raising(Refusal("test.full", {"n": 3, "shelf": "<b>"}, 409))),
    path("unknown", raising(Refusal("test.nobody-knows", {}))),
    path("gap", raising(Refusal("test.full", {"n": 3}))),
    path("api/refused", raising(Refusal("test.full", {"n": 3, "shelf": "A"}, 409))),
    path("moved", raising(Refusal("test.moved", {"to": "/plain"}, 301))),
    path("bug", raising(ZeroDivisionError())),
    path("post", require_POST(csrf_protect(fragment))),
    path("accounts/", include("allauth.urls")),
]
handler400 = "commonshelf.ui.views.bad_request"
handler403 = "commonshelf.ui.views.forbidden"
handler404 = "commonshelf.ui.views.absent"
handler500 = "commonshelf.ui.views.broken"
