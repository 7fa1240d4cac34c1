"""Every address of the house, and whom it is for: the table that the sweep and the tenant wall go by."""

from __future__ import annotations

from collections.abc import Mapping

# What each of the five gets, in that order: o open, a absent (404), l to the sign-in page, p 405: only POST.
PUBLIC, SIGNED_IN, PERSON, NOBODY = "ooooo", "aoooo", "loooo", "aaaaa"
STAFF, DESK, OFFICE, OWNER, SERVES = "aaaoo", "aaooo", "aaaao", "loaaa", "aaaoa"
POSTED, SENT = "ppppp", "lpppp"

WHOM: Mapping[str, str] = {
    "robots": PUBLIC,
    **dict.fromkeys(
        [f"search:{name}" for name in (
            "home", "search", "advanced", "facet", "why", "suggest", "edition", "desk", "mrc", "marcxml",
            "ris", "bib", "csl.json", "search-ris", "search-bib", "search-csl.json", "search-rss", "new",
            "new-rss", "sitemap", "sitemap-part", "work", "opensearch", "parts", "api", "api-1:openapi-json",
            "api-1:search", "api-1:edition", "api-1:holders", "api-1:work", "api-1:libraries",
            "api-1:library",
        )],
        PUBLIC,
    ),
    "search:api-1:api-root": NOBODY,
    **dict.fromkeys([f"members:{name}" for name in ("libraries", "library", "here", "forgotten")], PUBLIC),
    **dict.fromkeys([f"members:{name}" for name in ("branch", "holidays")], PUBLIC),
    "members:own-library": "aaooa",  # those who work at one, each their own
    "members:vacations": STAFF,
    "members:fill-holidays": OFFICE,
    **dict.fromkeys([f"members:{name}" for name in ("agencies", "agency", "bounds", "bound")], DESK),
    "members:settings": STAFF,
    "members:permissions": PUBLIC,
    **dict.fromkeys([f"members:{n}" for n in ("hours", "edit-library", "new-branch", "edit-branch")], STAFF),
    **dict.fromkeys([f"members:{name}" for name in ("happenings", "people")], DESK),
    "members:person": STAFF,
    **dict.fromkeys(
        [f"members:{name}" for name in (
            "invite", "invitations", "people-sheet", "people-template", "outbox", "print-letters", "staff",
            "coverage", "disciplines", "my-disciplines",
        )],
        DESK,
    ),
    "members:invite-library": OFFICE,
    "members:letter": STAFF,
    "members:accept": PUBLIC,
    "members:skills": PERSON,
    **dict.fromkeys(
        [f"members:{n}" for n in (
            "invite-again", "withdraw-invitation", "letter-again", "letter-handed", "test-mail",
        )],
        POSTED,
    ),
    "members:new-library": OFFICE,
    "members:apply": OFFICE,  # and whoever holds an invitation: its own tests
    "members:applied": PUBLIC,
    "office:memberships": OFFICE,
    **dict.fromkeys([f"office:{name}" for name in ("membership", "parcel")], STAFF),
    "office:pack": POSTED,
    "office:parcels": NOBODY,  # until the library one ran has left
    "votes:ballots": SIGNED_IN,  # whoever is asked as a person finds theirs
    "votes:ballot": DESK,
    **dict.fromkeys(["votes:vote", "votes:end"], POSTED),
    **dict.fromkeys([f"office:{name}" for name in ("rules", "rule", "compare", "library-rules")], PUBLIC),
    **dict.fromkeys(
        [f"office:{n}" for n in ("contracts", "contract", "contract-file", "resolutions", "resolution")], DESK
    ),
    **dict.fromkeys(
        [f"office:{name}" for name in (
            "new-contract", "edit-contract", "new-rule", "edit-rule", "readers", "propose", "record",
        )],
        OFFICE,
    ),
    "office:new-local-rule": STAFF,
    **dict.fromkeys([f"office:{name}" for name in ("activities", "activity", "new-activity")], DESK),
    "office:edit-activity": STAFF,
    **dict.fromkeys(["office:act-on-contract", "office:act-on-rule"], POSTED),
    "members:start": NOBODY,
    "members:welcome": SIGNED_IN,
    "members:me": PERSON,
    **dict.fromkeys([f"members:{name}" for name in ("try-again", "sign-in-as")], POSTED),
    "members:(unnamed)": NOBODY,
    **dict.fromkeys([f"catalogue:{name}" for name in ("sources", "loads")], DESK),
    "catalogue:template": SIGNED_IN,
    **dict.fromkeys([f"catalogue:{n}" for n in ("source", "upload", "load", "rejects", "reject")], STAFF),
    "catalogue:preview": NOBODY,  # until files were sent; its own tests send some
    **dict.fromkeys([f"catalogue:{name}" for name in ("stop", "go-on", "repeat")], POSTED),
    **dict.fromkeys([f"review:{n}" for n in ("queue", "pair", "decisions", "rules", "join", "part")], STAFF),
    "review:rehearsal": OFFICE,
    "review:undo": POSTED,
    "cataloguing:desk": DESK,
    **dict.fromkeys([f"cataloguing:{name}" for name in ("own", "suggest-edition", "suggest")], SIGNED_IN),
    **dict.fromkeys(
        [f"cataloguing:{name}" for name in (
            "suggestion", "note", "record", "edit", "withdraw", "copy-record", "add-copy", "copy", "find",
            "work", "add", "form", "suggestions", "notes", "labels", "print", "classes", "classes-template",
        )],
        STAFF,
    ),
    **dict.fromkeys(
        [f"cataloguing:{name}" for name in (
            "decide", "take-back", "withdraw-copy", "take-back-copy", "look", "drop-class",
        )],
        POSTED,
    ),
    **dict.fromkeys(
        [f"browse:{n}" for n in (
            "home", "classes", "class", "call-numbers", "alphabet", "author", "subject",
        )],
        PUBLIC,
    ),
    "loans:own": "aaooa",  # those who work at one, each their own
    "loans:mine": PERSON,
    "loans:hold": POSTED,
    **dict.fromkeys(
        [f"loans:{n}" for n in ("desk", "shelf", "transits", "due", "overdue", "paper", "enter-paper")],
        "aaaoa",  # what readers have is the business of those who serve them
    ),
    **dict.fromkeys([f"loans:{name}" for name in ("slip", "slips", "receipt")], NOBODY),  # its own tests
    **dict.fromkeys([f"resources:{name}" for name in ("all", "one")], PUBLIC),
    **dict.fromkeys([f"resources:{n}" for n in ("own", "links", "levels", "meaning", "level")], DESK),
    **dict.fromkeys(
        [f"resources:{n}" for n in ("edit", "titles", "export", "lists", "list", "title")], STAFF
    ),
    # each for the one they run; the office for the alliance
    **dict.fromkeys([f"resources:{n}" for n in ("new", "new-level")], DESK),
    "resources:check": POSTED,
    # whoever runs a member enters one, for that member
    **dict.fromkeys([f"resources:{name}" for name in ("resolvers", "new-resolver")], DESK),
    "resources:resolver": STAFF,
    "loans:systems": DESK,
    **dict.fromkeys([f"loans:{name}" for name in ("system", "new-terminal", "terminal")], STAFF),
    "loans:connect": OFFICE,
    **dict.fromkeys([f"loans:{name}" for name in ("choose-system", "terminal-password")], POSTED),
    "cards:mine": PERSON,
    **dict.fromkeys([f"cards:{name}" for name in ("join", "activate")], PUBLIC),
    **dict.fromkeys([f"cards:{name}" for name in ("shares", "particulars", "close")], "laaaa"),  # readers
    "cards:own-readers": "aaooa",  # to the readers of the library they work at
    **dict.fromkeys(
        [f"cards:{n}" for n in (
            "readers", "register", "reader", "edit-reader", "block", "merge", "close-reader", "groups",
            "group", "sheets", "sheet-template", "sheet", "sheet-columns", "sheet-broken",
        )],
        SERVES,
    ),
    **dict.fromkeys([f"cards:{name}" for name in ("act-on-reader", "hand-out")], POSTED),
    **dict.fromkeys([f"cards:{name}" for name in ("rights", "rights-at", "api-rights")], PUBLIC),
    **dict.fromkeys([f"cards:{name}" for name in ("rules", "rule", "library-rules", "preview")], DESK),
    "cards:new-rule": OFFICE,
    "cards:new-own-rule": STAFF,
    "cards:api-rights-of-card": POSTED,
    **dict.fromkeys([f"privacy:{name}" for name in ("notice", "gone")], PUBLIC),
    **dict.fromkeys([f"privacy:{name}" for name in ("centre", "everything", "looks", "delete")], PERSON),
    **dict.fromkeys([f"privacy:{name}" for name in ("download", "withdraw")], SENT),
    "privacy:desk": "aaooa",  # those who stand at one
    "privacy:keeping": OFFICE,
    "visits:own": "aaooa",  # those who work at one, each their own
    "visits:gate": STAFF,
    "visits:counts": STAFF,
    "office:home": DESK,
    **dict.fromkeys(
        [f"office:{name}" for name in (
            "set-up", "look", "first-libraries", "sheet", "libraries-template", "calendars", "first-people",
            "ready",
        )],
        OFFICE,
    ),
    "office:bring-libraries": POSTED,
    **dict.fromkeys([f"office:{name}" for name in ("duties", "duty", "duty-rota")], DESK),
    **dict.fromkeys(
        [f"office:duty-{name}" for name in ("new", "edit", "give", "transfer", "backup")], OFFICE
    ),
    **dict.fromkeys(
        [f"office:{name}" for name in (
            "duties-begin", "duty-copy", "duty-holder-end", "duty-turn", "duty-swap",
        )],
        POSTED,
    ),
    **dict.fromkeys([f"work:{name}" for name in ("desk", "ask")], DESK),
    "work:queues": OFFICE,
    "work:item": STAFF,
    **dict.fromkeys([f"work:{name}" for name in ("take", "undo")], POSTED),
    "office:libraries-to-mend": NOBODY,  # until a table waits; its own tests bring one
    **dict.fromkeys([f"lists:{name}" for name in ("overview", "device", "shared", "shared-as")], PUBLIC),
    "lists:device-as": NOBODY,  # without the editions a device keeps
    **dict.fromkeys([f"lists:{n}" for n in ("new", "keep", "save-search", "saved", "entry")], SENT),
    **dict.fromkeys([f"lists:{name}" for name in ("list", "list-as")], OWNER),
    **dict.fromkeys(["sharing:blank", "sharing:get", "sharing:openurl", "sharing:api-ways"], PUBLIC),
    "sharing:api-requests": SIGNED_IN,
    "sharing:api-request": NOBODY,  # but its own reader, who is none of the five
    "sharing:api-act": POSTED,
    "sharing:desk-document": "laaaa",  # without a copy to make: its own tests
    "sharing:desk-document-act": "lpppp",
    **dict.fromkeys([f"delivery:{name}" for name in ("open", "copy", "scanned")], "laaaa"),  # its own tests
    "sharing:ask": NOBODY,  # without a way that is meant
    "sharing:mine": PERSON,
    **dict.fromkeys(["sharing:couriers", "sharing:courier", "sharing:own-supplying"], DESK),
    **dict.fromkeys(["sharing:new-courier", "sharing:bring-couriers"], OFFICE),
    **dict.fromkeys(["sharing:supplying", "sharing:partners"], STAFF),
    **dict.fromkeys(["sharing:own-partners", "sharing:partner"], DESK),  # one that the agency keeps for all
    **dict.fromkeys(["sharing:shared-partners", "sharing:new-partner"], OFFICE),
    "sharing:desk-partner": SERVES,
    **dict.fromkeys(
        [f"sharing:{name}" for name in (
            "agency", "approval", "decided", "rules", "rules-version", "rules-trial", "care", "money",
        )],
        DESK,
    ),
    **dict.fromkeys(["sharing:simulations", "sharing:figures", "sharing:figures-csv"], DESK),
    **dict.fromkeys(["sharing:simulation", "sharing:simulation-file"], NOBODY),  # its own tests make one
    "sharing:rules-draft": OFFICE,
    "sharing:rules-act": POSTED,
    "sharing:call": SERVES,
    **dict.fromkeys(["sharing:statement", "sharing:statement-csv"], STAFF),
    "sharing:request": "laaaa",  # its own reader, who is none of the five
    "sharing:match": "laaoa",
    "sharing:desk-own": DESK,  # to the one they work at, the office to all of them
    "sharing:desk-all": OFFICE,
    **dict.fromkeys([f"sharing:desk{name}" for name in ("", "-request", "-labels", "-manifest")], STAFF),
    **dict.fromkeys([f"sharing:desk-{name}" for name in ("scan", "slips")], SERVES),
    **dict.fromkeys([f"sharing:desk-{name}" for name in ("slips-pdf", "label")], NOBODY),  # its own tests
    **dict.fromkeys([f"sharing:desk-{name}" for name in ("act", "message", "undo", "read")], POSTED),
    **dict.fromkeys(["account_login", "account_signup", "account_logout", "account_inactive"], PUBLIC),
    **dict.fromkeys(["account_change_password", "account_reauthenticate"], PERSON),
    **dict.fromkeys([f"members:{n}" for n in ("working-at", "second-factor", "sessions", "factors")], PERSON),
    "members:letting-in": STAFF,
    **dict.fromkeys(["members:to-campus", "members:campus-unknown"], NOBODY),  # without a campus
    **dict.fromkeys(["openid_connect_login", "openid_connect_callback"], NOBODY),
    **dict.fromkeys(["socialaccount_login_cancelled", "socialaccount_login_error"], PUBLIC),
    **dict.fromkeys(["socialaccount_signup", "(unnamed)"], NOBODY),  # allauth's older addresses
    **dict.fromkeys(["socialaccount_connections", "usersessions_list", "mfa_index"], PERSON),
    **dict.fromkeys(
        [f"mfa_{name}" for name in (
            "activate_totp", "add_webauthn", "list_webauthn", "reauthenticate", "reauthenticate_webauthn",
            "generate_recovery_codes", "authenticate", "login_webauthn", "remove_webauthn", "edit_webauthn",
        )],
        PERSON,
    ),
    **dict.fromkeys(
        [f"mfa_{name}" for name in ("deactivate_totp", "view_recovery_codes", "download_recovery_codes")],
        "laaaa",
    ),
    "account_reset_password": PUBLIC,
    **dict.fromkeys(
        [f"account_{name}" for name in (
            "email", "email_verification_sent", "set_password", "confirm_login_code", "confirm_email",
            "reset_password_from_key", "reset_password_from_key_done", "reset_password_done",
        )],
        NOBODY,
    ),
}  # fmt: skip
