"""What each action is called when people read who did what. One line for each row of the permission table."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SAID = {
    "members.set-alliance": _("named the alliance"),
    "members.set-look": _("chose how the alliance looks"),
    "members.start-alliance": _("founded the alliance"),
    "members.add-library": _("took in a library"),
    "members.end-library": _("ended a membership"),
    "members.set-library": _("changed a library's particulars"),
    "members.add-branch": _("added a branch"),
    "members.set-branch": _("changed a branch"),
    "members.set-hours": _("changed opening hours"),
    "members.set-exception": _("set an exception day"),
    "members.add-agency": _("named a managing agency"),
    "members.add-indicator": _("recorded a yearly figure"),
    "members.add-person": _("added a person"),
    "members.affiliate": _("gave a person a role"),
    "members.end-affiliation": _("ended a person's role"),
    "members.set-profile": _("changed their own profile"),
    "members.set-password": _("set a person's password"),
    "members.read-person": _("looked at a person"),
    "members.sign-in": _("signed in"),
    "members.sign-out": _("signed out"),
    "members.change-password": _("changed their own password"),
    "catalogue.load": _("loaded records"),
    "catalogue.stop-load": _("stopped a load"),
    "catalogue.set-source": _("changed how a source is read"),
    "catalogue.read-source": _("looked at a source"),
    "catalogue.read-load": _("looked at a load"),
    "catalogue.read-original": _("took along a record as received"),
    "catalogue.renew": _("renewed the catalogue from its originals"),
    "catalogue.rematch": _("recomputed all editions by today's rules"),
    "catalogue.review": _("looked at editions that may be one"),
    "catalogue.rule": _("decided whether records are one edition"),
    "catalogue.undo-ruling": _("took back a decision about records"),
    "catalogue.changed": _("changed the catalogue"),
    "cataloguing.read-desk": _("looked at a library's cataloguing desk"),
    "cataloguing.add-record": _("added a record by hand"),
    "cataloguing.copy-record": _("copied another member's record"),
    "cataloguing.edit-record": _("edited a record by hand"),
    "cataloguing.withdraw-record": _("withdrew a record made by hand"),
    "cataloguing.set-copy": _("added or changed a copy by hand"),
    "cataloguing.withdraw-copy": _("withdrew a copy by hand"),
    "cataloguing.set-classes": _("changed a library's table of classes"),
    "cataloguing.set-labels": _("chose how labels are printed"),
    "cataloguing.set-note": _("wrote or changed a local note"),
    "cataloguing.suggest": _("suggested a correction"),
    "cataloguing.read-suggestion": _("looked at a suggested correction"),
    "cataloguing.decide": _("accepted or declined a suggested correction"),
    "cataloguing.withdraw-suggestion": _("withdrew a suggested correction"),
    "lists.read": _("looked at a list of their own"),
    "lists.set-list": _("set up or changed a list of their own"),
    "lists.end-list": _("ended a list of their own"),
    "lists.keep": _("kept something in a list of their own"),
    "lists.set-entry": _("changed something in a list of their own"),
    "lists.leave": _("took something off a list of their own"),
    "lists.save-search": _("saved a search"),
    "lists.look-again": _("looked at a saved search again"),
    "lists.end-search": _("forgot a saved search"),
    "news.read-events": _("read who did what"),
    "news.try-again": _("had a delivery tried again"),
}
OTHERWISE_SAID = {"catalogue.resume": _("went on with a load")}
"""What happens without being anybody's act."""
ROOMS = {
    "members": _("libraries and people"),
    "catalogue": _("records"),
    "cataloguing": _("work by hand"),
    "lists": _("lists of readers"),
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
    "agency": _("managing agency"),
    "indicator": _("yearly figure"),
    "person": _("person"),
    "source": _("source"),
    "load": _("load"),
    "doubt": _("doubtful pair"),
    "ruling": _("decision"),
    "delivery": _("delivery"),
}
AGENTS = {
    "web": _("in the browser"),
    "api": _("by a program"),
    "cli": _("on the command line"),
    "worker": _("by the machine itself"),
}
UNNAMED = {
    "cli": _("the operator of the machine"),
    "worker": _("the machine"),
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
