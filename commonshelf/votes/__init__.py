"""Ballots: who may vote, with what weight, until when, and what came of it."""
