"""What joins records into editions: descriptions compared with each other, and what people decided."""

from __future__ import annotations

from django.db import models

from commonshelf.catalogue.models.records import Edition, Record
from commonshelf.catalogue.models.sources import Source


class Description(models.Model):
    """What of a record is compared (domain/matching): records with equal portraits share one."""

    id = models.BigIntegerField(primary_key=True)
    """63 bits of the portrait's digest, so the same on every machine and in every order of loading."""
    rules = models.BigIntegerField(db_index=True)
    """Fingerprint of the rules its blocks and links were made by; 0 = set aside until they are made anew."""
    alike = models.BooleanField()
    """Whether two records of exactly this portrait are one edition; not where it says too little."""
    portrait = models.TextField()


class Block(models.Model):
    """Descriptions that lie in one block are worth comparing (find.md, "What this means" 5)."""

    value = models.BigIntegerField()
    description = models.ForeignKey(Description, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["value", "description"], name="one_block_each")]


class Link(models.Model):
    """Two descriptions that were compared and may be one edition; those that are surely not have none."""

    one = models.ForeignKey(Description, on_delete=models.CASCADE, related_name="+", db_index=False)
    """The smaller id of the two."""
    other = models.ForeignKey(Description, on_delete=models.CASCADE, related_name="+")
    outcome = models.CharField(max_length=4)
    """join or ask."""
    score = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="one_link_each"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="link_in_order"),
        ]


class Ruling(models.Model):
    """What a person decided of two records, named by source and local id so that it outlives them."""

    one_source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", db_index=False)
    """The smaller (source, local id) of the two."""
    one_local_id = models.CharField(max_length=120)
    other_source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", db_index=False)
    other_local_id = models.CharField(max_length=120)
    verdict = models.CharField(max_length=5)
    """join or apart."""
    person = models.CharField(max_length=32, blank=True)
    """Key of who decided, "" for whoever runs the machine."""
    decided_at = models.DateTimeField()
    why = models.CharField(max_length=500, blank=True)
    undone_at = models.DateTimeField(null=True)
    """Taken back; only then may the same two be decided otherwise."""
    undone_by = models.CharField(max_length=32, blank=True)
    undone_why = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["one_source", "one_local_id", "other_source", "other_local_id"],
                condition=models.Q(undone_at__isnull=True),
                name="one_ruling_in_force",
            )
        ]
        indexes = [
            models.Index(fields=["one_source", "one_local_id"], name="ruling_one"),
            models.Index(fields=["other_source", "other_local_id"], name="ruling_other"),
        ]


class Doubt(models.Model):
    """Two editions that may be one, for people to decide; the pair of records that comes nearest stands
    for them.
    """

    one = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="+")
    one_edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+", db_index=False)
    """The smaller edition of the two; `one` is in it."""
    other_edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+", db_index=False)
    one_description = models.BigIntegerField()
    other_description = models.BigIntegerField()
    """Of those two records when the question arose."""
    score = models.FloatField()
    reason = models.CharField(max_length=14)
    """between, held-volume, held-edition, held-carrier, held-component, held-apart, too-many."""
    script = models.CharField(max_length=5)
    """han or latin: which card of weights told."""
    state = models.CharField(max_length=8)
    """open, later, joined, apart, settled (answered itself)."""
    opened_at = models.DateTimeField()
    decided_by = models.CharField(max_length=32, blank=True)
    decided_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=500, blank=True)
    ruling = models.ForeignKey(Ruling, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["one_edition", "other_edition"],
                condition=models.Q(state__in=["open", "later"]),
                name="one_doubt_a_pair",
            )
        ]
        indexes = [
            models.Index(fields=["state", "-score"], name="doubt_queue"),
            models.Index(fields=["one_edition"], name="doubt_one"),
            models.Index(fields=["other_edition"], name="doubt_other"),
            models.Index(fields=["one_description", "other_description"], name="doubt_pair"),
        ]


class Passage(models.Model):
    """An edition's number led into another, or a part of one began a new number: its history."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=6)
    """joined: `other` was joined into `edition`; parted: `other` was parted from `edition`."""
    cause = models.CharField(max_length=8)
    """load, edit, ruling, undone (a ruling taken back), rules (ours changed)."""
    by = models.BigIntegerField(null=True)
    """Number of the load or of the ruling."""
    at = models.DateTimeField()
