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

    class Meta:
        constraints = [models.UniqueConstraint(fields=["library", "code"], name="one_source_code")]


class Load(models.Model):
    """One load of one source: what came, how far it is, what it did."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    library = models.ForeignKey("members.Library", on_delete=models.PROTECT, related_name="+")
    person = models.CharField(max_length=32, blank=True)
    files = models.JSONField()
    """[{"name": as given, "path": where kept in COMMONSHELF_HOME, "bytes": n, "sha256": ...}]"""
    state = models.CharField(max_length=12)
    """waiting, running, done, failed, stopped."""
    dry_run = models.BooleanField(default=False)
    full = models.BooleanField(default=False)
    done_file = models.PositiveIntegerField(default=0)
    """Checkpoint: this many files are wholly done, and `done_bytes` of the next one."""
    done_bytes = models.BigIntegerField(default=0)
    total_bytes = models.BigIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    read = models.PositiveIntegerField(default=0)
    loaded = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    deleted = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict)
    refusal = models.JSONField(null=True)
    """{"code":…, "facts":…} when the whole load was refused."""
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]


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
    stamp = models.BigIntegerField(db_index=True)
    """Grows with every change; the index pulls what is newer than its cursor."""
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    """A tombstone that leads on."""
    gone_at = models.DateTimeField(null=True)
    """A tombstone: no member left."""


class Record(models.Model):
    """A source record as received, one row per (library, source, local id)."""

    library = models.ForeignKey("members.Library", on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    local_id = models.CharField(max_length=120)
    raw = models.BinaryField()
    digest = models.BinaryField(max_length=20)
    """SHA-1 of the bytes and of the source's reading rules: equal means unchanged."""
    syntax = models.CharField(max_length=12)
    charset = models.CharField(max_length=20)
    mended = models.CharField(max_length=200, blank=True)
    """Space-separated codes of what the reader mended; "" = nothing."""
    received_at = models.DateTimeField()
    load_id = models.PositiveBigIntegerField()
    """The load that last saw this record (changed or not)."""
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["library", "source", "local_id"], name="one_record_per_local_id")
        ]


class PastRecord(models.Model):
    """An earlier version of a record, kept when a load replaced it."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="+")
    library = models.ForeignKey("members.Library", on_delete=models.PROTECT, related_name="+")
    raw = models.BinaryField()
    received_at = models.DateTimeField()
    replaced_at = models.DateTimeField()


class Facts(models.Model):
    """What we read from a record by rules of a version; recomputed from `Record.raw` at will."""

    record = models.OneToOneField(Record, on_delete=models.CASCADE, primary_key=True, related_name="facts")
    library = models.ForeignKey("members.Library", on_delete=models.PROTECT, related_name="+")
    rules = models.PositiveSmallIntegerField()
    data = models.TextField()
    """domain.facts.Facts as JSON."""
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, related_name="+")
    work_key = models.CharField(max_length=200)


class Key(models.Model):
    """A joining key of a record: records that share one are one edition (find.md 6.3)."""

    value = models.BigIntegerField()
    """First 63 bits of the key's digest."""
    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["value", "record"], name="one_key_each")]


class Item(models.Model):
    """A copy (or a holding of several) as the library's own file says, as of `Record.received_at`."""

    library = models.ForeignKey("members.Library", on_delete=models.PROTECT, related_name="+")
    record = models.ForeignKey(Record, on_delete=models.CASCADE, null=True, related_name="+")
    """Null: a holdings record whose bibliographic record has not come yet."""
    holding_of = models.CharField(max_length=120, blank=True)
    """004 of the holdings record it came from: the bibliographic record's local id."""
    holding_id = models.CharField(max_length=120, blank=True)
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
        indexes = [models.Index(fields=["library", "holding_of"], name="item_holding_of")]
