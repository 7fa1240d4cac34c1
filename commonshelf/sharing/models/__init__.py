"""The rows of the sharing room."""

from __future__ import annotations

from commonshelf.sharing.models.agency import Approval, Charge, Policy
from commonshelf.sharing.models.planning import Capacity, Handling, Route, Transit
from commonshelf.sharing.models.requests import Message, PatronRequest, Promise, Slip, Supply

__all__ = [
    "Approval",
    "Capacity",
    "Charge",
    "Handling",
    "Message",
    "PatronRequest",
    "Policy",
    "Promise",
    "Route",
    "Slip",
    "Supply",
    "Transit",
]
