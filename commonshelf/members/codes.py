"""The forms for codes, passkeys and passwords: allauth's, with our counting and patience with nonsense."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from commonshelf.members import guesses, signing

NAME_LENGTH = 60
NOT_MINE = _("This passkey is not known here. Sign in with your password, or try another one.")
NONSENSE = (AttributeError, KeyError, TypeError, ValueError)
"""What allauth and fido2 raise for a credential that no browser ever sends."""


class _Counted(forms.Form):
    user: Any

    def clean_code(self) -> str:
        counted = guesses.count(context.request, self.user.username, codes=True)
        if counted is None:
            raise get_adapter().validation_error("too_many_login_attempts")
        code: str = super().clean_code()  # type: ignore[misc]  # of the form this is mixed into
        if not guesses.first_use(self.user.username, code):
            raise get_adapter().validation_error("incorrect_code")
        guesses.give_back(counted)
        return code


class SignInCode(_Counted, AuthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """At signing in, after the password."""


class AgainCode(_Counted, ReauthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """Before something is changed."""


class _Passkey(forms.Form):
    user: Any

    def clean_credential(self) -> Authenticator:
        try:
            return super().clean_credential()  # type: ignore[misc]  # of the form this is mixed into
        except (ValidationError, *NONSENSE) as error:
            if self.user is not None:
                signing.failed(self.user, Authenticator.Type.WEBAUTHN)
            raise ValidationError(NOT_MINE, code="incorrect_code") from error


class SignInPasskey(_Passkey, AuthenticateWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    """At signing in, after the password."""


class PasskeyAlone(_Passkey, LoginWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    """Signing in without a password: the browser asked for a PIN or a finger."""


class AgainPasskey(_Passkey, ReauthenticateWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    """Before something is changed."""


class NewPasskey(AddWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    name = forms.CharField(
        label=_("Its name"),
        required=False,
        max_length=NAME_LENGTH,
        help_text=_("So that you know it again, such as “Office computer”."),
    )
    passwordless = forms.BooleanField(
        label=_("Sign in with it alone, without a password"),
        required=False,
        initial=True,
        help_text=_("It then asks for a finger, a face or a PIN every time."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more, label_suffix="")

    def clean(self) -> dict[str, Any]:
        try:
            told: dict[str, Any] = super().clean()
        except NONSENSE as error:
            raise ValidationError(_("The browser sent no passkey. Please try again.")) from error
        return told


class PasskeyName(EditWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    name = forms.CharField(label=_("Its name"), max_length=NAME_LENGTH)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more, label_suffix="")


class NewPassword(ChangePasswordForm):  # type: ignore[misc]  # allauth ships no types
    """Guesses at the present password count as those at signing in do: the session may be a stranger's."""

    def clean_oldpassword(self) -> str:
        counted = guesses.count(context.request, self.user.username)
        if counted is None:
            raise get_adapter().validation_error("too_many_login_attempts")
        password: str = super().clean_oldpassword()
        guesses.give_back(counted)
        return password
