"""Addresses of the search room: home, search, editions, the API."""

from __future__ import annotations

from django.urls import path

from commonshelf.search import edition_views, parts_views, views
from commonshelf.search.rest import docs, rest

app_name = "search"
urlpatterns = [
    path("", views.home, name="home"),
    path("search", views.search, name="search"),
    path("edition/<int:id>", edition_views.edition, name="edition"),
    path("edition/<int:id>/desk", edition_views.desk, name="desk"),
    path("edition/<int:id>.ris", edition_views.ris, name="ris"),
    path("edition/<int:id>.mrc", edition_views.mrc, name="mrc"),
    path("edition/<int:id>.xml", edition_views.marcxml, name="marcxml"),
    path("opensearch.xml", parts_views.opensearch, name="opensearch"),
    path("house/parts", parts_views.parts, name="parts"),
    path("api/v1/docs", docs, name="api"),
    path("api/v1/", (rest.urls[0], "ninja", "api-1")),  # ninja reverses by the full name, search:api-1
]
