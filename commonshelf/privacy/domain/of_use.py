"""The table, second part: loans, visits, accounts, work, votes, papers, and the record of what happened."""

from __future__ import annotations

from typing import Final

from commonshelf.privacy.domain.vocabulary import ACTED, Link, Table, Timer, act, columns, key_of, whose

_SUMS: Final = "an account must sum to zero for ever; its owner is a key that leads to nobody any more"
_ITS_TEXT: Final = "public business of the alliance; the row names nobody but by a key"
_LOANS: Final = "privacy.loan-days"

LOANS: Final[Table] = {
    "loans.Loan": columns(
        whose(
            "reader", erase="unlink", stamp="unlinked_at", why="home and kind of group stay for statistics"
        ),
        *act("lent_by"),
        Timer(
            "closed_at",
            "unlink",
            setting=_LOANS,
            library="library",
            path="reader",
            stamp="unlinked_at",
            unless=(("reader__keeps_history", True),),
        ),
        activity="thing reader lent_at due_date renewals renewed_at returned_library returned_branch"
        " closed_at"
        " library branch state reminded_at",
        operational="id home group_kind most_renewals days lent_by agent unlinked_at",
        section="loans",
    ),
    "loans.Hold": columns(
        whose("reader", erase="unlink", why="that a hold was fetched or not stays for statistics"),
        Timer(
            "closed_at",
            "unlink",
            setting=_LOANS,
            library="library",
            path="reader",
            unless=(("reader__keeps_history", True),),
        ),
        activity="reader edition thing library branch about title_zh title_en state placed_at ready_at"
        " fetch_by_date"
        " closed_at",
        operational="id",
        section="holds",
    ),
    "loans.Fee": columns(
        whose(
            "reader", erase="unlink", why="what was owed and paid stays in the accounts; for which book goes"
        ),
        Timer("settled_at", "unlink", setting=_LOANS, library="library", path="reader"),
        activity="reader loan library kind amount settled at settled_at",
        operational="id transfer",
        section="money",
    ),
    "loans.Step": columns(
        *act("person"),
        Timer("at", "delete", days=1, done_by="loans.tidy"),
        operational="id thing act library branch person at version before made undone_at",
    ),
    "loans.Thing": columns(
        operational="id at_library at_branch price moved_at version edition condition",
        public="library barcode branch title_zh title_en call_number state",
    ),
    "loans.Transit": columns(
        operational="id thing hold from_library from_branch to_library to_branch sent_at arrived_at"
    ),
    "loans.LibrarySystem": columns(operational="id library adapter settings tried_at problem version"),
    "loans.Terminal": columns(
        operational="id library branch name digest charset active added_at seen_at skew_seconds"
        " language asks_password version",
        withheld="digest",
    ),
}

VISITS: Final[Table] = {
    "visits.Visit": columns(
        whose("reader", erase="unlink", stamp="unlinked_at", why="that somebody came stays for statistics"),
        Timer(
            "came_at",
            "unlink",
            setting="visits.remember-days",
            library="library",
            path="reader",
            stamp="unlinked_at",
            done_by="visits.forget",
        ),
        activity="library branch reader came_at way",
        operational="id home group_kind people unlinked_at",
        section="visits",
    ),
}

LEDGER: Final[Table] = {
    "ledger.Account": columns(
        key_of("owner", erase="keep", why=_SUMS, kind="reader"),
        activity="owner purpose unit",
        operational="id kind opened_at",
        section="money",
    ),
    "ledger.Transfer": columns(
        *act("person", why=ACTED),
        operational="id about_kind about_id library person reverses kind at",
    ),
    "ledger.Posting": columns(
        key_of("account__owner", erase="keep", why=_SUMS, account__kind="reader"),
        activity="transfer account amount",
        operational="id",
        section="money",
    ),
}

WORK: Final[Table] = {
    "work.WorkItem": columns(
        Link("about_id", "about", kinds=("person", "reader")),
        key_of(
            "asked_by",
            erase="keep",
            blank="note words evidence",
            why="what was to be done for a library stays; once done, the asker's words go",
            closed_at__isnull=False,
        ),
        key_of(
            "asked_by",
            erase="keep",
            blank="note",
            why="a reader's own words go although it is still open",
            asking=None,
            library__isnull=False,
        ),
        *act("to_person", "held_by", "moved_by", "was_with", "then"),
        activity="kind about_kind about_id title_zh title_en note asked_by words evidence opened_at"
        " closed_at",
        operational="id url library asking to_person to_role to_agency then held_by state last_action"
        " moved_by"
        " moved_at was_with was_library due_at left_minutes answer_by_at visibility hands version",
        section="work",
    ),
    "votes.Ballot": columns(
        *act("opened_by", "closed_by"),
        operational="id about_kind about_id about_library question_zh question_en words_zh words_en"
        " choices per"
        " quorum_parts quorum_of pass_parts pass_of secret changeable early entitled facts opened_at"
        " opened_by"
        " deadline state closed_at closed_by result reason",
    ),
    "votes.Elector": columns(
        key_of(
            "person", erase="keep", why="a counted vote stays counted; in a secret ballot none knows for what"
        ),
        *act("voted_by"),
        activity="ballot person voted_at",
        operational="id library weight voted_by",
        section="work",
    ),
    "votes.Vote": columns(
        key_of("elector__person", erase="keep", why="a counted vote stays counted"),
        activity="elector choice at",
        operational="id",
        section="work",
    ),
    "votes.Paper": columns(operational="id ballot choice"),
}

