"""The union catalogue in three layers: records as received, facts read from them, editions they join into."""

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


class Work(models.Model):
    """Editions, translations and volumes of one work, grouped softly (find.md 10)."""

    key = models.CharField(max_length=200, unique=True)


class Edition(models.Model):
    """A cluster of records that describe one edition. Its id is public and never reused."""

    work = models.ForeignKey(Work, on_delete=models.PROTECT, null=True, related_name="+")
    stamp = models.BigIntegerField(unique=True)
    """From one growing sequence, anew with every change; the index pulls what is newer than its cursor."""
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    """A tombstone that leads on, always straight to a living edition or one without members."""
    gone_at = models.DateTimeField(null=True)
    """A tombstone: no member left. An edition that gets members again is alive again."""
    founder = models.PositiveBigIntegerField(db_index=True)
    """The record it was made for: an id joined away or emptied is revived with it, so that links live on."""

    said = models.TextField(blank=True)
    """What its members say, each different thing once (domain/said.py): for the index, kept as it is
    too dear to read them all again each time one more joins."""

    class Meta:
        indexes = [
            # How many are alive, without reading what they say.
            models.Index(
                fields=["id"],
                condition=models.Q(merged_into__isnull=True, gone_at__isnull=True),
                name="edition_living",
            ),
            models.Index(
                fields=["merged_into"], condition=models.Q(merged_into__isnull=False), name="edition_merged"
            ),
        ]


class Record(models.Model):
    """A source record as received, one row per (source, kind, local id).

    The bytes stand last, so that rows are read without them.
    """

    library = models.ForeignKey("members.Library", on_delete=models.PROTECT, related_name="+", db_index=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=8)
    """bib or holdings: their ids are two rows of numbers in many systems."""
    local_id = models.CharField(max_length=120)
    load_id = models.PositiveBigIntegerField()
    """The load that last saw this record (changed or not)."""
    received_at = models.DateTimeField()
    """When these bytes came."""
    deleted_at = models.DateTimeField(null=True)
    digest = models.BinaryField(max_length=20)
    """SHA-1 of the bytes and of the source's reading rules: equal means unchanged."""
    syntax = models.CharField(max_length=12)
    charset = models.CharField(max_length=20)
    mended = models.CharField(max_length=200, blank=True)
    """Space-separated codes of what the reader mended; "" = nothing."""
    raw = models.BinaryField()
    """As received; for a row of a table its cells as JSON."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "kind", "local_id"], name="one_record_per_local_id")
        ]
        # How many are alive, and which of them a full load has not seen, without touching rows.
        indexes = [
            models.Index(
                fields=["source", "kind", "load_id"],
                condition=models.Q(deleted_at__isnull=True),
                name="record_living",
            )
        ]


class PastRecord(models.Model):
    """An earlier version of a record, kept when a load replaced it."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="+")
    library = models.ForeignKey("members.Library", on_delete=models.PROTECT, related_name="+", db_index=False)
    load_id = models.PositiveBigIntegerField()
    """The load that replaced it."""
    received_at = models.DateTimeField()
    replaced_at = models.DateTimeField()
    digest = models.BinaryField(max_length=20)
    raw = models.BinaryField()


class Facts(models.Model):
    """What we read from a living bibliographic record; recomputed from its bytes when the rules change."""

    record = models.OneToOneField(Record, on_delete=models.CASCADE, primary_key=True, related_name="facts")
    library = models.ForeignKey("members.Library", on_delete=models.PROTECT, related_name="+", db_index=False)
    local_id = models.CharField(max_length=120)
    """The record's: repeated here for the index below."""
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+", db_index=False)
    rules = models.PositiveSmallIntegerField()
    work_key = models.CharField(max_length=200)
    data = models.TextField()
    """domain.facts.Facts as JSON."""

    class Meta:
        # Covers who is a member of an edition and which work they vote for: an edition's members lie
        # all over the table, and the feed for the index asks for them each time one more joins.
        indexes = [
            models.Index(
                fields=["edition", "work_key", "library", "local_id", "record"], name="facts_edition"
            )
        ]


class Key(models.Model):
    """A joining key of a living record: records that share one are one edition (find.md 6.3)."""

    value = models.BigIntegerField()
    """63 bits of the key's digest."""
    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["value", "record"], name="one_key_each")]


class Item(models.Model):
    """A copy (or a holding of several) as the library's own file says, as of the day it last said so."""

    library = models.ForeignKey("members.Library", on_delete=models.PROTECT, related_name="+", db_index=False)
    record = models.ForeignKey(Record, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    """Null: a holdings record whose bibliographic record is not here (yet)."""
    holding = models.ForeignKey(Record, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    """The holdings record that says so; null: the bibliographic record itself does."""
    holding_of = models.CharField(max_length=120, blank=True)
    """004 of that holdings record: the bibliographic record's local id in the same source."""
    branch = models.CharField(max_length=40, blank=True)
    """Branch code of the library, "" = its main branch."""
    shelving_location = models.CharField(max_length=120, blank=True)
    call_number = models.CharField(max_length=120, blank=True)
    barcode = models.CharField(max_length=60, blank=True)
    volume = models.CharField(max_length=120, blank=True)
    copies = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=12, default="unknown")
    """on-shelf, on-loan, missing, on-order, reference, unknown."""
    loan_policy = models.CharField(max_length=60, blank=True)
    url = models.TextField(blank=True)
    as_of = models.DateTimeField()

    class Meta:
        indexes = [
            # Covers what the index asks of an edition's copies, which lie all over the table.
            models.Index(fields=["record", "branch", "call_number", "barcode", "status"], name="item_record"),
            models.Index(fields=["holding"], condition=models.Q(holding__isnull=False), name="item_holding"),
            models.Index(
                fields=["holding_of"],
                condition=models.Q(holding__isnull=False, record__isnull=True),
                name="item_waiting",
            ),
        ]
