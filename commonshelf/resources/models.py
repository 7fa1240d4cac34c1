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
    classes = models.JSONField(default=list)
    """Marks of the Chinese Library Classification, as the list by subject goes by: ["F", "TP3"]."""
    terms = models.JSONField(default=dict)
    """domain/terms.py: groups, members, on_site, remote, walk_in, copy_to_members, pages_a_year, seats,
    note."""
    open_access = models.BooleanField(default=False)
    active_from = models.DateField(null=True)
    active_to = models.DateField(null=True)
    """Exclusive; null: no end named."""
    link_state = models.CharField(max_length=10, default="unknown")
    """unknown, ok, moved, restricted, broken."""
    link_status = models.PositiveSmallIntegerField(null=True)
    """What its host answered last; null: it never did."""
    link_why = models.CharField(max_length=20, blank=True)
    """Of no answer: why (domain/links.py)."""
    strikes = models.PositiveSmallIntegerField(default=0)
    """Checks in a row that found nothing; the third one says broken."""
    moved_to = models.URLField(max_length=500, blank=True)
    checked_at = models.DateTimeField(null=True)
    check_at = models.DateTimeField(null=True, db_index=True)
    closed_at = models.DateTimeField(null=True)
    ends_told = models.DateField(null=True)
    """The end its keepers were told of, before it came; another end is told anew."""
    version = models.PositiveIntegerField(default=1)


class Title(models.Model):
    """One title of a KBART file, within a resource, with what of it may be read."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="titles", db_index=False)
    title_id = models.CharField(max_length=120)
    """The provider's own, or one made from its numbers, or its title."""
    title = models.CharField(max_length=400)
    folded = models.CharField(max_length=400, db_index=True)
    print_id = models.CharField(max_length=20, blank=True)
    online_id = models.CharField(max_length=20, blank=True)
    """ISBN of 13 digits, or ISSN with its hyphen."""
    coverage = models.JSONField(default=list)
    """Spans: domain/coverage.py."""
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
    digest = models.CharField(max_length=16)
    """Of all that its lines said: equal means unchanged."""
    gone_at = models.DateTimeField(null=True)
    """A later file did not name it any more; it comes back with what was matched by hand."""
    edition = models.BigIntegerField(null=True)
    """Of the catalogue; null: not matched."""
    matched_by = models.CharField(max_length=10, blank=True)
    """number, title, hand (edition null: somebody said that we have none); "": not matched."""
    link_state = models.CharField(max_length=10, default="unknown")
    link_status = models.PositiveSmallIntegerField(null=True)
    link_why = models.CharField(max_length=20, blank=True)
    strikes = models.PositiveSmallIntegerField(default=0)
    moved_to = models.URLField(max_length=500, blank=True)
    checked_at = models.DateTimeField(null=True)
    check_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["resource", "title_id"], name="one_title_a_resource")]
        indexes = [
            models.Index(fields=["edition"], condition=Q(edition__isnull=False), name="title_edition"),
            # Without a condition: SQLite cannot prove that what is asked for is not "".
            models.Index(fields=["print_id"], name="title_print"),
            models.Index(fields=["online_id"], name="title_online"),
            models.Index(fields=["resource", "folded"], name="title_list"),
            models.Index(fields=["resource"], condition=Q(edition=None), name="title_unmatched"),
            models.Index(fields=["check_at"], condition=Q(check_at__isnull=False), name="title_check"),
        ]


class Level(models.Model):
    """How freely a resource or a class may be had: set by its owner, within the alliance's bounds."""

    owner = models.ForeignKey(_LIBRARY, on_delete=models.PROTECT, null=True, related_name="+")
    """Null: the alliance's own, for what it licensed; of a class: what holds where a member says nothing."""
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, null=True, related_name="levels")
    scope = models.CharField(max_length=12)
    """resource, print, branch, location, policy, edition, class."""
    value = models.CharField(max_length=120, blank=True)
    """Branch code, shelving location, loan policy, edition number or class mark; "" of print: all of it."""
    service = models.CharField(max_length=8)
    """Loan, Copy, Read."""
    level = models.CharField(max_length=12)
    """open, alliance, home, owner, agency, on-site, closed (domain/levels.py)."""
    widest = models.CharField(max_length=12, blank=True)
    """Of the alliance's line for a class: no member may be more open than this; "": as open as they like."""
    narrowest = models.CharField(max_length=12, blank=True)
    """Likewise: no member may be less open than this."""
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
    article = models.CharField(max_length=40, blank=True)
    """The article of the rule book it follows from."""
    active_from = models.DateField()
    active_to = models.DateField(null=True)
    set_by = models.CharField(max_length=32, blank=True)
    set_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["owner", "scope"], condition=Q(active_to=None), name="level_owner")]


class LevelStamp(models.Model):
    """One row: a random mark renewed with every change of levels, so that processes keep them."""

    mark = models.CharField(max_length=16)


class Target(models.Model):
    """A resolver we send people to, or that may send people here; other hosts are not followed."""

    library = models.ForeignKey(_LIBRARY, on_delete=models.PROTECT, null=True, related_name="+")
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    base = models.URLField(max_length=300)
    active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)


class Arrival(models.Model):
    """A KBART file that was brought in: what it would do or did; its rejected lines are kept."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="arrivals")
    state = models.CharField(max_length=8, default="waiting")
    """waiting (to be read), looked (read, nothing changed yet), taking, done, failed, dropped."""
    name = models.CharField(max_length=200)
    path = models.CharField(max_length=200, blank=True)
    """Of the kept file, below the folder for uploads; "": it is gone."""
    sha256 = models.CharField(max_length=64)
    whole = models.BooleanField(default=True)
    """Whether what it does not name is gone."""
    refused = models.JSONField(default=dict)
    """Of one that failed: {"code", "facts"}."""
    lines = models.PositiveIntegerField(default=0)
    titles = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    gone = models.PositiveIntegerField(default=0)
    matched = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    told = models.PositiveIntegerField(default=0)
    """Cells that were left out of lines that were taken."""
    examples = models.JSONField(default=list)
    """[{"what": added, changed or gone, "title"}], the first few."""
    at = models.DateTimeField()
    by = models.CharField(max_length=32, blank=True)
    done_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)


class Fault(models.Model):
    """What was wrong with a line of an arrival, cell by cell."""

    arrival = models.ForeignKey(Arrival, on_delete=models.CASCADE, related_name="faults")
    number = models.PositiveIntegerField()
    """Of the line, as a spreadsheet counts."""
    column = models.CharField(max_length=40, blank=True)
    code = models.CharField(max_length=20)
    value = models.CharField(max_length=200, blank=True)
    raw = models.BinaryField(null=True)
    """Of a line that was rejected, with its first fault: its bytes."""


class Follow(models.Model):
    """One row: up to which change of the catalogue titles were matched with editions."""

    stamp = models.BigIntegerField(default=0)
