"""What the members' refusals say to people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "members.bad-symbol": _(
        "“{symbol}” cannot be a library's symbol. Use its ISIL or a short code of letters, digits "
        "and hyphens, at most 40."
    ),
    "members.symbol-taken": _(
        "A library with the symbol “{symbol}” is already here. Open it, or choose another symbol."
    ),
    "members.bad-branch-code": _(
        "“{code}” cannot be a branch's code. Use letters, digits, - and _, at most 40, for example “main”."
    ),
    "members.branch-taken": _(
        "This library already has a branch with the code “{code}”. Choose another code."
    ),
    "members.bad-kind": _("“{kind}” is no kind of library. Known kinds: {kinds}."),
    "members.bad-colour": _("“{colour}” is not one of the colours: {colours}."),
    "members.bad-mark": _("“{mark}” does not fit the seal. Give one or two letters or characters."),
    "members.name-by-document": _(
        "The name on a reader's card follows a document: it is corrected at the desk of the home library."
    ),
    "members.no-name": _("A name is missing. Give it in Chinese, in English, or in both."),
    "members.bad-website": _("“{website}” is no web address. Write it whole, beginning with https://."),
    "members.bad-place": _(
        "{latitude}, {longitude} is no place on earth. Latitude runs from -90 to 90, longitude from "
        "-180 to 180; perhaps the two are swapped."
    ),
    "members.bad-weekday": _("Weekday {weekday} does not exist: Monday is 0, Sunday is 6."),
    "members.hours-overlap": _(
        "The hours of one day overlap at {opens}. Let each span begin when or after the one before it ends."
    ),
    "members.half-hours": _(
        "For {date} one of opening and closing time is missing. Give both, or close the day."
    ),
    "members.days-crossed": _("The last day, {last}, lies before the first, {first}. Correct one of them."),
    "members.too-many-days": _(
        "These are {days} days; at most {longest} can be said at once. Look whether a year is mistyped."
    ),
    "members.no-such-country": _(
        "“{country}” is no country whose holidays are known here. Use its code of two letters, such as CN, "
        "with a part of it where it has its own holidays, such as US-CA."
    ),
    "members.bad-year": _("{year} cannot be filled in: choose a year from {first} to {last}."),
    "members.bad-username": _(
        "“{username}” cannot be a user name. Use letters, digits and . _ - + @, at most 60, without spaces."
    ),
    "members.username-taken": _("The user name “{username}” is taken. Choose another one."),
    "members.too-many-guesses": _(
        "There were too many wrong tries for this account. Wait a quarter of an hour, or ask your library's "
        "managing office."
    ),
    "members.weak-password": _("This password is too easy to guess. {why}"),
    "members.bad-role": _("“{role}” is no role here."),
    "members.role-of-the-alliance": _(
        "The role “{role}” is held for the whole alliance. Leave the library empty."
    ),
    "members.last-of-office": _(
        "{person} is the only one left in the alliance office, and without an office nobody could give that "
        "role again. Give it to somebody else first."
    ),
    "members.role-of-a-library": _("The role “{role}” is held at one library. Say at which."),
    "members.dates-crossed": _("It would end on {to}, before it begins on {from}. Correct one of the dates."),
    "members.changed-meanwhile": _(
        "Somebody else has changed {symbol} since you opened this form. Reload the page, look at their "
        "change, and send yours again if it still holds."
    ),
    "members.figure-unexplained": _(
        "The figure “{measure}” needs a unit, a definition and a source, or nobody can compare it."
    ),
    "members.membership-step": _(
        "This step does not follow now: somebody else may have taken another one meanwhile. Open the "
        "library's membership again to see how it stands and what can be done."
    ),
    "members.no-reason": _(
        "Write down why: the library will ask, and so will the next person in the office."
    ),
    "members.no-contact": _("Name somebody to write to, with a mail address or a telephone number."),
    "members.last-library": _(
        "{symbol} is the last library that takes part, and without one there would be no alliance. Take in "
        "another library first."
    ),
    "members.open-work": _(
        "{count} things are still in this library's hands and nobody has taken them over: {things}. Finish "
        "them, or hand them over, and then end the membership."
    ),
    "members.leave-too-early": _(
        "{on} has not come yet. A membership is ended on the day itself; until then give notice, so that "
        "everybody knows the day."
    ),
    "members.notice-too-late": _("{on} is not a day to come. Give notice for a later day."),
    "members.no-notice": _("No notice of {symbol} is waiting that could be withdrawn."),
    "members.still-changing": _(
        "Somebody keeps changing what belongs to {symbol}, so its data could not be packed as they are. Wait "
        "until they have finished (a load, perhaps) and try again."
    ),
    "members.no-member": _("{symbol} is no member of the alliance now, so nobody can work there."),
    "members.role-before-library": _(
        "The role would begin on {from}, but {symbol} is a member from {begins} on. Choose that day or a "
        "later one."
    ),
    "members.bad-heir": _(
        "“{symbol}” cannot take the work over. Choose a library that takes part, or leave it to the general "
        "agency."
    ),
    "members.invitation-unknown": _(
        "This invitation is not known here. Open the link in the letter itself, or ask the alliance office "
        "for a new one."
    ),
    "members.invitation-used": _(
        "This invitation has been used. If it was you, sign in; if not, tell whoever invited you."
    ),
    "members.invitation-withdrawn": _(
        "This invitation no longer holds: it was withdrawn. Ask whoever invited you for a new one."
    ),
    "members.invitation-over": _(
        "This invitation ran out on {on}. Ask whoever invited you to send it again."
    ),
    "members.invitation-days": _("An invitation holds for 1 to {most} days, not {days}."),
    "members.bad-invitation-kind": _("“{kind}” cannot be invited: a person or a library can."),
    "members.role-already-over": _("This role ended on {to}; what is over cannot begin. Give a later day."),
    "members.no-own-address": _("Your account has no mail address. Write it on your account's page first."),
    "members.person-has-work": _(
        "{person} still has {count} things open at this library: {things}. Choose a colleague who takes them "
        "over, or let them be finished first."
    ),
    "members.no-such-colleague": _(
        "Whoever you chose does not work at this library on that day, so the work cannot go to them."
    ),
    "members.second-factor": _(
        "Your alliance asks for a second factor at signing in. Sign in with a browser and set one up first."
    ),
    "members.not-oneself": _("Nobody does this to their own account. Ask somebody else who may."),
    "members.reason-missing": _("Say why: it stands in the log, where the person can ask about it."),
    "members.sheet-empty": _("There are no people in this table. Give one a line, under the headings."),
    "members.sheet-long": _("This table is too long: at most {most} people at a time. Split it."),
    "members.sheet-unreadable": _(
        "{file} cannot be read as a table. Save it as XLSX or CSV, or copy its cells into the box."
    ),
    "members.sheet-no-name": _("The name is missing. Give it in Chinese, in English, or in both."),
    "members.sheet-too-long": _("This is too long: at most {most} characters."),
    "members.sheet-no-library": _("The library is missing. Give its symbol or its name."),
    "members.sheet-unknown-library": _("No library you may invite to is called “{said}”."),
    "members.sheet-no-role": _(
        "The role is missing. Roles: reader, librarian, cataloguer, manager, alliance office, auditor."
    ),
    "members.sheet-unknown-role": _(
        "“{said}” is no role here. Roles: reader, librarian, cataloguer, manager, alliance office, auditor."
    ),
    "members.sheet-role-elsewhere": _(
        "The role “{said}” does not fit the place: alliance office and auditor are of the whole alliance, "
        "all others of a library."
    ),
    "members.sheet-days-crossed": _("The last day lies before the first, or is past."),
    "members.sheet-no-day": _("“{said}” is no day. Write it like 2026-09-01."),
    "members.sheet-no-language": _("“{said}” is no language of letters here. Write Chinese or English."),
    "members.sheet-twice": _("The same person with the same role stands in row {row} already."),
    "members.sheet-invited": _("{email} has an open invitation to this role already."),
    "members.skill-too-long": _("“{text}…” is too long: at most {most} characters a line."),
    "members.unknown-skill": _("“{code}” is not one of the disciplines and languages to choose from."),
    "members.too-many-skills": _("A profile has room for {most} lines. Leave out what matters least."),
    # who is in charge of which discipline
    "members.no-such-discipline": _("“{code}” is no discipline here. Choose one of the main classes."),
    "members.not-working-there": _(
        "This person does not work there on {from}. Give them a role there first."
    ),
    "members.assigned-already": _("This person is in charge of this discipline there already."),
    "members.assignment-over": _("That ended on {to} already."),
}
