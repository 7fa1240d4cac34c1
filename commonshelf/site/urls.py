"""All addresses: each room brings its own."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("commonshelf.search.urls")),
    path("", include("commonshelf.members.urls")),
    path("", include("commonshelf.catalogue.urls")),
    path("accounts/", include("allauth.urls")),
]
