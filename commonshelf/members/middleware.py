"""Who is asking and where they are, gathered once a request: `request.actor`, `.here` and `.desk`."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from commonshelf.kernel.actor import VISITOR, Actor, Agent
from commonshelf.members import api, sessions
from commonshelf.members.demanding import demanded
from commonshelf.members.models import Person
from commonshelf.members.signing import STOOD

COOKIE = "here"
DESK = "desk"
"""In the session: the Symbol of the library its person works at now."""


class Who:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with api.one_look():
            return self._known(request)

    def _known(self, request: HttpRequest) -> HttpResponse:
        actor = _actor(request)
        # setattr: HttpRequest declares none of them; views see all through ui.api.Request.
        setattr(request, "actor", actor)  # noqa: B010
        here = api.here_from(cookie=request.COOKIES.get(COOKIE, ""), near=request.GET.get("near", ""))
        # Asked only by pages on which it means something.
        at = SimpleLazyObject(lambda: api.at_home(actor=actor, here=here)) if actor.known else here
        setattr(request, "here", at)  # noqa: B010
        desk = api.desk_of(actor, request.session.get(DESK, "")) if actor.standings else ""
        setattr(request, "desk", desk)  # noqa: B010
        return self.get_response(request)


def _actor(request: HttpRequest) -> Actor:
    """A session that began with an affiliation ends with the last of them, and so do all of that person."""
    if not isinstance(request.user, Person):
        return VISITOR
    agent = Agent.API if request.path.startswith("/api/") else Agent.WEB
    actor = api.actor_for(user=request.user, agent=agent)
    if not actor.standings and request.session.get(STOOD):
        sessions.end_all(request.user)
        logout(request)
        return VISITOR
    return actor


class SecondFactor:
    """Of whom a second factor is demanded sets one up first; below `Who`, which knows who that is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return demanded(request) or self.get_response(request)
