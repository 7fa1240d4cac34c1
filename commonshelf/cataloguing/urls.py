"""Addresses of the cataloguing room."""

from __future__ import annotations

from django.urls import path

from commonshelf.cataloguing.views import adding, classes, copies, desk, labels, notes, records, suggestions

app_name = "cataloguing"
urlpatterns = [
    path("cataloguing", desk.desk, name="desk"),
    path("cataloguing/suggestions", suggestions.own, name="own"),
    path("cataloguing/suggestions/<int:id>", suggestions.one, name="suggestion"),
    path("cataloguing/suggestions/<int:id>/decide", suggestions.decide, name="decide"),
    path("cataloguing/editions/<int:edition>/suggest", suggestions.choose, name="suggest-edition"),
    path("cataloguing/editions/<int:edition>/note/<str:symbol>", notes.note, name="note"),
    path("cataloguing/records/<int:record>", records.record, name="record"),
    path("cataloguing/records/<int:record>/edit", records.edit, name="edit"),
    path("cataloguing/records/<int:record>/take-back", records.take_back, name="take-back"),
    path("cataloguing/records/<int:record>/withdraw", records.withdraw, name="withdraw"),
    path("cataloguing/records/<int:record>/suggest", suggestions.suggest, name="suggest"),
    path("cataloguing/records/<int:record>/copy/<str:symbol>", adding.copy, name="copy-record"),
    path("cataloguing/records/<int:record>/copies/new", copies.add, name="add-copy"),
    path("cataloguing/records/<int:record>/copies/<int:said_by>/<str:key>", copies.edit, name="copy"),
    path(
        "cataloguing/records/<int:record>/copies/<int:said_by>/<str:key>/withdraw",
        copies.withdraw,
        name="withdraw-copy",
    ),
    path(
        "cataloguing/records/<int:record>/copies/<int:said_by>/<str:key>/take-back",
        copies.take_back,
        name="take-back-copy",
    ),
    path("cataloguing/<str:symbol>/find", desk.find, name="find"),
    path("cataloguing/<str:symbol>/done", desk.work, name="work"),
    path("cataloguing/<str:symbol>/add", adding.ask, name="add"),
    path("cataloguing/<str:symbol>/add/form", adding.form, name="form"),
    path("cataloguing/<str:symbol>/suggestions", suggestions.library, name="suggestions"),
    path("cataloguing/<str:symbol>/notes", notes.notes, name="notes"),
    path("cataloguing/<str:symbol>/labels", labels.choose, name="labels"),
    path("cataloguing/<str:symbol>/labels/print", labels.sheet, name="print"),
    path("cataloguing/<str:symbol>/classes", classes.table, name="classes"),
    path("cataloguing/<str:symbol>/classes/look", classes.look, name="look"),
    path("cataloguing/<str:symbol>/classes/drop", classes.drop, name="drop-class"),
    path("cataloguing/<str:symbol>/classes/template.<str:form>", classes.template, name="classes-template"),
]
