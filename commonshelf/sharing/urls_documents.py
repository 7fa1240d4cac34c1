"""Addresses of the desk that delivers copies, and of the resolver other sites lead to."""

from __future__ import annotations

from django.urls import path

from commonshelf.sharing.views import documents, openurl

PATHS = [
    path("openurl", openurl.resolve, name="openurl"),
    path("interlibrary/<str:symbol>/<str:number>/document", documents.document, name="desk-document"),
    path("interlibrary/<str:symbol>/<str:number>/document/<int:id>", documents.act, name="desk-document-act"),
]
