"""Tests of what both rooms of the wire share."""
