"""How allauth behaves here: nobody signs up, guesses are counted per account, names are not given away."""

from __future__ import annotations

import ipaddress
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from commonshelf.kernel.actor import VISITOR, Agent
from commonshelf.members import directory, guesses, landing, people, readers, sessions
from commonshelf.members.models import Person
from commonshelf.members.views.here import way_back

TOO_MANY = _(
    "There were too many wrong tries for this account. Wait a quarter of an hour, or ask your library's "
    "managing office."
)


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("The name, card number or password is not right."),
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "incorrect_code": _("This code is not right. Take the newest one your app shows."),
        "incorrect_password": _("The password is not right."),
        "enter_current_password": _("Your present password is not right."),
    }
    _guesses: guesses.Counted = ()

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  # allauth's signature
        """Accounts are made by the office or a member's manager."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Asked where no page has named the next one."""
        actor = people.actor_for(request.user, Agent.WEB) if isinstance(request.user, Person) else VISITOR
        return landing.landing(actor, way_back(request.POST.get("from", ""), ""))

    def get_client_ip(self, request: HttpRequest) -> str:
        """Behind our own HTTPS proxy the address it named last, else who is connected.

        Taken for the proxy's, all the world would be one network: five wrong guesses anywhere would
        keep the right person out. Lied about, it still cannot pass the account's own limit.
        """
        told = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.TLS else ""
        given = str(told.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", ""))
        try:
            return str(ipaddress.ip_address(given))
        except ValueError:  # a socket of this machine, or words that are no address
            return sessions.UNKNOWN_ADDRESS

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """What was typed for the user name may be the number of a card: guesses count for the one account."""
        if "username" in credentials:
            credentials["username"] = readers.sign_in_name(str(credentials["username"]))
        return super().authenticate(request, **credentials)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the guess before the password is looked at; it is given back when it was right.

        Known and unknown names are counted alike, so that the counting tells nothing either.
        """
        counted = guesses.count(request, str(credentials.get("username", "")))
        if counted is None:
            raise self.validation_error("too_many_login_attempts")
        self._guesses = counted

    def _rollback_login_failed_rl_usage(self) -> None:
        guesses.give_back(self._guesses)


class Factors(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Apps, passkeys and recovery codes, in the alliance's name and the reader's language."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": Adapter.error_messages["incorrect_code"],
        "cannot_generate_recovery_codes": _(
            "Set up an app or a passkey first; recovery codes stand in for them."
        ),
    }

    def _get_site_name(self) -> str:
        """What an app or the browser shows beside the account."""
        named = directory.alliance()
        return named.in_language(get_language() or "") if named else gettext("Commonshelf")

    def _get_user_identifier(self, user: Person) -> str:
        """The user name, which is also what they sign in with."""
        return user.username

    def generate_authenticator_name(self, user: Person, type: str) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("Passkey {number}").format(number=count + 1)
