"""Addresses of the resources room."""

from __future__ import annotations

from django.urls import path

from commonshelf.resources.views import keeping, levels, lists, public, resolvers

app_name = "resources"
urlpatterns = [
    path("resources", public.every, name="all"),
    path("resources/own", keeping.own, name="own"),
    path("resources/new", keeping.new, name="new"),
    path("resources/links", keeping.links, name="links"),
    path("resources/<int:id>", public.one, name="one"),
    path("resources/<int:id>/edit", keeping.edit, name="edit"),
    path("resources/<int:id>/check", keeping.check, name="check"),
    path("resources/<int:id>/titles", lists.titles, name="titles"),
    path("resources/<int:id>/titles.txt", keeping.export, name="export"),
    path("resources/<int:id>/lists", lists.lists, name="lists"),
    path("resources/lists/<int:id>", lists.one_list, name="list"),
    path("resources/titles/<int:id>", lists.title, name="title"),
    path("levels", levels.levels, name="levels"),
    path("levels/new", levels.new_level, name="new-level"),
    path("levels/meaning", levels.meaning, name="meaning"),
    path("levels/<int:id>", levels.level, name="level"),
    path("resolvers", resolvers.resolvers, name="resolvers"),
    path("resolvers/new", resolvers.new_resolver, name="new-resolver"),
    path("resolvers/<int:id>", resolvers.resolver, name="resolver"),
]
