"""Addresses of rights: the rules, their preview, the readers' pages, the endpoint for programs."""

from __future__ import annotations

from django.urls import path

from commonshelf.cards.rest import rights_at, rights_of_card
from commonshelf.cards.views import preview, rights, ruling

urlpatterns = [
    path("rights", rights.rights, name="rights"),
    path("rights/<str:symbol>", rights.rights_at, name="rights-at"),
    path("rights-rules", ruling.rules, name="rules"),
    path("rights-rules/new", ruling.new_rule, name="new-rule"),
    path("rights-rules/<int:id>", ruling.rule, name="rule"),
    path("rights-rules/of/<str:symbol>", ruling.library_rules, name="library-rules"),
    path("rights-rules/of/<str:symbol>/new", ruling.new_rule, name="new-own-rule"),
    path("rights-preview", preview.preview, name="preview"),
    path("api/v1/rights/<str:symbol>", rights_at, name="api-rights"),
    path("api/v1/rights", rights_of_card, name="api-rights-of-card"),
]
