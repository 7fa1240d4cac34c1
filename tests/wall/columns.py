"""Every model and every column of words: who may read it, or why nothing is planted there."""

from __future__ import annotations

from collections.abc import Mapping

from tests.wall import policy as p
from tests.wall.agency_columns import AGENCY
from tests.wall.delivery_columns import DELIVERY
from tests.wall.planning_columns import PLANNING
from tests.wall.policy import BYTES, CODE, DATA, DIGEST, KEY, MADE, STATE, See, Table, both, each
from tests.wall.reader_columns import READERS, address_seen, ident_seen, letter_seen, named
from tests.wall.sharing_columns import SHARING

_DJANGO = "Django's own, without rows of members"

EXEMPT: Mapping[str, str] = {
    "auth.Permission": _DJANGO,
    "auth.Group": _DJANGO,
    "contenttypes.ContentType": _DJANGO,
    "sessions.Session": "its key stands among the words nobody may read (asking.py)",
    "members.DirectoryStamp": "a mark of the cache",
    "members.Binding": "no door writes it but from a contract's bound; codes and an article's number",
    "members.AllianceSetting": "codes, and the number of a public rule",
    "members.LibrarySetting": "codes and numbers",
    "members.Affiliation": "codes and keys",
    "members.Assignment": "a class mark",
    "members.OpeningHours": "times",
    "members.Parcel": "its file is asked for; its bytes are the library's own",
    "votes.Elector": "Symbols and keys",
    "votes.Vote": "the key of a choice",
    "votes.Paper": "the key of a choice",
    "catalogue.Work": "a key made of public titles",
    "catalogue.Edition": MADE,
    "catalogue.Facts": MADE,
    "catalogue.Description": MADE,
    "catalogue.Block": "digests",
    "catalogue.Link": "numbers",
    "catalogue.Passage": "codes",
    "catalogue.Source": "codes",
    "catalogue.PastRecord": BYTES,
    "catalogue.Amendment": "made by the door from what is public in the catalogue",
    "cataloguing.LabelChoice": "codes",
    "browse.Heading": MADE,
    "resources.LevelStamp": "a mark of the cache",
    "resources.Follow": "numbers",
    "browse.Link": "numbers",
    "browse.SubjectWord": MADE,
    "browse.Shelf": MADE,
    "browse.Shown": MADE,
    "browse.State": "numbers of rules",
    "ledger.Posting": "numbers",
    "office.DutySwap": "codes and keys",
    "office.RuleReading": "a key",
    "cards.RightsStamp": "a mark of the cache",
    "sharing.PlanningStamp": "a mark of the cache",
    "sharing.Capacity": "codes and numbers",
    "sharing.Handling": "codes and numbers",
    "sharing.Transit": "numbers",
    "sharing.PartnerPace": "numbers",
    "sharing.Passage": "codes, numbers and moments",
    "sharing.Simulation": "a made-up alliance; a key",
    "sharing.Glance": "numbers",
    "account.EmailConfirmation": "switched off: addresses are not confirmed here",
    "mfa.Authenticator": "sealed by allauth; its secrets are tried in members/tests",
    "usersessions.UserSession": "made by signing in with a password; tried in members/tests",
    "socialaccount.SocialApp": "campuses are configured, not stored",
    "socialaccount.SocialAccount": "only with a campus; tried in members/tests",
    "socialaccount.SocialToken": "never stored (SOCIALACCOUNT_STORE_TOKENS is off)",
}

