"""Addresses of reader groups, and of spreadsheets of readers."""

from __future__ import annotations

from django.urls import path

from commonshelf.cards.views import groups, handing, sheet, sheets

urlpatterns = [
    path("readers/<str:symbol>/groups", groups.groups, name="groups"),
    path("readers/<str:symbol>/groups/<int:id>", groups.group, name="group"),
    path("readers/<str:symbol>/hand-out", handing.hand_out, name="hand-out"),
    path("readers/<str:symbol>/files", sheets.bring, name="sheets"),
    path("readers/<str:symbol>/files/template.<str:form>", sheets.template, name="sheet-template"),
    path("readers/<str:symbol>/files/<int:id>", sheet.sheet, name="sheet"),
    path("readers/<str:symbol>/files/<int:id>/columns", sheet.columns, name="sheet-columns"),
    path("readers/<str:symbol>/files/<int:id>/to-mend.<str:form>", sheet.broken, name="sheet-broken"),
]
