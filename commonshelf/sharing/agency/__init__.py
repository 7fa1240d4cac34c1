"""Decisions, rules and settings of the alliance's agencies."""
