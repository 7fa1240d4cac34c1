"""Records as received, facts read from them, the editions they join into, and copies."""

from __future__ import annotations

from django.db import models

from commonshelf.catalogue.models.sources import Source


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
    description = models.ForeignKey(
        "Description", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    """Null until the record was first described: it stays where it is."""
    alone = models.BooleanField(default=False, db_default=False)
    """Joined by itself, not with all others of its description: a person decided about it, the
    description says too little, or its library has too many of them."""

    class Meta:
        # The first covers who is a member of an edition and which work they vote for: an edition's
        # members lie all over the table, and the feed for the index asks for them each time one more
        # joins. The second covers where a description's records are; the third tells what is to be renewed.
        indexes = [
            models.Index(fields=["rules"], name="facts_rules"),
            models.Index(
                fields=["edition", "library", "local_id", "work_key", "record"], name="facts_edition"
            ),
            models.Index(
                fields=["description", "alone", "edition", "library", "record"], name="facts_description"
            ),
        ]


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
            # Who holds this barcode, and which number comes next.
            models.Index(fields=["library", "barcode"], name="item_barcode"),
        ]
