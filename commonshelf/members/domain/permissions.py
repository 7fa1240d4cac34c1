"""Who may do what: one table for the acts and readings of every room.

An action is allowed when any of its rules holds for the actor and the object, or when an agency has
delegated it to them (DELEGABLE). What is not in the table, or is asked without an object, is denied.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from commonshelf.kernel.actor import Actor, Delegated, Ref
from commonshelf.members.domain.permissions_get import GET
from commonshelf.members.domain.rules import (
    ANY_CATALOGUER,
    AT_THE_DOOR,
    AUDITOR,
    CATALOGUER,
    IN_PERSON,
    IN_THE_ROLE,
    INVITED,
    LIBRARIAN,
    MANAGER,
    OFFICE,
    ONESELF,
    OPERATOR,
    SIGNED_IN,
    STAFF,
    Rule,
)

_OFFICE_ONLY: Final = (OPERATOR, OFFICE)
_RUNS_THE_LIBRARY: Final = (OPERATOR, OFFICE, MANAGER)
_AT_A_DESK: Final = (OPERATOR, MANAGER, LIBRARIAN)
_KEEPS_THE_RECORDS: Final = (OPERATOR, OFFICE, MANAGER, CATALOGUER)

TABLE: Final[Mapping[str, tuple[Rule, ...]]] = MappingProxyType(
    {
        # the alliance and its members
        "members.set-alliance": _OFFICE_ONLY,
        "members.set-look": _OFFICE_ONLY,
        "members.start-alliance": (OPERATOR,),
        "members.add-library": _OFFICE_ONLY,
        "members.apply": (*_OFFICE_ONLY, INVITED),
        "members.admit": _OFFICE_ONLY,
        "members.refuse-application": _OFFICE_ONLY,
        "members.put-to-vote": _OFFICE_ONLY,
        "members.voted": _OFFICE_ONLY,
        "members.suspend": _OFFICE_ONLY,
        "members.resume": _OFFICE_ONLY,
        "members.leave": _OFFICE_ONLY,
        "members.give-notice": _RUNS_THE_LIBRARY,
        "members.withdraw-notice": _RUNS_THE_LIBRARY,
        "members.take-along": (*_RUNS_THE_LIBRARY, ONESELF),
        "members.read-memberships": (*_RUNS_THE_LIBRARY, AUDITOR),
        "members.set-library": _RUNS_THE_LIBRARY,
        "members.add-branch": _RUNS_THE_LIBRARY,
        "members.set-branch": _RUNS_THE_LIBRARY,
        "members.set-hours": (*_RUNS_THE_LIBRARY, LIBRARIAN),
        "members.set-exception": (*_RUNS_THE_LIBRARY, LIBRARIAN),
        "members.set-vacation": (*_RUNS_THE_LIBRARY, LIBRARIAN),
        "members.drop-vacation": (*_RUNS_THE_LIBRARY, LIBRARIAN),
        "members.set-holiday": _OFFICE_ONLY,
        "members.drop-holiday": _OFFICE_ONLY,
        "members.prefill-holidays": _OFFICE_ONLY,
        "members.set-holidays-of": _OFFICE_ONLY,
        "members.add-agency": _RUNS_THE_LIBRARY,
        "members.add-indicator": _RUNS_THE_LIBRARY,
        # agencies, delegations, settings and their bounds
        "members.read-agencies": (*_OFFICE_ONLY, AUDITOR, STAFF),
        "members.set-agency": _RUNS_THE_LIBRARY,
        "members.add-region": _OFFICE_ONLY,
        "members.add-department": _RUNS_THE_LIBRARY,
        "members.move-agency": _RUNS_THE_LIBRARY,
        "members.close-agency": _RUNS_THE_LIBRARY,
        "members.delegate": _RUNS_THE_LIBRARY,
        "members.end-delegation": _RUNS_THE_LIBRARY,
        "members.read-settings": (*_RUNS_THE_LIBRARY, LIBRARIAN, CATALOGUER, AUDITOR),
        "members.set-setting": _RUNS_THE_LIBRARY,
        "members.read-bounds": (*_OFFICE_ONLY, AUDITOR, STAFF),
        "members.set-bound": _OFFICE_ONLY,
        "members.bind": _OFFICE_ONLY,
        "members.unbind": _OFFICE_ONLY,
        "members.exempt": _OFFICE_ONLY,
        "members.end-exemption": _OFFICE_ONLY,
        # people
        "members.add-person": _RUNS_THE_LIBRARY,
        "members.affiliate": _RUNS_THE_LIBRARY,
        "members.end-affiliation": _RUNS_THE_LIBRARY,
        "members.part": (OPERATOR,),
        "members.invite": _RUNS_THE_LIBRARY,
        "members.invite-library": _OFFICE_ONLY,
        "members.withdraw-invitation": _RUNS_THE_LIBRARY,
        "members.accept-invitation": (INVITED,),
        "members.read-letter": _RUNS_THE_LIBRARY,
        "members.send-letter": _RUNS_THE_LIBRARY,
        "members.hand-letter": _RUNS_THE_LIBRARY,
        "members.take-letter-back": _RUNS_THE_LIBRARY,
        "members.test-mail": _RUNS_THE_LIBRARY,
        "members.set-skills": (OPERATOR, ONESELF),
        "members.read-staff": (OPERATOR, OFFICE, AUDITOR, STAFF),
        "members.assign": _RUNS_THE_LIBRARY,
        "members.end-assignment": _RUNS_THE_LIBRARY,
        "members.set-profile": (OPERATOR, ONESELF),
        "members.set-password": _RUNS_THE_LIBRARY,
        "members.sign-in": (ONESELF,),
        "members.sign-out": (ONESELF,),
        "members.change-password": (ONESELF,),
        "members.work-at": (ONESELF,),
        # how they sign in
        "members.add-factor": (ONESELF,),
        "members.remove-factor": (*_RUNS_THE_LIBRARY, ONESELF),
        "members.new-codes": (ONESELF,),
        "members.failed-factor": (ONESELF,),
        "members.end-sessions": (*_RUNS_THE_LIBRARY, ONESELF),
        "members.link-campus": (ONESELF,),
        "members.unlink-campus": (ONESELF,),
        "members.close-account": _RUNS_THE_LIBRARY,
        "members.open-account": _RUNS_THE_LIBRARY,
        "members.read-person": (*_RUNS_THE_LIBRARY, ONESELF),
        # records
        "catalogue.load": _KEEPS_THE_RECORDS,
        "catalogue.stop-load": _KEEPS_THE_RECORDS,
        "catalogue.set-source": _KEEPS_THE_RECORDS,
        "catalogue.read-source": (*_KEEPS_THE_RECORDS, LIBRARIAN, AUDITOR),
        "catalogue.read-load": (*_KEEPS_THE_RECORDS, LIBRARIAN, AUDITOR),
        "catalogue.read-original": (*_KEEPS_THE_RECORDS, LIBRARIAN),
        "catalogue.renew": _OFFICE_ONLY,
        "catalogue.rematch": _OFFICE_ONLY,
        # editions that may be one
        "catalogue.review": (*_OFFICE_ONLY, ANY_CATALOGUER),
        "catalogue.rule": (*_OFFICE_ONLY, ANY_CATALOGUER),
        "catalogue.undo-ruling": (*_OFFICE_ONLY, ANY_CATALOGUER),
        "catalogue.changed": (OPERATOR,),
        # work by hand
        "cataloguing.read-desk": (*_KEEPS_THE_RECORDS, LIBRARIAN, AUDITOR),
        "cataloguing.add-record": _KEEPS_THE_RECORDS,
        "cataloguing.copy-record": _KEEPS_THE_RECORDS,
        "cataloguing.edit-record": _KEEPS_THE_RECORDS,
        "cataloguing.withdraw-record": _KEEPS_THE_RECORDS,
        "cataloguing.set-copy": _KEEPS_THE_RECORDS,
        "cataloguing.withdraw-copy": _KEEPS_THE_RECORDS,
        "cataloguing.set-classes": _KEEPS_THE_RECORDS,
        "cataloguing.set-labels": (*_KEEPS_THE_RECORDS, LIBRARIAN),
        "cataloguing.set-note": (*_KEEPS_THE_RECORDS, LIBRARIAN),
        "cataloguing.suggest": (OPERATOR, SIGNED_IN),
        "cataloguing.read-suggestion": (*_KEEPS_THE_RECORDS, LIBRARIAN, AUDITOR),
        "cataloguing.decide": _KEEPS_THE_RECORDS,
        "cataloguing.withdraw-suggestion": (ONESELF,),
        # what is kept of a person: theirs to read, to take along, to have erased; at any desk, too
        "privacy.read": (ONESELF,),
        "privacy.export": (OPERATOR, ONESELF),
        "privacy.erase": (OPERATOR, MANAGER, LIBRARIAN, ONESELF),
        "privacy.read-keeping": (OPERATOR, OFFICE, AUDITOR),
        # what readers keep: theirs alone
        "lists.read": (ONESELF,),
        "lists.set-list": (ONESELF,),
        "lists.end-list": (ONESELF,),
        "lists.keep": (ONESELF,),
        "lists.set-entry": (ONESELF,),
        "lists.leave": (ONESELF,),
        "lists.save-search": (ONESELF,),
        "lists.look-again": (ONESELF,),
        "lists.end-search": (ONESELF,),
        # loans: at the desk where it happens; renewing, asking and giving up a hold the reader as well
        "loans.read-desk": (*_AT_A_DESK, AUDITOR),
        "loans.read-own": (ONESELF,),
        "loans.check-out": _AT_A_DESK,
        "loans.check-in": _AT_A_DESK,
        "loans.renew": (*_AT_A_DESK, ONESELF),
        "loans.claim": (*_AT_A_DESK, ONESELF),
        "loans.find": (*_AT_A_DESK, ONESELF),
        "loans.lose": _AT_A_DESK,
        "loans.miss": _AT_A_DESK,
        "loans.mend": _AT_A_DESK,
        "loans.undo": _AT_A_DESK,
        "loans.hold": (*_AT_A_DESK, ONESELF),
        "loans.withdraw-hold": (*_AT_A_DESK, ONESELF),
        "loans.pay": _AT_A_DESK,
        "loans.waive": _AT_A_DESK,
        "loans.deposit": _AT_A_DESK,
        "loans.refund": _AT_A_DESK,
        "loans.ready": (OPERATOR,),
        "loans.turn": (OPERATOR,),
        # ballots: the office puts the question, a member's manager or the person asked answers
        "votes.open": _OFFICE_ONLY,
        "votes.cast": (MANAGER, ONESELF),
        "votes.close": _OFFICE_ONLY,
        "votes.withdraw": _OFFICE_ONLY,
        "votes.read-ballot": (OPERATOR, OFFICE, AUDITOR, STAFF),
        # contracts, the rule book, resolutions
        "office.read-papers": (OPERATOR, OFFICE, AUDITOR, STAFF),
        "office.read-contract": (OPERATOR, OFFICE, AUDITOR, MANAGER, LIBRARIAN),
        "office.set-contract": _OFFICE_ONLY,
        "office.add-version": _OFFICE_ONLY,
        "office.sign": _RUNS_THE_LIBRARY,
        "office.end-contract": _OFFICE_ONLY,
        "office.set-rule": _RUNS_THE_LIBRARY,
        "office.adopt-rule": _RUNS_THE_LIBRARY,
        "office.repeal-rule": _RUNS_THE_LIBRARY,
        "office.confirm-rule": (OFFICE, STAFF),
        "office.except": _OFFICE_ONLY,
        "office.read-readers": (OPERATOR, OFFICE, AUDITOR, MANAGER),
        "office.read-activities": (OPERATOR, OFFICE, AUDITOR, STAFF),
        "office.set-activity": _RUNS_THE_LIBRARY,
        "office.end-activity": _RUNS_THE_LIBRARY,
        "office.withdraw-activity": _RUNS_THE_LIBRARY,
        "office.propose": _OFFICE_ONLY,
        "office.resolve": _OFFICE_ONLY,
        # duties of the alliance and their turns
        "office.read-duties": (OPERATOR, OFFICE, AUDITOR, STAFF),
        "office.set-duty": _OFFICE_ONLY,
        "office.give-duty": _OFFICE_ONLY,
        "office.set-rota": (*_RUNS_THE_LIBRARY, LIBRARIAN),
        "office.give-up-shift": (IN_PERSON,),
        "office.take-shift": (IN_PERSON,),
        "office.answer-swap": (IN_PERSON,),
        # who comes in: the row of a visit forgets its reader after days, its event never knew them
        "visits.check-in": (*_RUNS_THE_LIBRARY, LIBRARIAN),
        "visits.take-back": (*_RUNS_THE_LIBRARY, LIBRARIAN),
        "visits.read-counts": (*_RUNS_THE_LIBRARY, LIBRARIAN, AUDITOR),
        "visits.forget": (OPERATOR,),
        # work items: each step is asked with the person or role that may take it (work/refs.py)
        "work.read": (*_KEEPS_THE_RECORDS, LIBRARIAN, AUDITOR, IN_PERSON),
        "work.read-shared": (OPERATOR, AUDITOR, STAFF),
        "work.read-desk": (IN_PERSON,),
        "work.read-queues": (OPERATOR, OFFICE, AUDITOR),
        "work.open": (OPERATOR,),
        "work.ask": (OPERATOR, OFFICE, MANAGER, CATALOGUER, LIBRARIAN),
        "work.accept": (IN_PERSON, IN_THE_ROLE),
        "work.decline": (IN_PERSON, IN_THE_ROLE),
        "work.finish": (IN_PERSON,),
        "work.wait": (IN_PERSON,),
        "work.resume": (IN_PERSON,),
        "work.put-back": (IN_PERSON,),
        "work.reopen": (IN_PERSON,),
        "work.hand-on": (IN_PERSON,),
        "work.withdraw": (IN_PERSON, MANAGER),
        "work.offer": (IN_PERSON, MANAGER),
        "work.reassign": (OPERATOR, OFFICE, MANAGER),
        "work.take": (OPERATOR, OFFICE, MANAGER),
        "work.hand-over": (OPERATOR,),
        "work.settle": (OPERATOR,),
        "work.cancel": (OPERATOR,),
        "work.expire": (OPERATOR,),
        # readers and their cards; the library of the object is where it happens
        "cards.find": _AT_A_DESK,
        "cards.look": _AT_A_DESK,
        "cards.register": _AT_A_DESK,
        "cards.set-reader": _AT_A_DESK,
        "cards.renew": _AT_A_DESK,
        "cards.issue-card": _AT_A_DESK,
        "cards.report-lost": (*_AT_A_DESK, ONESELF),
        "cards.end-card": _AT_A_DESK,
        "cards.close": (*_AT_A_DESK, ONESELF),
        "cards.block": _AT_A_DESK,
        "cards.lift-block": _AT_A_DESK,
        "cards.merge": _AT_A_DESK,
        "cards.share": (*_AT_A_DESK, ONESELF),
        "cards.stop-sharing": (*_AT_A_DESK, ONESELF),
        "cards.set-own": (ONESELF,),
        "cards.send-code": _AT_A_DESK,
        "cards.set-group": (OPERATOR, MANAGER),
        "cards.renew-group": _AT_A_DESK,
        "cards.bring-sheet": _AT_A_DESK,
        "cards.import-readers": _AT_A_DESK,
        "cards.drop-sheet": _AT_A_DESK,
        "cards.hand-out": _AT_A_DESK,
        "cards.join": (AT_THE_DOOR,),
        "cards.activate": (AT_THE_DOOR,),
        "cards.read-rules": (OPERATOR, OFFICE, AUDITOR, STAFF),
        "cards.set-rule": _OFFICE_ONLY,
        "cards.set-own-rule": _RUNS_THE_LIBRARY,
        "cards.exempt-rule": _OFFICE_ONLY,
        # libraries' own systems, and machines that speak SIP2
        "loans.read-systems": (*_RUNS_THE_LIBRARY, LIBRARIAN, AUDITOR),
        "loans.set-system": _RUNS_THE_LIBRARY,
        "loans.connect-system": _OFFICE_ONLY,
        "loans.try-system": _RUNS_THE_LIBRARY,
        "loans.add-terminal": _RUNS_THE_LIBRARY,
        "loans.set-terminal": _RUNS_THE_LIBRARY,
        "loans.new-terminal-password": _RUNS_THE_LIBRARY,
        # the office sets up and looks after the whole
        "office.bring-sheet": _OFFICE_ONLY,
        "office.take-sheet": _OFFICE_ONLY,
        "office.read-home": (OPERATOR, OFFICE, AUDITOR, MANAGER),
        "site.backup": (OPERATOR,),
        "site.drill": (OPERATOR,),
        # who did what; object.library "" is the whole alliance
        "news.read-events": (OPERATOR, OFFICE, AUDITOR, MANAGER),
        "news.try-again": _OFFICE_ONLY,
        # requests, electronic resources, documents
        **GET,
    }
)

DELEGABLE: Final[Mapping[str, str]] = MappingProxyType(
    {
        # action -> what a limit on it counts ("": it has no size that could be limited). Nothing that
        # gives roles, passwords or delegations may stand here: it could be used to keep itself.
        "votes.cast": "",
        "members.admit": "",
        "members.refuse-application": "",
        "members.put-to-vote": "",
        "members.set-setting": "",
        "members.exempt": "days",
        "members.set-library": "",
        "members.set-branch": "",
        "members.set-hours": "",
        "members.set-exception": "",
        "members.set-vacation": "",
        "members.set-holiday": "",
        "catalogue.load": "",
        "cataloguing.decide": "",
        "work.reassign": "",
        "work.take": "items",
        "work.read-queues": "",
        "news.try-again": "",
        "sharing.decide": "pages",
        "sharing.decide-above": "pages",
    }
)
"""What an agency may let a person do in its place (A76)."""

_CARRIED_ON: Final = (
    "read-desk", "accept", "decline", "finish", "wait", "resume", "put-back", "reopen", "hand-on",
)  # fmt: skip
COVERED: Final[Mapping[str, str]] = MappingProxyType({f"work.{one}": "work.take" for one in _CARRIED_ON})
"""Steps that come with a delegation of another name: who takes work in a library's place carries it on.

