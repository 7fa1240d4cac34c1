"""Who may do what with requests, electronic resources and documents: rows of the one permission table."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from commonshelf.members.domain.rules import (
    AUDITOR,
    CATALOGUER,
    LIBRARIAN,
    MANAGER,
    OFFICE,
    ONESELF,
    OPERATOR,
    STAFF,
    Rule,
)

_AT_A_DESK: Final = (OPERATOR, MANAGER, LIBRARIAN)
_OFFICE_ONLY: Final = (OPERATOR, OFFICE)
_RUNS_THE_LIBRARY: Final = (OPERATOR, OFFICE, MANAGER)
_READER_TOO: Final = (*_AT_A_DESK, ONESELF)

GET: Final[Mapping[str, tuple[Rule, ...]]] = MappingProxyType(
    {
        # requests: the object's library is the one whose desk acts; the reader acts upon "reader"
        "sharing.place": _READER_TOO,
        "sharing.read": (*_READER_TOO, AUDITOR),
        "sharing.read-desk": (*_AT_A_DESK, OFFICE, AUDITOR),
        "sharing.read-queues": (OPERATOR, OFFICE, AUDITOR),
        "sharing.print-slips": _AT_A_DESK,
        "sharing.message": _READER_TOO,
        "sharing.helped": (ONESELF,),
        "sharing.undo": _AT_A_DESK,
        "sharing.match": _AT_A_DESK,
        "sharing.send": _AT_A_DESK,
        "sharing.refuse-review": _AT_A_DESK,
        "sharing.appeal": _READER_TOO,
        "sharing.ask-licence": _AT_A_DESK,
        "sharing.ask": _AT_A_DESK,
        "sharing.ask-partner": _AT_A_DESK,
        "sharing.look-outside": (OPERATOR,),
        "sharing.close": (*_AT_A_DESK, OFFICE),
        "sharing.move-on": _OFFICE_ONLY,
        "sharing.fill-locally": _AT_A_DESK,
        "sharing.cancel": _READER_TOO,
        "sharing.agree": _AT_A_DESK,
        "sharing.disagree": _AT_A_DESK,
        "sharing.will-supply": _AT_A_DESK,
        "sharing.condition": _AT_A_DESK,
        "sharing.cannot-supply": _AT_A_DESK,
        "sharing.retry": _AT_A_DESK,
        "sharing.allow-cancel": _AT_A_DESK,
        "sharing.too-late": _AT_A_DESK,
        "sharing.ship": _AT_A_DESK,
        "sharing.deliver": _AT_A_DESK,
        "sharing.receive": _AT_A_DESK,
        "sharing.hand-out": _AT_A_DESK,
        "sharing.renew": _READER_TOO,
        "sharing.recall": _AT_A_DESK,
        "sharing.claim-returned": _READER_TOO,
        "sharing.find": _READER_TOO,
        "sharing.give-back": _AT_A_DESK,
        "sharing.ship-back": _AT_A_DESK,
        "sharing.check-in": _AT_A_DESK,
        "sharing.damage": _AT_A_DESK,
        "sharing.lose": _AT_A_DESK,
        "sharing.approve": (OPERATOR,),
        "sharing.limit": (OPERATOR,),
        "sharing.refuse": (OPERATOR,),
        "sharing.pass-over": (OPERATOR,),
        "sharing.time-out": (OPERATOR,),
        "sharing.weigh": (OPERATOR,),
        "sharing.lapse": (OPERATOR,),
        "sharing.expire": (OPERATOR,),
        "sharing.hand-over": (OPERATOR,),
        # what libraries do for others, and the couriers between them
        "sharing.read-capacity": (*_RUNS_THE_LIBRARY, LIBRARIAN, AUDITOR),
        "sharing.set-capacity": _RUNS_THE_LIBRARY,
        # partners outside the alliance: the office keeps those of all, a library's desk its own
        "sharing.read-partners": (*_RUNS_THE_LIBRARY, LIBRARIAN, AUDITOR),
        "sharing.set-partner": (*_RUNS_THE_LIBRARY, LIBRARIAN),
        "sharing.end-partner": (*_RUNS_THE_LIBRARY, LIBRARIAN),
        "sharing.read-routes": (OPERATOR, OFFICE, AUDITOR, STAFF),
        "sharing.set-route": _OFFICE_ONLY,
        "sharing.end-route": _OFFICE_ONLY,
        "sharing.bring-routes": _OFFICE_ONLY,
        # sharing, the agency's desk: licence decisions, the rules of scheduling, money between libraries
        "sharing.read-approvals": (OPERATOR, OFFICE, AUDITOR, STAFF),
        "sharing.decide": (OPERATOR, MANAGER),
        "sharing.decide-above": _OFFICE_ONLY,
        "sharing.ask-decision": (OPERATOR,),
        "sharing.decided-by-rule": (OPERATOR,),
        "sharing.withdraw-decision": (OPERATOR,),
        "sharing.decision-rises": (OPERATOR,),
        "sharing.read-rules": (OPERATOR, OFFICE, AUDITOR, STAFF),
        "sharing.set-rules": _OFFICE_ONLY,
        "sharing.try-rules": _OFFICE_ONLY,
        "sharing.drop-rules": _OFFICE_ONLY,
        "sharing.adopt-rules": _OFFICE_ONLY,
        "sharing.take-back-rules": _OFFICE_ONLY,
        "sharing.rules-in-force": (OPERATOR,),
        "sharing.simulate": _OFFICE_ONLY,
        "sharing.read-figures": (*_RUNS_THE_LIBRARY, LIBRARIAN, AUDITOR),
        "sharing.read-care": (*_RUNS_THE_LIBRARY, LIBRARIAN, AUDITOR),
        "sharing.call": _AT_A_DESK,
        "sharing.read-money": (*_RUNS_THE_LIBRARY, AUDITOR),
        "sharing.say-paid": (OPERATOR, MANAGER),
        "sharing.confirm-paid": (OPERATOR, MANAGER),
        "sharing.doubt-paid": (OPERATOR, MANAGER),
        # documents: the object's library scanned it (bring, withdraw, share), or hands it to the reader
        "delivery.bring": _AT_A_DESK,
        "delivery.read": (*_AT_A_DESK, AUDITOR),
        "delivery.share": _AT_A_DESK,
        "delivery.open": _READER_TOO,
        "delivery.withdraw": _AT_A_DESK,
        "delivery.end-link": _AT_A_DESK,
        "delivery.expire": (OPERATOR,),
        # other resolvers one is sent to: the alliance's by the office, a library's own by the library
        "resources.read-targets": (*_RUNS_THE_LIBRARY, LIBRARIAN, AUDITOR),
        "resources.set-target": _RUNS_THE_LIBRARY,
        # electronic resources: library "" is what the alliance licensed, which the office keeps
        "resources.read-own": (*_RUNS_THE_LIBRARY, LIBRARIAN, CATALOGUER, AUDITOR),
        "resources.set-resource": (*_RUNS_THE_LIBRARY, CATALOGUER),
        "resources.end-resource": _RUNS_THE_LIBRARY,
        "resources.bring-titles": (*_RUNS_THE_LIBRARY, CATALOGUER),
        "resources.take-titles": (*_RUNS_THE_LIBRARY, CATALOGUER),
        "resources.drop-titles": (*_RUNS_THE_LIBRARY, CATALOGUER),
        "resources.titles-taken": (OPERATOR,),
        "resources.match-title": (*_RUNS_THE_LIBRARY, CATALOGUER),
        "resources.titles-matched": (OPERATOR,),
        "resources.check-link": (*_RUNS_THE_LIBRARY, CATALOGUER),
        "resources.links-checked": (OPERATOR,),
        "resources.library-left": (OPERATOR,),
        # access levels: a library's own, and the alliance's with the bounds for members
        "resources.read-levels": (OPERATOR, OFFICE, AUDITOR, STAFF),
        "resources.set-level": _RUNS_THE_LIBRARY,
        "resources.set-bound": _OFFICE_ONLY,
    }
)
