"""Ordered tables: makers, titles, subjects, call numbers, the tree of classes."""
