"""Addresses of the lists room."""

from __future__ import annotations

from django.urls import path, register_converter

from commonshelf.lists import device_views, views


class Form:
    """What the address of a file ends with; which of them there are, the search room knows."""

    regex = r"[a-z]+(?:\.[a-z]+)?"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Form, "form")

app_name = "lists"
urlpatterns = [
    path("lists", views.overview, name="overview"),
    path("lists/new", views.new, name="new"),
    path("lists/keep", views.keep, name="keep"),
    path("lists/device", device_views.shown, name="device"),
    path("lists/device.<form:form>", device_views.device_as, name="device-as"),
    path("lists/shared/<slug:secret>", views.shared, name="shared"),
    path("lists/shared/<slug:secret>.<form:form>", views.shared_as, name="shared-as"),
    path("lists/searches", views.save_search, name="save-search"),
    path("lists/searches/<int:id>", views.saved, name="saved"),
    path("lists/<int:id>", views.reading_list, name="list"),
    path("lists/<int:id>/entry", views.entry, name="entry"),
    path("lists/<int:id>.<form:form>", views.list_as, name="list-as"),
]
