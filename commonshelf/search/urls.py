"""Addresses of the search room: home, search, editions, the API."""

from __future__ import annotations

from django.urls import path

from commonshelf.search import (
    advanced_views,
    arriving,
    download_views,
    edition_views,
    facet_views,
    feeds,
    parts_views,
    suggesting,
    views,
    why_views,
)
from commonshelf.search.asking import FACETS
from commonshelf.search.domain.fields import LAZY
from commonshelf.search.exporting import FORMS
from commonshelf.search.rest import rest
from commonshelf.search.rest_docs import docs
from commonshelf.ui.api import watch_filters

app_name = "search"
urlpatterns = [
    path("", views.home, name="home"),
    path("search", views.search, name="search"),
    path("advanced", advanced_views.form, name="advanced"),
    path("search/facet/<slug:name>", facet_views.facet, name="facet"),
    path("search/why/<int:id>", why_views.why, name="why"),
    path("suggest", suggesting.suggest, name="suggest"),
    path("edition/<int:id>", edition_views.edition, name="edition"),
    path("edition/<int:id>/desk", edition_views.desk, name="desk"),
    path("edition/<int:id>.mrc", download_views.mrc, name="mrc"),
    path("edition/<int:id>.xml", download_views.marcxml, name="marcxml"),
    *(path(f"edition/<int:id>.{code}", download_views.edition_as(code), name=code) for code in FORMS),
    *(path(f"search.{code}", download_views.search_as(code), name=f"search-{code}") for code in FORMS),
    path("search.rss", feeds.Search(), name="search-rss"),
    path("new", arriving.page, name="new"),
    path("new.rss", feeds.Arrivals(), name="new-rss"),
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
    path("sitemap-<int:n>.xml", feeds.sitemap_part, name="sitemap-part"),
    path("works/<int:id>", edition_views.work, name="work"),
    path("opensearch.xml", parts_views.opensearch, name="opensearch"),
    path("house/parts", parts_views.parts, name="parts"),
    path("api/v1/docs", docs, name="api"),
    path("api/v1/", (rest.urls[0], "ninja", "api-1")),  # ninja reverses by the full name, search:api-1
]

SEARCHED = (
    "/search",
    "/api/v1/search",
    "/search.rss",
    *(f"/search.{code}" for code in FORMS),
    *(f"/search/facet/{name}" for name in LAZY),
)
"""Where filters are combined; crawlers know it too."""
for _path in SEARCHED:
    watch_filters(path=_path, filters=(*FACETS, "facet"))
