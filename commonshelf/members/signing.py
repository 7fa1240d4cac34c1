"""Signing in and out, and every change of how one signs in, are written down like every other act."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from allauth.account.adapter import get_adapter
from allauth.account.signals import password_changed, password_reset
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.signals import social_account_added, social_account_removed
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest

from commonshelf.kernel.actor import Agent, Ref
from commonshelf.members import api, sessions
from commonshelf.members.acting import Done, act
from commonshelf.members.models import Person
from commonshelf.news import api as news

STOOD: Final = "stood"
"""In the session: whether the person had an affiliation when it began. It ends with the last of them."""
HAS_FACTOR: Final = "has-factor"
"""In the session: whether the person has a second factor, once that is known."""


def _write_down(action: str, person: Person | None, facts: Mapping[str, Any] | None = None) -> None:
    if person is None:  # a session without a person ended
        return
    actor = api.actor_for(user=person, agent=Agent.WEB)
    act(actor=actor, action=action, object=Ref("person", person.key), do=lambda: Done(None, facts or {}))


def signed_in(request: HttpRequest, user: Person, **_more: Any) -> None:
    actor = api.actor_for(user=user, agent=Agent.WEB)
    request.session[STOOD] = bool(actor.standings)
    sessions.began(request, user, get_adapter(request).get_client_ip(request))
    _write_down("members.sign-in", user)


def signed_out(request: HttpRequest, user: Person | None, **_more: Any) -> None:  # noqa: ARG001  # Django's names
    _write_down("members.sign-out", user)


def changed_password(request: HttpRequest, user: Person, **_more: Any) -> None:
    """All other sessions end; the one that asks has its new mark by now."""
    if request.user.is_authenticated:
        sessions.keep_only(request, user)
    _write_down("members.change-password", user)


def added(request: HttpRequest, user: Person, authenticator: Authenticator, **_more: Any) -> None:
    request.session[HAS_FACTOR] = True
    _write_down("members.add-factor", user, {"kind": authenticator.type})


def removed(request: HttpRequest, user: Person, authenticator: Authenticator, **_more: Any) -> None:
    request.session.pop(HAS_FACTOR, None)
    _write_down("members.remove-factor", user, {"kind": authenticator.type})


def renewed(user: Person, **_more: Any) -> None:
    _write_down("members.new-codes", user)


def failed(user: Person, kind: str) -> None:
    _write_down("members.failed-factor", user, {"kind": kind})


def failed_code(user: Person, authenticator: Authenticator, **_more: Any) -> None:
    failed(user, authenticator.type)


def linked(sociallogin: SocialLogin, **_more: Any) -> None:
    _write_down("members.link-campus", sociallogin.user, {"campus": sociallogin.account.provider})


def unlinked(socialaccount: SocialAccount, **_more: Any) -> None:
    _write_down("members.unlink-campus", socialaccount.user, {"campus": socialaccount.provider})


def forget_sessions(_now: datetime) -> None:
    """Sessions that have run out are of use to nobody; Django leaves them lying."""
    SessionStore.clear_expired()
    sessions.forget_ended()


def listen() -> None:
    """Called once, when all apps are loaded."""
    for signal, heard, name in (
        (user_logged_in, signed_in, "sign-in"),
        (user_logged_out, signed_out, "sign-out"),
        (password_changed, changed_password, "change-password"),
        (password_reset, changed_password, "reset-password"),
        (authenticator_added, added, "add-factor"),
        (authenticator_removed, removed, "remove-factor"),
        (authenticator_reset, renewed, "new-codes"),
        (authentication_failed, failed_code, "failed-factor"),
        (social_account_added, linked, "link-campus"),
        (social_account_removed, unlinked, "unlink-campus"),
    ):
        signal.connect(heard, dispatch_uid=f"members.{name}")
    news.schedule(name="members.forget-sessions", cron="20 4 * * *", handler=forget_sessions)
