"""Addresses of the desk that delivers copies."""

from __future__ import annotations

from django.urls import path

from commonshelf.sharing.views import documents

PATHS = [
    path("interlibrary/<str:symbol>/<str:number>/document", documents.document, name="desk-document"),
    path("interlibrary/<str:symbol>/<str:number>/document/<int:id>", documents.act, name="desk-document-act"),
]
