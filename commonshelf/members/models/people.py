"""Who can sign in, where they belong, and who was invited."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from commonshelf.members.models.libraries import Library


def random_key() -> str:
    """A key that says nothing about the person who carries it."""
    return secrets.token_hex(8)


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, username: str, password: str | None = None, **more: object) -> Person:
        person = self.model(username=username, **more)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        """Telephones begin every word with a capital; no two names differ in that alone."""
        return self.get(username__iexact=username)


class Person(AbstractBaseUser):
    """Somebody who can sign in. `key` is all that events keep of a person."""

    key = models.CharField(max_length=32, unique=True, default=random_key)
    username = models.CharField(_("user name"), max_length=60, unique=True)
    email = models.EmailField(_("mail address"), blank=True)
    name_zh = models.CharField(max_length=60, blank=True)
    name_en = models.CharField(max_length=80, blank=True)
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=8, blank=True)
    """In which mail is written to them; "": the alliance's."""
    work_letters = models.BooleanField(default=True)
    """Whether they are written to when work is offered to them."""
    about_zh = models.CharField(max_length=300, blank=True)
    about_en = models.CharField(max_length=500, blank=True)
    demo = models.BooleanField(default=False)
    """A demo person may be entered by one click, on loopback only."""
    reader_only = models.BooleanField(default=False)
    """Known to libraries as a reader: stands on no roll of people, and their name on no page but cards'."""
    created_at = models.DateTimeField()
    sessions_ended = models.PositiveIntegerField(default=0)
    """Counted up to end all their sessions at once: each session's own mark holds the count it began with."""
    factor_asked_at = models.DateTimeField(null=True)
    """When a second factor was first demanded of them; the days of grace count from then."""

    objects = PersonManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Django's own hook: a session whose mark is another one has ended."""
        mark: str = super()._get_session_auth_hash(secret)  # type: ignore[misc]  # the stubs leave it out
        if not self.sessions_ended:
            return mark
        count = f"{mark}{self.sessions_ended}"
        return salted_hmac("members.sessions-ended", count, secret=secret, algorithm="sha256").hexdigest()


class Affiliation(models.Model):
    """A dated tie of a person to a library (null: to the alliance) in a role."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="affiliations")
    library = models.ForeignKey(Library, on_delete=models.CASCADE, null=True, related_name="+")
    role = models.CharField(max_length=12)
    active_from = models.DateField()
    active_to = models.DateField(null=True)
    hand_to = models.CharField(max_length=32, blank=True)
    """Key of the colleague who gets what is open on the day it ends; "": whoever has the role there."""
    handed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "active_to"])]


class Skill(models.Model):
    """A line of a person's profile: a degree, a discipline, a language, something they can do (S36)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="skills")
    kind = models.CharField(max_length=12)
    """degree, discipline, language, skill."""
    code = models.CharField(max_length=40, blank=True)
    """A class mark or language code where one is known, so that coverage can be counted."""
    text = models.CharField(max_length=160)
    level = models.CharField(max_length=40, blank=True)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["kind", "place", "pk"]


class Invitation(models.Model):
    """A letter that lets one person in with a role, or one library apply (A49). Used once.

    digest: SHA-256 of the secret in its link; the secret itself is kept nowhere but in the letter.
    """

    kind = models.CharField(max_length=8)
    """person or library."""
    digest = models.CharField(max_length=64, unique=True)
    email = models.EmailField(blank=True)
    name_zh = models.CharField(max_length=60, blank=True)
    name_en = models.CharField(max_length=80, blank=True)
    library = models.ForeignKey(Library, on_delete=models.CASCADE, null=True, related_name="+")
    role = models.CharField(max_length=12, blank=True)
    active_from = models.DateField(null=True)
    active_to = models.DateField(null=True)
    """Of the role given: null begins on the day it is accepted; null does not end."""
    language = models.CharField(max_length=8, default="zh-hans")
    invited_by = models.CharField(max_length=32, blank=True)
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    used_by = models.CharField(max_length=40, blank=True)
    """The person's key, or the library's Symbol."""
    withdrawn_at = models.DateTimeField(null=True)
