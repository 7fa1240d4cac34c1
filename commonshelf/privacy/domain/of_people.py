"""The table, first part: accounts, readers and their cards, letters, and what people keep for themselves."""

from __future__ import annotations

from typing import Final

from commonshelf.privacy.domain.vocabulary import Link, Table, Timer, act, columns, key_of, whose

_OFFICIAL: Final = "an office of a library, as its pages show it"

MEMBERS: Final[Table] = {
    "members.Person": columns(
        Link("key", "key"),
        identity="key username email name_zh name_en about_zh about_en password",
        activity="last_login factor_asked_at created_at",
        operational="id is_active language work_letters demo reader_only sessions_ended",
        withheld="password",
        section="you",
    ),
    "members.Assignment": columns(
        whose("person"),
        activity="person library discipline active_from active_to",
        operational="id",
        section="work",
    ),
    "members.Affiliation": columns(
        whose("person"),
        *act("hand_to", why="whom the work goes to on its last day; the row goes with its own person"),
        activity="person library role active_from active_to",
        operational="id hand_to handed_at",
        section="work",
    ),
    "members.Skill": columns(
        whose("person"), activity="person kind code text level", operational="id place", section="work"
    ),
    "members.Delegation": columns(
        whose("person"),
        activity="person agency action limit within active_from active_to",
        operational="id",
        section="work",
    ),
    "members.Invitation": columns(
        key_of("used_by"),
        Link("email", "address"),
        *act("invited_by"),
        Timer("used_at", "blank", setting="privacy.invitation-days", blank=("email", "name_zh", "name_en")),
        Timer(
            "expires_at", "blank", setting="privacy.invitation-days", blank=("email", "name_zh", "name_en")
        ),
        Timer(
            "withdrawn_at", "blank", setting="privacy.invitation-days", blank=("email", "name_zh", "name_en")
        ),
        identity="email name_zh name_en",
        activity="library role active_from active_to invited_at used_at used_by withdrawn_at",
        operational="id kind digest language invited_by expires_at",
        withheld="digest",
        section="you",
    ),
    "members.Application": columns(
        Link("email", "address", erase="keep", blank=("contact", "email", "phone"), why=_OFFICIAL),
        Timer(
            "applied_at",
            "blank",
            days=1095,
            blank=("contact", "email", "phone", "address", "words"),
            when=(("library__status__in", ("refused", "left")),),
        ),
        identity="contact email phone",
        activity="applied_at",
        operational="id library invitation address words language",
        section="work",
    ),
    "members.Parcel": columns(
        Link(
            "people",
            "list",
            act=True,
            erase="keep",
            why="who may fetch it; the file is made anew without them",
        ),
        operational="id library file bytes sha256 packed_at people",
    ),
    "members.Library": columns(
        operational="id stood version",
        public="symbol name_zh name_en short_zh short_en kind region_zh region_en website status status_from"
        " active_from active_to",
    ),
    "members.LibraryAlias": columns(operational="id", public="library name"),
    "members.Branch": columns(
        operational="id",
        public="library code name_zh name_en address_zh address_en latitude longitude phone email floors_zh"
        " floors_en main",
    ),
    "members.OpeningHours": columns(operational="id", public="branch weekday opens closes"),
    "members.ExceptionDay": columns(operational="id", public="branch date opens closes reason_zh reason_en"),
    "members.Vacation": columns(
        operational="id", public="library branch first_date end_date opens closes name_zh name_en"
    ),
    "members.Holiday": columns(operational="id source", public="date name_zh name_en worked_as"),
    "members.Indicator": columns(
        operational="id",
        public="library measure year value unit_zh unit_en definition_zh definition_en source doubt_zh"
        " doubt_en",
    ),
    "members.Alliance": columns(
        operational="id time_zone holidays_of created_at",
        public="name_zh name_en colour mark words_zh words_en",
    ),
    "members.Agency": columns(
        operational="id parent closed_at", public="kind library name_zh name_en phone email"
    ),
    "members.AllianceSetting": columns(operational="id name value bound rule version"),
    "members.LibrarySetting": columns(operational="id library name value version"),
    "members.Binding": columns(operational="id level library name bound source active_from active_to"),
    "members.Exemption": columns(
        *act("decided_by"),
        operational="id library name bound reason active_from active_to decided_at decided_by",
    ),
    "members.DirectoryStamp": columns(operational="id mark"),
}

