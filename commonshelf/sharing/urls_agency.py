"""Addresses of the agency's desk."""

from __future__ import annotations

from django.urls import URLPattern, path

from commonshelf.sharing.views import calling, care, licences, money, rules

urlpatterns: list[URLPattern] = [
    path("agency", licences.queue, name="agency"),
    path("agency/decisions/<int:id>", licences.approval, name="approval"),
    path("agency/decided", licences.decided, name="decided"),
    path("agency/rules", rules.rules, name="rules"),
    path("agency/rules/draft", rules.draft, name="rules-draft"),
    path("agency/rules/<int:number>", rules.version, name="rules-version"),
    path("agency/rules/<int:number>/trial", rules.trial, name="rules-trial"),
    path("agency/rules/<int:number>/act", rules.act_on, name="rules-act"),
    path("agency/resources", care.care, name="care"),
    path("agency/call/<str:symbol>", calling.call, name="call"),
    path("agency/money", money.overview, name="money"),
    path("agency/money/<str:symbol>/<str:month>", money.statement, name="statement"),
    path("agency/money/<str:symbol>/<str:month>/csv", money.as_csv, name="statement-csv"),
]
