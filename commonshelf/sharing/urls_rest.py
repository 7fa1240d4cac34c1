"""Addresses for programs."""

from __future__ import annotations

from django.urls import path

from commonshelf.sharing import rest

PATHS = [
    path("api/v1/editions/<int:id>/ways", rest.ways, name="api-ways"),
    path("api/v1/requests", rest.requests, name="api-requests"),
    path("api/v1/requests/<str:number>", rest.one, name="api-request"),
    path("api/v1/requests/<str:number>/acts", rest.act, name="api-act"),
]