They hold for what is offered to a role there and for what that person has in hand, never for what is
offered to, or in the hands of, somebody else by name.
"""


def permits(*, actor: Actor, action: str, object: Ref | None, amount: int | None = None) -> bool:
    """Deny by default: an action that is not in the table, or no object, is a no.

    amount: how much of what a delegation's limit counts. Where none is told, one with a limit does not
    hold; 0 asks whether any may be done.
    """
    if object is None:
        return False
    if any(rule.holds(actor, object) for rule in TABLE.get(action, ())):
        return True
    return bool(actor.delegations) and delegation_for(actor, action, object, amount) is not None


def permitted_by_role(*, actor: Actor, action: str, object: Ref) -> bool:
    """Without what others delegated: who holds a delegation cannot pass it on."""
    return any(rule.holds(actor, object) for rule in TABLE.get(action, ()))


def delegation_for(actor: Actor, action: str, object: Ref, amount: int | None) -> Delegated | None:
    """The delegation of the actor that covers this; None: none does."""
    named = COVERED.get(action, action)
    if named not in DELEGABLE or action not in TABLE:
        return None
    if named != action and not (object.kind == "role" or ONESELF.holds(actor, object)):
        return None
    for one in actor.delegations:
        far = one.library in {"", object.library}
        enough = one.limit is None or (amount is not None and amount <= one.limit)
        if one.action == named and far and enough:
            return one
    return None
