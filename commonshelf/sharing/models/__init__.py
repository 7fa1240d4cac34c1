"""The rows of the sharing room."""

from __future__ import annotations

from commonshelf.sharing.models.agency import Approval, Charge, Policy, Settlement
from commonshelf.sharing.models.figures import Passage
from commonshelf.sharing.models.partners import Partner, PartnerPace
from commonshelf.sharing.models.planning import Capacity, Handling, PlanningStamp, Route, Transit
from commonshelf.sharing.models.reader import Glance
from commonshelf.sharing.models.requests import Message, PatronRequest, Promise, Slip, Supply
from commonshelf.sharing.models.simulation import Simulation

__all__ = [
    "Approval",
    "Capacity",
    "Charge",
    "Glance",
    "Handling",
    "Message",
    "Partner",
    "PartnerPace",
    "Passage",
    "PatronRequest",
    "PlanningStamp",
    "Policy",
    "Promise",
    "Route",
    "Settlement",
    "Simulation",
    "Slip",
    "Supply",
    "Transit",
]
