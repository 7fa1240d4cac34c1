"""Signing in with a campus account: it opens the account of somebody known here, and never makes one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from commonshelf.members.domain.campuses import Campus
from commonshelf.members.people import find
from commonshelf.members.vouching import known_by

CONNECT = "connect"


@dataclass(frozen=True, slots=True)
class LinkCard:
    """A campus account that opens an account here. campus None: the campus is no longer offered."""

    id: int
    campus: Campus | None
    name: str
    mail: str
    linked_at: datetime
    used_at: datetime


def campuses() -> tuple[Campus, ...]:
    """Those the operator has set up, in the order of the file."""
    found: tuple[Campus, ...] = settings.CAMPUSES
    return found


def campus(name: str) -> Campus | None:
    return next((one for one in campuses() if one.name == name), None)


def links_of(*, person: str) -> list[LinkCard]:
    rows = SocialAccount.objects.filter(user=find(person)).order_by("date_joined", "pk")
    return [
        LinkCard(
            row.pk,
            campus(row.provider),
            row.provider,
            row.extra_data.get("email", ""),
            row.date_joined,
            row.last_login,
        )
        for row in rows
    ]


class Doors(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    error_messages = {
        **DefaultSocialAccountAdapter.error_messages,
        "no_password": _(
            "This is your only way in. Ask your library's managing agency to set a password first."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002
        """Accounts are made by the office or a member's manager, whoever vouches for somebody elsewhere."""
        return False

    def get_app(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Any:
        """Two campuses may have given us the same client id, and of a sign-in that waits for its second
        factor allauth remembers nothing else. Either will do then: the account itself names its campus.
        """
        apps = self.list_apps(request, provider=provider, client_id=client_id)
        if client_id and len(apps) > 1:
            return apps[0]
        return super().get_app(request, provider=provider, client_id=client_id)

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Asked when the campus has said who it is, before anybody is signed in or linked."""
        told = sociallogin.account.extra_data
        subjects = {
            str(part["sub"])
            for part in (told.get("userinfo"), told.get("id_token"))
            if part and "sub" in part
        }
        if (
            len(subjects) != 1
        ):  # OpenID Connect Core 5.3.2: userinfo of another than the token's must not be used
            raise ImmediateHttpResponse(_turned_away(sociallogin))
        mail = _verified_mail(told)
        # Of all that a campus tells, what helps the owner to know the account again.
        sociallogin.account.extra_data = {"email": mail}
        if sociallogin.is_existing:
            SocialAccount.objects.filter(pk=sociallogin.account.pk).update(extra_data={"email": mail})
        elif sociallogin.state.get("process") != CONNECT:
            self._open(request, sociallogin, mail)

    def _open(self, request: HttpRequest, sociallogin: SocialLogin, mail: str) -> None:
        """Link the account to whom its mail address belongs here, or turn it away."""
        offered = campus(sociallogin.account.provider)
        person = known_by(mail) if mail and offered and offered.vouches_for(mail) else None
        if person is None:
            raise ImmediateHttpResponse(_turned_away(sociallogin))
        if person.is_active:  # else allauth says that it is closed, and nothing is linked
            sociallogin.connect(request, person)
        sociallogin.user = person


def _verified_mail(told: dict[str, Any]) -> str:
    """The mail address the campus itself has proved; "" where it says no such thing."""
    for part in (told.get("userinfo"), told.get("id_token")):
        if part and part.get("email") and str(part.get("email_verified")).lower() == "true":
            return str(part["email"]).strip().lower()
    return ""


def _turned_away(sociallogin: SocialLogin) -> HttpResponse:
    """To the same page whoever it is: it does not tell which addresses are known, and its own address
    holds nothing of what the campus sent.
    """
    return redirect("members:campus-unknown", provider_id=sociallogin.account.provider)
