"""Addresses of the office room."""

from __future__ import annotations

from django.urls import path

from commonshelf.office.views import applications, first_libraries, first_steps, home, setup

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
]