CARDS: Final[Table] = {
    "cards.Reader": columns(
        whose("person"),
        Link(
            "guardian",
            act=True,
            erase="unlink",
            blank=("guardian_name", "guardian_phone"),
            why="the child's row stays; without a guardian its rights rest",
        ),
        Link(
            "into", act=True, erase="unlink", why="what was merged into it is erased with it, in the same act"
        ),
        *act("registered_by"),
        Timer(
            "closed_at",
            "erase",
            setting="privacy.closed-days",
            library="home",
            unless=(("into__isnull", False),),
        ),
        Timer(
            "active_to",
            "erase",
            setting="privacy.lapsed-days",
            library="home",
            unless=(("into__isnull", False),),
        ),
        identity="person alias local_number phone birth_date guardian guardian_name guardian_phone",
        activity="home group guardian_agreed_at active_from active_to registered_at registered_library"
        " closed_at",
        operational="id state into keeps_history reminders registered_by version",
        section="card",
    ),
    "cards.Proof": columns(
        whose("reader"),
        *act("seen_by"),
        identity="reader kind issuer digest tail",
        activity="library seen_at",
        operational="id seen_by",
        withheld="digest",
        section="card",
    ),
    "cards.Card": columns(
        whose("reader"),
        *act("issued_by"),
        identity="reader number",
        activity="library state issued_at ended_at",
        operational="id issued_by",
        section="card",
    ),
    "cards.Block": columns(
        whose("reader"),
        *act("set_by", "lifted_by"),
        Timer("lifted_at", "delete", setting="privacy.block-days", library="library"),
        Timer("active_to", "delete", setting="privacy.block-days", library="library"),
        activity="reader library reason words services active_from active_to set_at lifted_at lifted_why",
        operational="id set_by lifted_by",
        section="card",
    ),
    "cards.Share": columns(
        whose("reader"),
        *act("given_by"),
        Timer("withdrawn_at", "delete", days=1095),
        activity="reader library what notice given_at withdrawn_at",
        operational="id given_by",
        section="sharing",
    ),
    "cards.Activation": columns(
        whose("reader"),
        Timer("expires_at", "delete"),
        activity="reader made_at",
        operational="id digest expires_at tries",
        withheld="digest",
        section="signing-in",
    ),
    "cards.Joining": columns(
        Timer("expires_at", "delete"),
        Timer("used_at", "delete"),
        identity="said",
        activity="created_at used_at",
        operational="id digest expires_at",
        withheld="digest",
    ),
    "cards.ReaderGroup": columns(
        operational="id library months active version", public="code name_zh name_en kind"
    ),
    "cards.ReaderSheet": columns(
        *act("by"),
        Timer("at", "file", setting="privacy.sheet-days", library="library", path="path"),
        operational="id library name path digest state columns choices group report by at done_at",
    ),
    "cards.RightRule": columns(
        *act("set_by"),
        operational="id set_by set_at version exempt_why",
        public="library library_kind home home_kind relation group_kind group service allowed firm items days"
        " renewals fee deposit active_from active_to note_zh note_en article",
    ),
    "cards.RightsStamp": columns(operational="id mark"),
}

KEPT_BY_PEOPLE: Final[Table] = {
    "mail.Letter": columns(
        Link("about_id", "about", kinds=("person", "reader")),
        Link("to", "address"),
        *act("handed_by"),
        Timer(
            "written_at",
            "delete",
            setting="privacy.letter-days",
            library="library",
            when=(("about_kind__in", ("person", "reader")),),
            unless=tuple((name, None) for name in ("sent_at", "given_up_at", "withdrawn_at", "handed_date")),
        ),
        Timer("written_at", "delete", days=180, done_by="mail.forget"),
        identity="to name",
        activity="kind about_kind about_id library subject text link written_at sent_at handed_date",
        operational="id language ident until due_at lease_until attempts given_up_at withdrawn_at handed_by"
        " problem said",
        section="letters",
    ),
    "lists.ReadingList": columns(
        key_of("person"),
        activity="person name created_at changed_at",
        operational="id secret",
        withheld="secret",
        section="lists",
    ),
    "lists.Entry": columns(
        key_of("list__person"),
        activity="list edition title note kept_at",
        operational="id place",
        section="lists",
    ),
    "lists.SavedSearch": columns(
        key_of("person"),
        activity="person name query total looked_at created_at",
        operational="id",
        section="lists",
    ),
}

_USER: Final = "user"
OUTSIDE: Final[Table] = {
    "auth.Group": columns(operational="id name"),
    "auth.Group_permissions": columns(operational="id group permission"),
    "auth.Permission": columns(operational="id name content_type codename"),
    "contenttypes.ContentType": columns(operational="id app_label model"),
    "sessions.Session": columns(
        Timer("expire_date", "delete", done_by="members.forget-sessions"),
        activity="session_data",
        operational="session_key expire_date",
        withheld="session_key session_data",
    ),
    "account.EmailAddress": columns(
        whose(_USER), identity="user email", operational="id verified primary", section="you"
    ),
    "account.EmailConfirmation": columns(
        whose("email_address__user"),
        activity="email_address created sent",
        operational="id key",
        withheld="key",
    ),
    "mfa.Authenticator": columns(
        whose(_USER),
        activity="user type created_at last_used_at",
        operational="id data",
        withheld="data",
        section="signing-in",
    ),
    "usersessions.UserSession": columns(
        whose(_USER),
        Timer("last_seen_at", "delete", done_by="members.forget-sessions"),
        identity="user ip user_agent",
        activity="created_at last_seen_at",
        operational="id session_key data",
        withheld="session_key",
        section="signing-in",
    ),
    "socialaccount.SocialAccount": columns(
        whose(_USER),
        identity="user provider uid extra_data",
        activity="last_login date_joined",
        operational="id",
        section="signing-in",
    ),
    "socialaccount.SocialApp": columns(
        operational="id provider provider_id name client_id secret key settings",
        withheld="secret key",
        not_keys="key",
    ),
    "socialaccount.SocialToken": columns(
        whose("account__user"),
        activity="app account expires_at",
        operational="id token token_secret",
        withheld="token token_secret",
    ),
}
"""Django's own and allauth's."""
