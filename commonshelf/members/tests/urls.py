"""Only this room's addresses and allauth's: its pages stand without the rooms above."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("commonshelf.members.urls")),
    path("accounts/", include("allauth.urls")),
]
