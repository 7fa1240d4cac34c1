"""The pages of sources and loads."""

from __future__ import annotations

from django.urls import path

from commonshelf.catalogue.views import loads, sources, upload

app_name = "catalogue"
urlpatterns = [
    path("sources", sources.sources, name="sources"),
    path("sources/template.<str:form>", sources.template, name="template"),
    path("sources/<str:symbol>/<str:code>", sources.settings, name="source"),
    path("sources/<str:symbol>/<str:code>/upload", upload.upload, name="upload"),
    path("sources/<str:symbol>/<str:code>/preview", upload.look, name="preview"),
    path("loads", loads.loads, name="loads"),
    path("loads/<int:load>", loads.load, name="load"),
    path("loads/<int:load>/stop", loads.stop, name="stop"),
    path("loads/<int:load>/go-on", loads.go_on, name="go-on"),
    path("loads/<int:load>/repeat", loads.repeat, name="repeat"),
    path("loads/<int:load>/rejects", loads.rejects, name="rejects"),
    path("loads/<int:load>/rejects/<int:reject>", loads.reject, name="reject"),
]
