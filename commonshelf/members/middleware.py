"""Who is asking, and where they are: `request.actor` and `request.here`, gathered once a request."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from commonshelf.kernel.actor import VISITOR, Agent
from commonshelf.members import api

COOKIE = "here"


class Who:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with api.one_look():
            return self._known(request)

    def _known(self, request: HttpRequest) -> HttpResponse:
        agent = Agent.API if request.path.startswith("/api/") else Agent.WEB
        known = request.user.is_authenticated
        # setattr: HttpRequest declares neither; views see both through ui.http.Request.
        setattr(request, "actor", api.actor_for(user=request.user, agent=agent) if known else VISITOR)  # noqa: B010
        here = api.here_from(cookie=request.COOKIES.get(COOKIE, ""), near=request.GET.get("near", ""))
        setattr(request, "here", here)  # noqa: B010
        return self.get_response(request)
