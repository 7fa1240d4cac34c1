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
    "members.bad-username": _(
        "“{username}” cannot be a user name. Use letters, digits and . _ - + @, at most 60, without spaces."
    ),
    "members.username-taken": _("The user name “{username}” is taken. Choose another one."),
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
    "members.bad-heir": _(
        "“{symbol}” cannot take the work over. Choose a library that takes part, or leave it to the general "
        "agency."
    ),
    "members.invitation-unknown": _(
        "This invitation is not known here. Open the link in the letter itself, or ask the alliance office "
        "for a new one."
    ),
}
