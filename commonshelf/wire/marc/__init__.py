"""MARC in its many spellings, read so that no good record is lost and no bad one is hidden."""
