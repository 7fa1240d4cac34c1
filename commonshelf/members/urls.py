"""The members' pages."""

from __future__ import annotations

from django.urls import path, re_path

from commonshelf.members.views import editing, happenings, here, keeping, me, people, places, start

app_name = "members"
urlpatterns = [
    path("libraries", places.libraries, name="libraries"),
    path("libraries/new", keeping.new_library, name="new-library"),
    path("library/<str:symbol>", places.library, name="library"),
    path("library/<str:symbol>/hours/<str:code>", keeping.hours, name="hours"),
    path("library/<str:symbol>/edit", editing.edit_library, name="edit-library"),
    path("library/<str:symbol>/branches/new", editing.new_branch, name="new-branch"),
    path("library/<str:symbol>/branches/<str:code>", editing.edit_branch, name="edit-branch"),
    path("here", here.here, name="here"),
    path("happenings", happenings.happenings, name="happenings"),
    path("happenings/try-again", happenings.try_again, name="try-again"),
    path("start", start.start, name="start"),
    path("welcome", start.welcome, name="welcome"),
    path("me", me.me, name="me"),
    path("people", people.people, name="people"),
    path("people/<str:key>", people.person, name="person"),
    path("accounts/demo", me.sign_in_as, name="sign-in-as"),
    # Before allauth's own page of that address: there is no mail to send a link by.
    path("accounts/password/reset/", me.forgotten, name="forgotten"),
    re_path(
        r"^accounts/(?:email|confirm-email|login/code|password/set|password/reset/[^/]+)(?:/.*)?$", me.nothing
    ),
]
