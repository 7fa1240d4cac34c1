"""Electronic resources, the titles in them, and access levels."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

_LIBRARY = "members.Library"


class Resource(models.Model):
    """A database, a package or a title that somebody licensed, or that is open (A71)."""

    owner = models.ForeignKey(_LIBRARY, on_delete=models.PROTECT, null=True, related_name="+")
    """Null: licensed by the alliance for all."""
    kind = models.CharField(max_length=10)
    """database, package, title."""
    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    about_zh = models.CharField(max_length=1000, blank=True)
    about_en = models.CharField(max_length=1000, blank=True)
    provider = models.CharField(max_length=160, blank=True)
    url = models.URLField(max_length=500)
    terms = models.JSONField(default=dict)
    """domain/terms.py: groups, on_site, remote, walk_in, copy_to_members, pages_a_year, seats, note."""
    open_access = models.BooleanField(default=False)
    active_from = models.DateField(null=True)
    active_to = models.DateField(null=True)
    """Exclusive; null: no end named."""
    link_state = models.CharField(max_length=10, default="unknown")
    """unknown, ok, moved, restricted, broken."""
    link_status = models.PositiveSmallIntegerField(null=True)
    moved_to = models.URLField(max_length=500, blank=True)
    checked_at = models.DateTimeField(null=True)
    check_at = models.DateTimeField(null=True, db_index=True)
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)


class Title(models.Model):
    """One line of a KBART file: a title within a resource, with what of it may be read."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="titles")
    title_id = models.CharField(max_length=120)
    """The provider's own, or one made from its ISBN, ISSN and title."""
    title = models.CharField(max_length=400)
    folded = models.CharField(max_length=400, db_index=True)
    print_id = models.CharField(max_length=20, blank=True, db_index=True)
    online_id = models.CharField(max_length=20, blank=True, db_index=True)
    """ISBN or ISSN, without hyphens."""
    coverage = models.JSONField(default=list)
    """Spans: [{"from": date, "from_volume", "from_issue", "to", "to_volume", "to_issue", "depth"}]."""
    embargo = models.CharField(max_length=20, blank=True)
    """As KBART writes it: R1Y, P6M."""
    url = models.URLField(max_length=500, blank=True)
    author = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=10, blank=True)
    """serial, monograph."""
    access = models.CharField(max_length=1, blank=True)
    """F free, P paid."""
    line = models.JSONField(default=dict)
    """The line's other columns, as they came."""
    edition = models.BigIntegerField(null=True, db_index=True)
    """Of the catalogue; null: not matched."""
    matched_by = models.CharField(max_length=10, blank=True)
    """isbn, issn, title, hand; "": not matched."""
    link_state = models.CharField(max_length=10, default="unknown")
    checked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["resource", "title_id"], name="one_title_a_resource")]


class Level(models.Model):
    """How freely a resource or a class may be had: set by its owner, within the alliance's bounds."""

    owner = models.ForeignKey(_LIBRARY, on_delete=models.PROTECT, null=True, related_name="+")
    """Null: the alliance's own, for what it licensed, or the bound for a class."""
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, null=True, related_name="levels")
    scope = models.CharField(max_length=12)
    """resource, print, branch, location, policy, edition, class."""
    value = models.CharField(max_length=120, blank=True)
    """Branch code, shelving location, loan policy, edition number or class mark; "" of print: all of it."""
    service = models.CharField(max_length=8)
    """Loan, Copy, Read."""
    level = models.CharField(max_length=12)
    """open, alliance, home, owner, agency, on-site, closed (domain/levels.py)."""
    groups = models.JSONField(default=list)
    """Kinds of reader group it is for; empty: all."""
    embargo_days = models.PositiveIntegerField(default=0)
    """After its appearing, counted from the year's end."""
    most_pages = models.PositiveIntegerField(null=True)
    """Of a copy for one request."""
    share = models.PositiveSmallIntegerField(null=True)
    """Percent of a work that may be copied."""
    note_zh = models.CharField(max_length=300, blank=True)
    note_en = models.CharField(max_length=300, blank=True)
    active_from = models.DateField()
    active_to = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["owner", "scope"], condition=Q(active_to=None), name="level_owner")]


class Target(models.Model):
    """A resolver we send people to, or that may send people here; other hosts are not followed."""

    library = models.ForeignKey(_LIBRARY, on_delete=models.PROTECT, null=True, related_name="+")
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    base = models.URLField(max_length=300)
    active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)


class Arrival(models.Model):
    """A KBART file that was brought in: what came of it, with the rejected lines kept."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="arrivals")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    lines = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    gone = models.PositiveIntegerField(default=0)
    matched = models.PositiveIntegerField(default=0)
    rejected = models.JSONField(default=list)
    """[{"line": n, "column": name, "code": reason, "bytes": base64}]."""
    at = models.DateTimeField()
    by = models.CharField(max_length=32, blank=True)
