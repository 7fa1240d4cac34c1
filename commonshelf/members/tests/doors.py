"""Ways in, for tests: passwords, codes of an app, right and wrong."""

from __future__ import annotations

import time

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value

from commonshelf.members import testing

HOME = "10.0.0.1"


def login(client, name, password=testing.PASSWORD, address=HOME):
    told = {"login": name, "password": password}
    return client.post("/accounts/login/", told, REMOTE_ADDR=address)


def enters(client, name, address=HOME):
    return login(client, name, address=address).status_code == 302


def with_app(name):
    """Give somebody an app for codes; its secret."""
    secret = generate_totp_secret()
    TOTP.activate(testing.user(name), secret)
    RecoveryCodes.activate(testing.user(name))
    return secret


def code(secret, away=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + away))


def wrong(secret):
    good = {code(secret, away) for away in (-1, 0, 1)}
    return next(digits for digits in ("000000", "111111", "222222", "333333") if digits not in good)
