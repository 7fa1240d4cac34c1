"""Proofs need a data folder of the right shape, and tell what they counted."""

from __future__ import annotations

from commonshelf.site.tests.conftest import home

__all__ = ["home"]
