"""Addresses of the privacy room."""

from __future__ import annotations

from django.urls import path

from commonshelf.privacy.views import centre, desk, office

app_name = "privacy"
urlpatterns = [
    path("privacy", centre.centre, name="centre"),
    path("privacy/notice", centre.notice, name="notice"),
    path("privacy/everything", centre.everything, name="everything"),
    path("privacy/withdraw", centre.withdraw, name="withdraw"),
    path("privacy/looks", centre.looks, name="looks"),
    path("privacy/download", centre.download, name="download"),
    path("privacy/delete", centre.delete, name="delete"),
    path("privacy/gone", centre.gone, name="gone"),
    path("privacy/desk", desk.desk, name="desk"),
    path("privacy/keeping", office.keeping, name="keeping"),
]
