"""Addresses of the cards room."""

from __future__ import annotations

from django.urls import path

from commonshelf.cards import readers_urls, rights_urls, sheet_urls
from commonshelf.cards.views import mine

app_name = "cards"
urlpatterns = [
    path("card", mine.mine, name="mine"),
    *readers_urls.urlpatterns,
    *sheet_urls.urlpatterns,
    *rights_urls.urlpatterns,
]
