"""Addresses of the interlibrary desks."""

from __future__ import annotations

from django.urls import path

from commonshelf.sharing.views import desk, desk_acts, desk_all, desk_print, desk_scan

PATHS = [
    path("interlibrary", desk.own, name="desk-own"),
    path("interlibrary/all", desk_all.overview, name="desk-all"),
    path("interlibrary/<str:symbol>", desk.desk, name="desk"),
    path("interlibrary/<str:symbol>/scan", desk_scan.scan, name="desk-scan"),
    path("interlibrary/<str:symbol>/slips", desk_print.slips, name="desk-slips"),
    path("interlibrary/<str:symbol>/slips.pdf", desk_print.slips_pdf, name="desk-slips-pdf"),
    path("interlibrary/<str:symbol>/labels", desk_print.labels, name="desk-labels"),
    path("interlibrary/<str:symbol>/manifest", desk_print.manifest, name="desk-manifest"),
    path("interlibrary/<str:symbol>/<str:number>", desk.item, name="desk-request"),
    path("interlibrary/<str:symbol>/<str:number>/label", desk_print.label, name="desk-label"),
    path("interlibrary/<str:symbol>/<str:number>/message", desk_acts.message, name="desk-message"),
    path("interlibrary/<str:symbol>/<str:number>/read", desk_acts.read, name="desk-read"),
    path("interlibrary/<str:symbol>/<str:number>/undo", desk_acts.undo, name="desk-undo"),
    path("interlibrary/<str:symbol>/<str:number>/do/<str:action>", desk_acts.act, name="desk-act"),
]