OFFICE: Final[Table] = {
    "office.Activity": columns(
        *act("entered_by"),
        operational="id library kind title_zh title_en about_zh about_en partners place contract first_date"
        " last_date withdrawn_date withdrawn_why entered_by version",
    ),
    "office.Contract": columns(
        operational="id number kind framework title_zh title_en about_zh about_en first_date end_date"
        " notice_days"
        " remind_days reminded_for visible conflict conflict_note signed_version ended_date ended_why version"
    ),
    "office.Party": columns(operational="id contract library name_zh name_en place"),
    "office.ContractText": columns(
        *act("added_by"),
        operational="id contract number file name media_type size digest note added_at added_by",
    ),
    "office.Signature": columns(
        *act("recorded_by", why="whoever signed a contract stands in it as long as the contract is kept"),
        identity="signer",
        activity="signed_date",
        operational="id text party how recorded_at recorded_by",
    ),
    "office.Duty": columns(operational="id code name_zh name_en about_zh about_en place ended_at version"),
    "office.DutyHolding": columns(
        key_of("person", erase="keep", why=_ITS_TEXT),
        key_of("backup_person", erase="keep", why=_ITS_TEXT),
        activity="duty library person backup_library backup_person active_from active_to",
        operational="id has_backup said_by",
        not_keys="said_by",
        section="work",
    ),
    "office.DutyTransfer": columns(
        key_of("person", erase="keep", why=_ITS_TEXT),
        *act("proposed_by"),
        activity="duty library person first_date",
        operational="id ballot state reason proposed_by proposed_at closed_at",
        section="work",
    ),
    "office.DutyShift": columns(
        key_of(
            "person", erase="keep", blank="reason", why="who was on duty is a key; why they gave it up goes"
        ),
        activity="duty date starts ends library person given_up_at reason",
        operational="id version",
        section="work",
    ),
    "office.DutySwap": columns(
        *act("proposed_by"), operational="id mine theirs state proposed_by proposed_at closed_at"
    ),
    "office.Rule": columns(
        operational="id number level order library under public readers repealed_date repealed_why created_at"
    ),
    "office.RuleVersion": columns(
        *act("drafted_by", "adopted_by"),
        operational="id rule number title_zh title_en text_zh text_en scope targets setting bound revision"
        " drafted_at drafted_by adopted_date adopted_by resolution effective_date bound_at bound_problem",
    ),
    "office.RuleReading": columns(
        key_of("person"), activity="version person read_at", operational="id", section="work"
    ),
    "office.RuleException": columns(
        *act("granted_by"),
        operational="id rule library reason first_date end_date exemption granted_at granted_by",
    ),
    "office.Resolution": columns(
        *act("proposed_by"),
        operational="id number title_zh title_en text_zh text_en about_kind about_id facts how ballot state"
        " decided_date proposed_at proposed_by problem",
    ),
    "office.Sheet": columns(
        key_of("person"),
        Timer("brought_at", "delete", days=90),
        activity="person kind name lines brought_at",
        operational="id taken",
        section="work",
    ),
}

NEWS: Final[Table] = {
    "news.Event": columns(
        key_of("person", erase="keep", why="what was done stays as it was written; the key leads to nobody"),
        Link(
            "object_id",
            "about",
            act=True,
            erase="keep",
            kinds=("person", "reader"),
            why="what was done stays as it was written; the key leads to nobody",
        ),
        activity="at kind person agent object_kind object_id library reason",
        operational="id key reply facts",
        withheld="key reply",
        not_keys="key",
        section="acts",
    ),
    "news.Delivery": columns(
        operational="id event subscriber due_at lease_until attempts done_at given_up_at problem"
    ),
    "news.Turn": columns(operational="id name due_at lease_until attempts ran_at problem"),
    "privacy.Erasure": columns(
        operational="id asked_at done_at swept_at counts gone_from_backups_date files"
    ),
    "privacy.Forgetting": columns(operational="id ran_at counts problem"),
}
