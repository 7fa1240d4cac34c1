"""Who belongs to the alliance: libraries, their places and hours, agencies, people."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _


def random_key() -> str:
    """A key that says nothing about the person who carries it."""
    return secrets.token_hex(8)


class Alliance(models.Model):
    """The alliance this installation serves (one row)."""

    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=40, default="Asia/Shanghai")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_alliance")]


class DirectoryStamp(models.Model):
    """One row: a random mark renewed with every change of libraries, branches or hours.

    Random, not counted, so that a rolled-back change can never look like a later one.
    """

    mark = models.CharField(max_length=16)


class LibraryKind(models.TextChoices):
    """Member types (A21)."""

    VOCATIONAL = "vocational"
    UNIVERSITY = "university"
    PUBLIC = "public"
    SPECIAL = "special"
    GUEST = "guest"


class Library(models.Model):
    """A member. `symbol` is its ISIL or the alliance's own short code (letters, digits, -)."""

    symbol = models.CharField(max_length=40, unique=True)
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160)
    short_zh = models.CharField(max_length=40, blank=True)
    short_en = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=12, choices=LibraryKind.choices)
    region_zh = models.CharField(max_length=60, blank=True)
    region_en = models.CharField(max_length=60, blank=True)
    website = models.URLField(blank=True)
    active_from = models.DateField()
    active_to = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["symbol"]


class LibraryAlias(models.Model):
    """Another name the same library is known by (A1)."""

    library = models.ForeignKey(Library, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=160)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["library", "name"], name="one_alias_each")]


class Branch(models.Model):
    """A building readers can walk into. `code` is unique within its library."""

    library = models.ForeignKey(Library, on_delete=models.CASCADE, related_name="branches")
    code = models.CharField(max_length=40)
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160)
    address_zh = models.CharField(max_length=200, blank=True)
    address_en = models.CharField(max_length=200, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    floors_zh = models.TextField(blank=True)
    """The floor plan in words: one line a floor or area, "location: where it is"."""
    floors_en = models.TextField(blank=True)
    main = models.BooleanField(default=False)

    class Meta:
        ordering = ["library_id", "-main", "code"]
        constraints = [models.UniqueConstraint(fields=["library", "code"], name="one_branch_code")]


class OpeningHours(models.Model):
    """One opening span of a weekday (Monday = 0); several a day are allowed."""

    branch = models.ForeignKey(Branch, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        ordering = ["weekday", "opens"]


class ExceptionDay(models.Model):
    """A dated exception that replaces the weekday's hours: closed, or other hours."""

    branch = models.ForeignKey(Branch, on_delete=models.CASCADE, related_name="exceptions")
    date = models.DateField()
    opens = models.TimeField(null=True)
    closes = models.TimeField(null=True)
    """Both null: closed all day."""
    reason_zh = models.CharField(max_length=80, blank=True)
    reason_en = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["date"]
        constraints = [models.UniqueConstraint(fields=["branch", "date"], name="one_exception_a_day")]


class Agency(models.Model):
    """A managing office: one general agency, and exactly one child of it per member (A76)."""

    library = models.OneToOneField(Library, on_delete=models.CASCADE, null=True, related_name="agency")
    """Null: the general agency."""
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(Coalesce("library", 0), name="one_agency_each")]


class Indicator(models.Model):
    """A yearly figure of a library, with unit, definition and source (A35)."""

    library = models.ForeignKey(Library, on_delete=models.CASCADE, related_name="indicators")
    measure = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField(null=True)
    value = models.BigIntegerField()
    unit_zh = models.CharField(max_length=40)
    unit_en = models.CharField(max_length=40)
    definition_zh = models.CharField(max_length=300)
    definition_en = models.CharField(max_length=300)
    source = models.CharField(max_length=300)
    doubt_zh = models.CharField(max_length=300, blank=True)
    doubt_en = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            # SQLite takes every NULL for another value; a figure without a year is still one figure.
            models.UniqueConstraint("library", "measure", Coalesce("year", 0), name="one_figure_a_year"),
        ]


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, username: str, password: str | None = None, **more: object) -> Person:
        person = self.model(username=username, **more)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody who can sign in. `key` is all that events keep of a person."""

    key = models.CharField(max_length=32, unique=True, default=random_key)
    username = models.CharField(_("user name"), max_length=60, unique=True)
    email = models.EmailField(_("mail address"), blank=True)
    name_zh = models.CharField(max_length=60, blank=True)
    name_en = models.CharField(max_length=80, blank=True)
    is_active = models.BooleanField(default=True)
    demo = models.BooleanField(default=False)
    """A demo person may be entered by one click, on loopback only."""
    created_at = models.DateTimeField()

    objects = PersonManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []


class Affiliation(models.Model):
    """A dated tie of a person to a library (null: to the alliance) in a role."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="affiliations")
    library = models.ForeignKey(Library, on_delete=models.CASCADE, null=True, related_name="+")
    role = models.CharField(max_length=12)
    active_from = models.DateField()
    active_to = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "active_to"])]
