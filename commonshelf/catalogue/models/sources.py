"""Where records come from, and what became of each load."""

from __future__ import annotations

from django.db import models


class Source(models.Model):
    """Where a library's records come from, and how they are to be read. Loading is an act of a source."""

    library = models.ForeignKey("members.Library", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40, default="main")
    syntax = models.CharField(max_length=12, blank=True)
    """"" = told from the content."""
    charset = models.CharField(max_length=20, blank=True)
    """"" = told from the bytes; else utf-8, gb18030, marc8, big5 ..."""
    local_id = models.CharField(max_length=10, default="001")
    """Tag (and subfield) of the library's own id: 001, 035a, 907a ..."""
    holdings = models.JSONField(default=dict)
    """Which tag and subfields carry copies; {} = the profile's default, see domain/holdings.py."""
    columns = models.JSONField(default=dict)
    """Saved mapping of CSV or XLSX columns to facts: {"title": "题名", ...}."""
    version = models.PositiveIntegerField(default=1)
    """Sent along by the settings form, so that a stale form is refused (409)."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["library", "code"], name="one_source_code")]


class Load(models.Model):
    """One load of one source: what came, how far it is, what it did."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    library = models.ForeignKey("members.Library", on_delete=models.PROTECT, related_name="+")
    person = models.CharField(max_length=32, blank=True)
    files = models.JSONField()
    """[{"name": as given, "path": absolute, or below MEDIA_ROOT where kept, "bytes": n, "sha256": ...}]"""
    rules = models.JSONField(default=dict)
    """How these files are read: the source's settings and what was said for this load alone."""
    state = models.CharField(max_length=12)
    """waiting, running, done, failed, stopped."""
    dry_run = models.BooleanField(default=False)
    full = models.BooleanField(default=False)
    sure = models.BooleanField(default=False)
    """Somebody confirmed a full load even when it takes out more than half of the records."""
    done_file = models.PositiveIntegerField(default=0)
    """Checkpoint: this many files are wholly done, and `done_bytes` of the next one."""
    done_bytes = models.BigIntegerField(default=0)
    total_bytes = models.BigIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    """Starts since the last batch that was written: a load that kills its runner is given up."""
    stop_asked = models.BooleanField(default=False)
    """Somebody pressed stop: the runner ends after its batch, what is loaded stays."""
    read = models.PositiveIntegerField(default=0)
    loaded = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    deleted = models.PositiveIntegerField(default=0)
    seconds = models.FloatField(default=0)
    """Time spent running, over all resumptions."""
    origin = models.CharField(max_length=300, blank=True)
    """The file of the watched folder it came from, "" for all others."""
    report = models.JSONField(default=dict)
    refusal = models.JSONField(null=True)
    """{"code":…, "facts":…} when the whole load was refused."""
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["state"], condition=models.Q(state__in=["waiting", "running"]), name="load_open"
            )
        ]


class Reject(models.Model):
    """Bytes that could not be a record, kept as they came, with where and why."""

    load = models.ForeignKey(Load, on_delete=models.CASCADE, related_name="+")
    library = models.ForeignKey("members.Library", on_delete=models.PROTECT, related_name="+")
    file = models.CharField(max_length=255)
    offset = models.BigIntegerField()
    """Byte offset in the file as unpacked; for tables the row number."""
    reason = models.CharField(max_length=60)
    facts = models.JSONField(default=dict)
    raw = models.BinaryField()
