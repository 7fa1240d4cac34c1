"""What this room keeps: suggested corrections, local notes, how a library prints its labels."""

from __future__ import annotations

from django.db import models


class Suggestion(models.Model):
    """Somebody's correction of one field of a library's record: a task for that library's cataloguers."""

    library = models.ForeignKey("members.Library", on_delete=models.PROTECT, related_name="+", db_index=False)
    """Whose record it is."""
    record = models.ForeignKey("catalogue.Record", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=300)
    """The record's, as it stood then: a task is readable though the record has gone."""
    field = models.CharField(max_length=20)
    """One of `catalogue.domain.hand.FIELDS`."""
    was = models.TextField(blank=True)
    proposed = models.TextField(blank=True)
    why = models.CharField(max_length=500, blank=True)
    person = models.CharField(max_length=32)
    at = models.DateTimeField()
    state = models.CharField(max_length=10, default="open")
    """open, accepted, declined, withdrawn."""
    decided_by = models.CharField(max_length=32, blank=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "field", "proposed"],
                condition=models.Q(state="open"),
                name="one_open_suggestion_each",
            )
        ]
        indexes = [
            models.Index(fields=["library", "state", "-id"], name="suggestion_library"),
            models.Index(fields=["person", "-id"], name="suggestion_person"),
        ]


class LocalNote(models.Model):
    """A library's own words beside the shared facts of an edition.

    It hangs on a record, the library's own where it has one, and so follows it through every
    joining and parting of editions.
    """

    library = models.ForeignKey("members.Library", on_delete=models.PROTECT, related_name="+")
    record = models.ForeignKey("catalogue.Record", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    public = models.BooleanField(default=False)
    """Shown to everybody; else to the library's own staff only."""
    person = models.CharField(max_length=32)
    at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "library"], name="one_note_each")]


class LabelChoice(models.Model):
    """How a library prints its labels."""

    library = models.OneToOneField("members.Library", on_delete=models.PROTECT, related_name="+")
    symbology = models.CharField(max_length=8, default="code128")
    """code128 or code39."""
    sheet = models.CharField(max_length=20, default="70x37")
    """One of `domain.sheets.SHEETS`."""
    shows = models.CharField(max_length=8, default="both")
    """both, barcode or spine."""
