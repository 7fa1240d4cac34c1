"""Ordered tables made from the catalogue; they may be wiped, and fill again by themselves.

They are read and written by statements in `store/` alone. Ids of editions stand here as plain numbers:
an edition that is gone is taken out with the change that says so.
"""

from __future__ import annotations

from django.db import models


class Heading(models.Model):
    """One title, maker, subject or class, with how many editions carry it."""

    id = models.IntegerField(primary_key=True)
    place = models.TextField(unique=True)
    """A letter for its kind (domain/entries.py), then where it stands in the alphabet."""
    text = models.TextField()
    """As the first edition wrote it; of a class its number."""
    editions = models.IntegerField()
    """Of a class: in it and in all classes below it."""


class Link(models.Model):
    """An edition carries a heading; of a class: carries exactly this number. Without row ids."""

    pk = models.CompositePrimaryKey("heading", "edition")
    heading = models.IntegerField()
    edition = models.IntegerField()


class SubjectWord(models.Model):
    """A subject contains a word, or two Chinese characters side by side. Without row ids."""

    pk = models.CompositePrimaryKey("word", "heading")
    word = models.TextField()
    heading = models.IntegerField()


class Shelf(models.Model):
    """A call number on a library's shelf. Without row ids: the rows lie as the books stand."""

    pk = models.CompositePrimaryKey("library", "place", "edition")
    library = models.CharField(max_length=40)
    """Its Symbol."""
    place = models.TextField()
    """domain/shelving.py."""
    edition = models.IntegerField()
    number = models.TextField()
    """As the library writes it."""


class Shown(models.Model):
    """What of an edition stands in these tables, so that a change touches only what is different."""

    edition = models.IntegerField(primary_key=True)
    digest = models.BigIntegerField()
    """Of everything the headings come from."""
    headings = models.TextField()
    """Ids: headings it carries, classes it carries, all classes it counts for; commas between the three."""
    shelves = models.TextField()
    """Lines: Symbol, tab, call number."""


class State(models.Model):
    """One row: how far these tables have come."""

    cursor = models.BigIntegerField(default=0)
    """Stamp of the last change that is in them."""
    rules = models.TextField()
    """Of another version: the tables are wiped and filled anew."""
    mark = models.BigIntegerField(default=0)
    """Drawn anew with each write, so that a process sees whether another has written since."""
