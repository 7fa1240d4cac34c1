"""Signing in and out are written down like every other act."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account.signals import password_changed, password_reset
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest

from commonshelf.kernel.actor import Agent, Ref
from commonshelf.members import api
from commonshelf.members.acting import Done, act
from commonshelf.members.models import Person
from commonshelf.news import api as news


def _write_down(action: str, person: Person | None) -> None:
    if person is None:  # a session without a person ended
        return
    actor = api.actor_for(user=person, agent=Agent.WEB)
    act(actor=actor, action=action, object=Ref("person", person.key), do=lambda: Done(None))


def signed_in(user: Person, **_more: Any) -> None:
    _write_down("members.sign-in", user)


def signed_out(user: Person | None, **_more: Any) -> None:
    _write_down("members.sign-out", user)


def changed_password(request: HttpRequest, user: Person, **_more: Any) -> None:  # noqa: ARG001  # allauth's names
    _write_down("members.change-password", user)


def forget_sessions(_now: datetime) -> None:
    """Sessions that have run out are of use to nobody; Django leaves them lying."""
    SessionStore.clear_expired()


def listen() -> None:
    """Called once, when all apps are loaded."""
    user_logged_in.connect(signed_in, dispatch_uid="members.sign-in")
    user_logged_out.connect(signed_out, dispatch_uid="members.sign-out")
    password_changed.connect(changed_password, dispatch_uid="members.change-password")
    password_reset.connect(changed_password, dispatch_uid="members.reset-password")
    news.schedule(name="members.forget-sessions", cron="20 4 * * *", handler=forget_sessions)
