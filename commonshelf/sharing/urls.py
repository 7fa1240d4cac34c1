"""Addresses of the sharing room."""

from __future__ import annotations

from django.urls import URLPattern

from commonshelf.sharing import (
    urls_agency,
    urls_desk,
    urls_documents,
    urls_figures,
    urls_partners,
    urls_reader,
    urls_rest,
    urls_routes,
)

app_name = "sharing"
urlpatterns: list[URLPattern] = [
    *urls_agency.urlpatterns,
    *urls_desk.PATHS,
    *urls_documents.PATHS,
    *urls_figures.urlpatterns,
    *urls_partners.PATHS,
    *urls_reader.PATHS,
    *urls_rest.PATHS,
    *urls_routes.PATHS,
]
