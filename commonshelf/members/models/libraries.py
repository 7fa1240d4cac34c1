"""Libraries, their places and hours, and their yearly figures."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Coalesce


class Alliance(models.Model):
    """The alliance this installation serves (one row)."""

    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=40, default="Asia/Shanghai")
    holidays_of = models.CharField(max_length=12, default="CN")
    """Whose public holidays fill in the table: a country of ISO 3166, or a part of one ("US-CA")."""
    colour = models.CharField(max_length=12, default="cinnabar")
    """The accent of its pages: one of a short list in which every pair of colours can be read."""
    mark = models.CharField(max_length=2, blank=True)
    """One or two characters in the seal beside its name; "": the first of its name."""
    words_zh = models.CharField(max_length=200, blank=True)
    """A sentence under the name on the first page."""
    words_en = models.CharField(max_length=300, blank=True)
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


class LibraryStatus(models.TextChoices):
    """How far a library is in the life of a membership (A39): see domain/membership.py."""

    APPLIED = "applied"
    TRIAL = "trial"
    VOTED = "voted"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    LEFT = "left"
    REFUSED = "refused"


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
    status = models.CharField(max_length=10, choices=LibraryStatus.choices, default=LibraryStatus.ACTIVE)
    status_from = models.DateField(null=True)
    """Since when it stands so; null: from its beginning."""
    stood = models.CharField(max_length=10, choices=LibraryStatus.choices, blank=True)
    """While suspended: what it was before, and will be again."""
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


class Holiday(models.Model):
    """A day on which the alliance's working week does not hold, prefilled and editable (A1).

    worked_as: the weekday (Monday 0) whose hours are worked on it, a make-up day; null: a day off.
    """

    date = models.DateField(unique=True)
    name_zh = models.CharField(max_length=80, blank=True)
    name_en = models.CharField(max_length=80, blank=True)
    worked_as = models.PositiveSmallIntegerField(null=True)
    source = models.CharField(max_length=12)
    """"holidays" (the package) or "office" (somebody wrote it; never overwritten by a prefill)."""

    class Meta:
        ordering = ["date"]


class Vacation(models.Model):
    """A span of days, last one included, on which a library (or one of its branches) is closed or short."""

    library = models.ForeignKey(Library, on_delete=models.CASCADE, related_name="vacations")
    branch = models.ForeignKey(Branch, on_delete=models.CASCADE, null=True, related_name="+")
    """Null: all of the library's branches."""
    first_date = models.DateField()
    end_date = models.DateField()
    opens = models.TimeField(null=True)
    closes = models.TimeField(null=True)
    """Both null: closed."""
    name_zh = models.CharField(max_length=80, blank=True)
    name_en = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["first_date", "pk"]