TABLES: Mapping[str, Table] = {
    "news.Event": Table(
        p.text_library,
        {
            **each(CODE, "kind", "agent", "object_kind", "object_id", "library"),
            **each(KEY, "person"),
            **each(DIGEST, "key"),
            **each(DATA, "reply", "facts"),
            "reason": "append-only: rows with words are written (canaries.py)",
        },
    ),
    "news.Delivery": Table(p.all_, {"subscriber": CODE, "problem": See.OFFICE}),
    "news.Turn": Table(p.all_, {"name": CODE, "problem": See.OFFICE}),
    "mail.Letter": Table(
        p.text_library,
        {
            **each(CODE, "kind", "about_kind", "about_id", "library", "language", "problem"),
            **each(letter_seen, "to", "name", "subject", "text", "said"),
            "ident": ident_seen,
            "handed_by": KEY,
            "link": "holds the secret of an invitation, which stands among the words",
        },
    ),
    "members.Alliance": Table(
        p.all_,
        {**both(See.PUBLIC, "name", "words"), **each(CODE, "time_zone", "holidays_of", "colour", "mark")},
    ),
    "members.Library": Table(
        lambda row: row.symbol,
        {
            **both(p.applicant, "name", "region"),
            **both(p.applicant, "short"),
            **each(CODE, "symbol", "kind"),
            **each(STATE, "status", "stood"),
            "website": "an address, which the form would refuse to show",
        },
    ),
    "members.LibraryAlias": Table(p.library, {"name": See.PUBLIC}),
    "members.Branch": Table(
        p.library,
        {"code": CODE, **both(See.PUBLIC, "name", "address", "floors"), **each(See.PUBLIC, "phone", "email")},
    ),
    "members.ExceptionDay": Table(lambda row: row.branch.library.symbol, both(See.PUBLIC, "reason")),
    "members.Indicator": Table(
        p.library,
        {**each(CODE, "measure"), **both(See.PUBLIC, "unit", "definition", "doubt"), "source": See.PUBLIC},
    ),
    "members.Holiday": Table(p.all_, {**both(See.PUBLIC, "name"), "source": CODE}),
    "members.Vacation": Table(p.library, both(See.PUBLIC, "name")),
    "members.Agency": Table(
        p.library, {"kind": CODE, **both(p.agency_seen, "name"), **each(p.agency_seen, "phone", "email")}
    ),
    "members.Delegation": Table(lambda row: "ALL", each(CODE, "action", "within")),
    "members.Exemption": Table(
        p.library, {**each(CODE, "name", "bound"), "reason": See.ALLIANCE, "decided_by": KEY}
    ),
    "members.Person": Table(
        p._of,
        {
            "password": See.NOBODY,
            "key": KEY,
            "username": "what people sign in with: the tests do",
            "language": CODE,
            "email": named("contact"),
            **both(named("name"), "name"),
            **both(named("about"), "about"),
        },
    ),
    "members.Skill": Table(
        lambda row: p._of(row.person),
        {**each(CODE, "kind", "code", "level"), "text": See.COLLEAGUE},
    ),
    "members.Invitation": Table(
        p.library,
        {
            **each(CODE, "kind", "role", "language"),
            "digest": DIGEST,
            "email": See.RUNS,
            **both(See.RUNS, "name"),
            **each(KEY, "invited_by", "used_by"),
        },
    ),
    "members.Application": Table(
        p.library,
        {**each(See.OFFICE, "contact", "email", "phone", "address", "words"), "language": CODE},
    ),
    "votes.Ballot": Table(
        p.asked,
        {
            **each(CODE, "about_kind", "about_id", "about_library", "per", "state"),
            **both(See.COLLEAGUE, "question", "words"),
            **each(DATA, "choices", "facts", "result"),
            **each(KEY, "opened_by", "closed_by"),
            "reason": See.COLLEAGUE,
        },
    ),
    "work.WorkItem": Table(
        p.two_sides,
        {
            **each(CODE, "kind", "about_kind", "about_id", "to_role", "then", "visibility"),
            **each(STATE, "state", "last_action"),
            **each(KEY, "asked_by", "to_person", "held_by", "moved_by", "was_with"),
            "url": "a path of this house",
            **both(p.item_seen, "title"),
            **each(p.item_seen, "note", "words", "evidence"),
        },
    ),
    "catalogue.Load": Table(
        p.library,
        {
            "person": KEY,
            **each(DATA, "rules", "report", "refusal"),
            "state": STATE,
            "origin": See.STAFF,
            "files": "the name of the file holds a word of its own",
        },
    ),
    "catalogue.Reject": Table(p.library, {"file": See.STAFF, "reason": CODE, "facts": DATA, "raw": BYTES}),
    "catalogue.ClassLine": Table(p.library, {**each(CODE, "local", "key", "clc"), "note": See.STAFF}),
    "catalogue.Record": Table(
        p.library,
        {**each(CODE, "kind", "local_id", "syntax", "charset", "mended"), "digest": DIGEST, "raw": BYTES},
    ),
    "catalogue.Item": Table(
        p.library,
        each(
            MADE,
            *(
                [
                    "holding_of",
                    "branch",
                    "shelving_location",
                    "call_number",
                    "barcode",
                    "volume",
                    "status",
                    "loan_policy",
                    "url",
                ]
            ),
        ),
    ),
    "catalogue.Ruling": Table(
        p.all_,
        {
            **each(CODE, "one_local_id", "other_local_id", "verdict"),
            **each(KEY, "person", "undone_by"),
            **each(See.CATALOGUERS, "why", "undone_why"),
        },
    ),
    "catalogue.Doubt": Table(
        p.all_, {**each(CODE, "reason", "script"), "state": STATE, "decided_by": KEY, "why": See.CATALOGUERS}
    ),
    "cataloguing.Suggestion": Table(
        p.suggested,
        {
            **each(See.KEEPERS, "title", "was", "proposed", "why", "reason"),
            "field": CODE,
            **each(KEY, "person", "decided_by"),
            "state": STATE,
        },
    ),
    "cataloguing.LocalNote": Table(p.library, {"text": p.note_seen, "person": KEY}),
    "lists.ReadingList": Table(p.person, {"person": KEY, "name": p.list_seen, "secret": KEY}),
    "lists.Entry": Table(
        lambda row: p.of_person(row.list.person),
        {"title": MADE, "note": p.entry_seen},
    ),
    "lists.SavedSearch": Table(
        p.person, {"person": KEY, "name": See.PERSON, "query": "what is asked of the index"}
    ),
    "office.Activity": Table(
        p.text_library,
        {
            **each(CODE, "library", "kind"),
            "entered_by": KEY,
            **both(See.ALLIANCE, "title", "about"),
            **each(See.ALLIANCE, "partners", "place", "withdrawn_why"),
        },
    ),
    "office.Contract": Table(
        p.parties,
        {
            **each(CODE, "kind", "visible"),
            "conflict": STATE,
            "number": See.ALLIANCE,
            **both(See.ALLIANCE, "title", "about"),
            **each(See.ALLIANCE, "ended_why", "conflict_note"),
        },
    ),
    "office.Party": Table(
        lambda row: p.parties(row.contract),
        {"library": CODE, **both(See.ALLIANCE, "name")},
    ),
    "office.ContractText": Table(
        lambda row: p.parties(row.contract),
        {
            **each(CODE, "file", "media_type"),
            "digest": DIGEST,
            "added_by": KEY,
            **each(lambda row: p.contract_seen(row.contract), "name", "note"),
        },
    ),
    "office.Signature": Table(
        lambda row: p.parties(row.text.contract),
        {"signer": lambda row: p.contract_seen(row.text.contract), "how": CODE, "recorded_by": KEY},
    ),
    "office.Duty": Table(p.all_, {"code": CODE, **both(See.ALLIANCE, "name", "about")}),
    "cards.RightRule": Table(
        p.library,
        {
            **each(CODE, "library_kind", "home_kind", "relation", "group_kind", "service"),
            **both(See.PUBLIC, "note"),
            **each(See.ALLIANCE, "article", "exempt_why"),
            "set_by": KEY,
        },
    ),
    "office.DutyHolding": Table(p.library, {**each(KEY, "person", "backup_person"), "said_by": CODE}),
    "office.DutyTransfer": Table(
        p.library, {**each(KEY, "person", "proposed_by"), "state": STATE, "reason": See.ALLIANCE}
    ),
    "office.DutyShift": Table(p.library, {"person": KEY, "reason": See.ALLIANCE}),
    "office.Rule": Table(
        p.text_library,
        {**each(CODE, "number", "level", "order", "library", "readers"), "repealed_why": See.ALLIANCE},
    ),
    "office.RuleVersion": Table(
        lambda row: row.rule.library or "ALL",
        {
            **both(p.rule_seen, "title", "text"),
            **each(CODE, "scope", "setting"),
            **each(DATA, "targets", "bound"),
            **each(KEY, "drafted_by", "adopted_by"),
            "bound_problem": p.trouble_seen,
        },
    ),
    "office.RuleException": Table(
        p.text_library, {"library": CODE, "reason": See.ALLIANCE, "granted_by": KEY}
    ),
    "office.Resolution": Table(
        p.all_,
        {
            **each(CODE, "number", "about_kind", "about_id", "how"),
            "state": STATE,
            "facts": DATA,
            "proposed_by": KEY,
            **both(See.ALLIANCE, "title", "text"),
            "problem": See.ALLIANCE,
        },
    ),
    "office.Sheet": Table(
        p.person, {"person": KEY, "kind": CODE, "name": See.PERSON, "lines": "typed cells"}
    ),
    "resources.Resource": Table(
        p.resource,
        {
            **both(See.PUBLIC, "name", "about"),
            "provider": See.PUBLIC,
            **each(CODE, "kind", "classes", "link_why"),
            **each("an address, which the form would refuse to show", "url", "moved_to"),
            "link_state": STATE,
            "terms": "its note holds a word of its own",
        },
    ),
    "resources.Title": Table(
        lambda row: p.resource(row.resource),
        {
            **each(See.PUBLIC, "title", "author"),
            "folded": MADE,
            **each(CODE, "title_id", "print_id", "online_id", "embargo", "kind", "access", "matched_by"),
            **each(CODE, "link_why"),
            **each("an address, which the form would refuse to show", "url", "moved_to"),
            **each(DATA, "coverage", "line"),
            "digest": DIGEST,
            "link_state": STATE,
        },
    ),
    "resources.Level": Table(
        p.resource,
        {
            **each(CODE, "scope", "value", "service", "level", "widest", "narrowest"),
            "groups": DATA,
            **both(See.ALLIANCE, "note"),
            "article": See.ALLIANCE,
            "set_by": KEY,
        },
    ),
    "resources.Arrival": Table(
        lambda row: p.resource(row.resource),
        {
            "name": See.STAFF,
            **each(CODE, "path"),
            "sha256": DIGEST,
            "state": STATE,
            **each(DATA, "refused", "examples"),
            "by": KEY,
        },
    ),
    "resources.Fault": Table(
        lambda row: p.resource(row.arrival.resource),
        {**each(CODE, "column", "code"), "value": See.STAFF, "raw": BYTES},
    ),
    "account.EmailAddress": Table(p.user, {"email": address_seen}),
    **AGENCY,
    **DELIVERY,
    **SHARING,
    **READERS,
    **PLANNING,
}
