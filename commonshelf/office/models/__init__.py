"""The rows of the office room, a file for each part of its work."""

from commonshelf.office.models.sheets import Sheet

__all__ = ["Sheet"]
