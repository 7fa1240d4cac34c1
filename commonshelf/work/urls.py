"""Addresses of the work room."""

from __future__ import annotations

from django.urls import path

from commonshelf.work.views import asking, desk, items

app_name = "work"
urlpatterns = [
    path("desk", desk.desk, name="desk"),
    path("desk/ask", asking.ask, name="ask"),
    path("desk/queues", desk.queues, name="queues"),
    path("desk/items/<int:id>", items.item, name="item"),
    path("desk/items/<int:id>/undo", items.undo, name="undo"),
    path("desk/items/<int:id>/<slug:action>", items.take, name="take"),
]
