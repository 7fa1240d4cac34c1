"""Tests of what the catalogue decides, without a database."""
