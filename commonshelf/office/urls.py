"""Addresses of the office room."""

from __future__ import annotations

from django.urls import path

from commonshelf.office import paper_urls
from commonshelf.office.views import (
    applications,
    duties,
    duties_giving,
    duties_rota,
    first_libraries,
    first_steps,
    home,
    setup,
)

app_name = "office"
urlpatterns = [
    path("office", home.home, name="home"),
    path("office/setup", setup.overview, name="set-up"),
    path("office/setup/look", setup.look, name="look"),
    path("office/setup/libraries", first_libraries.libraries, name="first-libraries"),
    path("office/setup/libraries/bring", first_libraries.bring, name="bring-libraries"),
    path("office/setup/libraries/sheet", first_libraries.sheet, name="sheet"),
    path("office/setup/libraries/sheet/to-mend.xlsx", first_libraries.to_mend, name="libraries-to-mend"),
    path("office/setup/libraries/table.<str:form>", first_libraries.template, name="libraries-template"),
    path("office/setup/calendars", first_steps.calendars, name="calendars"),
    path("office/setup/people", first_steps.people, name="first-people"),
    path("office/setup/ready", first_steps.ready, name="ready"),
    path("office/members", applications.memberships, name="memberships"),
    path("office/members/<str:symbol>", applications.membership, name="membership"),
    path("office/members/<str:symbol>/pack", applications.pack, name="pack"),
    path("office/parcels", applications.parcels, name="parcels"),
    path("office/parcels/<int:id>", applications.parcel, name="parcel"),
    path("duties", duties.duties, name="duties"),
    path("duties/begin", duties.begin, name="duties-begin"),
    path("duties/new", duties.edit, name="duty-new"),
    path("duties/<int:id>", duties.duty, name="duty"),
    path("duties/<int:id>/edit", duties.edit, name="duty-edit"),
    path("duties/<int:id>/give", duties_giving.give, name="duty-give"),
    path("duties/<int:id>/transfer", duties_giving.transfer, name="duty-transfer"),
    path("duties/<int:id>/rota", duties_rota.rota, name="duty-rota"),
    path("duties/<int:id>/rota/copy", duties_rota.copy, name="duty-copy"),
    path("duties/holders/<int:id>/backup", duties_giving.backup, name="duty-backup"),
    path("duties/holders/<int:id>/end", duties_giving.end, name="duty-holder-end"),
    path("duties/turns/<int:id>/<slug:action>", duties_rota.turn, name="duty-turn"),
    path("duties/swaps/<int:id>", duties_rota.answer, name="duty-swap"),
    *paper_urls.urlpatterns,
]
