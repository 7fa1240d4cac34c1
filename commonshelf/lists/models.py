"""What readers keep on the server. Rows hang on the reader's key, and nobody else ever reads them."""

from __future__ import annotations

from django.db import models


class ReadingList(models.Model):
    """A named list of one reader."""

    person = models.CharField(max_length=32)
    """The reader's key."""
    name = models.CharField(max_length=120)
    secret = models.CharField(max_length=32, blank=True)
    """What a link to the list carries while its reader shares it; "" = shared with nobody."""
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "name"], name="one_list_of_a_name"),
            models.UniqueConstraint(
                fields=["secret"], condition=~models.Q(secret=""), name="one_list_behind_a_link"
            ),
        ]


class Entry(models.Model):
    """An edition in a list."""

    list = models.ForeignKey(ReadingList, on_delete=models.CASCADE, related_name="entries", db_index=False)
    edition = models.BigIntegerField()
    """The number it was kept under; where it was joined with another since, that is followed when read."""
    title = models.CharField(max_length=300)
    """As it was when kept: for the day when no library holds it any more."""
    note = models.TextField(blank=True)
    place = models.PositiveIntegerField()
    """Smaller stands higher."""
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["list", "edition"], name="one_entry_an_edition")]
        indexes = [models.Index(fields=["list", "place"], name="entry_place")]


class SavedSearch(models.Model):
    """A question a reader asks again and again."""

    person = models.CharField(max_length=32)
    name = models.CharField(max_length=120)
    query = models.CharField(max_length=2000)
    """The search page's canonical query string."""
    total = models.PositiveIntegerField()
    """Editions it found when its reader last looked."""
    looked_at = models.DateTimeField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "query"], name="one_saved_search_each")]
