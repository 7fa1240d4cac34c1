"""What rooms, roles, rules, objects and doors of acts are called when people read about them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ROOMS = {
    "members": _("libraries and people"),
    "catalogue": _("records"),
    "cataloguing": _("work by hand"),
    "cards": _("readers and cards"),
    "lists": _("lists of readers"),
    "loans": _("loans"),
    "sharing": _("requests between libraries"),
    "delivery": _("documents handed over"),
    "resources": _("electronic resources"),
    "visits": _("visits"),
    "privacy": _("privacy"),
    "work": _("work items"),
    "votes": _("ballots"),
    "office": _("the alliance office"),
    "site": _("backups"),
    "news": _("the log"),
}
ROLES = {
    "reader": _("reader"),
    "librarian": _("librarian"),
    "cataloguer": _("cataloguer"),
    "manager": _("manager"),
    "office": _("alliance office"),
    "auditor": _("auditor"),
}
RULES = {
    "whoever runs commands on the machine": _("whoever runs commands on the machine"),
    "the alliance office": _("the alliance office"),
    "an auditor of the alliance": _("an auditor of the alliance"),
    "a manager of the library it belongs to": _("a manager of the library it belongs to"),
    "a cataloguer of the library it belongs to": _("a cataloguer of the library it belongs to"),
    "a cataloguer of any member": _("a cataloguer of any member"),
    "a librarian of the library it belongs to": _("a librarian of the library it belongs to"),
    "anybody who works at a member": _("anybody who works at a member"),
    "anybody who is signed in": _("anybody who is signed in"),
    "the person it is about": _("the person it is about"),
    "whoever holds an open invitation": _("whoever holds an open invitation"),
    "whoever wants to become a reader": _("whoever wants to become a reader"),
    "whoever has the role it is offered to, or manages that library": _(
        "whoever has the role it is offered to, or manages that library"
    ),
    "the person it was given to or asked by, while they work at that library": _(
        "the person it was given to or asked by, while they work at that library"
    ),
}
"""The rules of the permission table, by their names there."""
TO_DO = {
    "votes.cast": _("cast the member's vote"),
    "members.admit": _("admit libraries"),
    "members.refuse-application": _("refuse applications"),
    "members.put-to-vote": _("put admissions to the vote"),
    "members.set-setting": _("change a library's settings"),
    "members.exempt": _("exempt libraries from a bound"),
    "members.set-library": _("change a library's particulars"),
    "members.set-branch": _("change branches"),
    "members.set-hours": _("change opening hours"),
    "members.set-exception": _("set exception days"),
    "members.set-vacation": _("enter vacations"),
    "members.set-holiday": _("keep the table of public holidays"),
    "catalogue.load": _("load records"),
    "cataloguing.decide": _("decide about suggested corrections"),
    "work.reassign": _("reassign work items"),
    "work.take": _("take work items in its place"),
    "work.read-queues": _("look at the queues of all members"),
    "news.try-again": _("have deliveries tried again"),
    "sharing.decide": _("decide on licences for what the library owns"),
    "sharing.decide-above": _("decide on licences for the alliance"),
}
"""What can be delegated (permissions.DELEGABLE), as something yet to do."""
UNITS = {"": "", "days": _("days"), "items": _("items in hand"), "pages": _("pages")}
"""What the limit of a delegation counts (permissions.DELEGABLE)."""
AGENCY_KINDS = {
    "general": _("general agency"),
    "region": _("region"),
    "member": _("agency of a member"),
    "department": _("department"),
}
KINDS = {
    "vocational": _("vocational college library"),
    "university": _("university library"),
    "public": _("public library"),
    "special": _("special library"),
    "guest": _("guest"),
}
OBJECTS = {
    "alliance": _("the alliance"),
    "library": _("Library"),
    "branch": _("branch"),
    "holiday": _("holiday"),
    "vacation": _("vacation"),
    "activity": _("outside activity"),
    "agency": _("managing agency"),
    "assignment": _("charge of a discipline"),
    "setting": _("setting"),
    "indicator": _("yearly figure"),
    "person": _("person"),
    "reader-group": _("reader group"),
    "reader-sheet": _("spreadsheet of readers"),
    "invitation": _("invitation"),
    "letter": _("letter"),
    "source": _("source"),
    "load": _("load"),
    "doubt": _("doubtful pair"),
    "ruling": _("decision"),
    "document": _("document"),
    "resolver": _("resolver"),
    "delivery": _("delivery"),
    "sheet": _("spreadsheet"),
    "backup": _("backup"),
    "right-rule": _("rule on readers' rights"),
    "resource": _("electronic resource"),
    "title": _("title of a resource"),
    "arrival": _("list of titles"),
    "level": _("access level"),
    "work": _("work item"),
    "shift": _("turn at a duty"),
    "duty": _("duty"),
    "gate": _("door"),
    "ballot": _("ballot"),
    "contract": _("contract"),
    "rule": _("rule"),
    "resolution": _("resolution"),
    "terminal": _("terminal"),
    "system": _("library system"),
}
AGENTS = {
    "web": _("in the browser"),
    "api": _("by a program"),
    "cli": _("on the command line"),
    "worker": _("by the machine itself"),
    "sip2": _("at a terminal"),
}
UNNAMED = {
    "cli": _("the operator of the machine"),
    "worker": _("the machine"),
    "sip2": _("a terminal"),
    "web": _("somebody not signed in"),
}
"""Who acted, where the event names no person: by the door the act came through."""
WEEKDAYS = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)
