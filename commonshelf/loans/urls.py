"""Addresses of the loans room."""

from __future__ import annotations

from commonshelf.loans.urls_desk import PATHS as DESK
from commonshelf.loans.urls_systems import PATHS as SYSTEMS

app_name = "loans"
urlpatterns = [
    *SYSTEMS,
    *DESK,
]
