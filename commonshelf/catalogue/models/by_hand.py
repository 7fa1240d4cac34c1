"""What people wrote by hand over loaded records, and each library's table of its own classes."""

from __future__ import annotations

from django.db import models

from commonshelf.catalogue.models.sources import Source


class Amendment(models.Model):
    """Hand edits of one record, over what its bytes say; they outlive reloads until taken back.

    Named by source, kind and local id, so that a record that goes and comes again is still edited.
    """

    library = models.ForeignKey("members.Library", on_delete=models.PROTECT, related_name="+", db_index=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=8)
    local_id = models.CharField(max_length=120)
    host = models.PositiveBigIntegerField(null=True)
    """Of a holdings record: the bibliographic record whose copies it names."""
    changes = models.JSONField(default=dict)
    """Field of `domain.hand.FIELDS` -> text as typed."""
    copies = models.JSONField(default=dict)
    """As `domain.edited_copies.edited` takes them."""
    version = models.PositiveIntegerField(default=0)
    """Sent along by forms, so that a stale one is refused (409)."""
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "kind", "local_id"], name="one_amendment_each")
        ]
        indexes = [
            models.Index(fields=["library", "-at"], name="amendment_library"),
            models.Index(fields=["host"], condition=models.Q(host__isnull=False), name="amendment_host"),
        ]


class ClassLine(models.Model):
    """A library's own class number, or the beginning of some, and the alliance's that stands for it (A61)."""

    library = models.ForeignKey("members.Library", on_delete=models.PROTECT, related_name="+", db_index=False)
    local = models.CharField(max_length=60)
    """As written; with a star at its end all numbers that begin so."""
    key = models.CharField(max_length=60)
    """Folded, as it is compared."""
    clc = models.CharField(max_length=40)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["library", "key"], name="one_class_line_each")]
