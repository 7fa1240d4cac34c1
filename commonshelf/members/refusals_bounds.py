"""What is said when an agency, a delegation, a bound or an exemption cannot stand."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "members.agency-circle": _(
        "{agency} cannot stand below {parent}: it would be above itself. Choose an agency that is not one of "
        "its own."
    ),
    "members.agency-place": _(
        "{agency} cannot stand below {parent}. Regions and members' agencies stand below the general agency "
        "or a region, departments below their member's agency."
    ),
    "members.agency-of-another": _(
        "{agency} and {parent} belong to two different libraries. A department stays with its own."
    ),
    "members.agency-needed": _(
        "{agency} cannot be closed: the alliance has exactly one general agency, and every member exactly "
        "one of its own."
    ),
    "members.nobody-called": _("Nobody here has the user name “{name}”. Look it up under “People”."),
    "members.not-delegable": _("This cannot be delegated ({action}). Give the person a role instead."),
    "members.not-yours-to-delegate": _(
        "You may not do this yourself ({action}), so you cannot let anybody else do it in this agency's "
        "place."
    ),
    "members.no-such-limit": _(
        "A limit of {limit} makes no sense for this ({action}). Leave it empty, or give a whole number from "
        "1 where something can be counted."
    ),
    "members.delegate-self": _("Nobody delegates to themselves. Choose somebody else."),
    "members.delegated-already": _(
        "{person} already may do this for the agency in these days ({action}). End that delegation first."
    ),
    "members.delegation-over": _("This delegation has been over since {to}."),
    "members.not-its-library": _(
        "Not managed by this agency: {library}. Choose among the libraries below it."
    ),
    "members.over-limit": _(
        "What was delegated to you goes up to {limit} {unit} at a time; this is {amount} {unit}. Make it "
        "shorter, or ask the office."
    ),
    "members.begins-in-the-past": _("It would begin on {from}, which is past. Choose today or a later day."),
    "members.ends-in-the-past": _("It would end on {to}, which is past. Choose today or a later day."),
    "members.no-source": _("Say where it is written: the article of the law, or the contract's number."),
    "members.no-bound": _("For “{label}” no bound is given. Give at least one end or choice."),
    "members.bad-level": _("“{level}” does not stand above the alliance. Known: law, contract."),
    "members.bad-setting": _("“{value}” does not fit “{label}”. Look at what the field takes and try again."),
    "members.out-of-bounds": _(
        "“{label}” cannot be {value}: allowed is {bound} (set by {by}). Choose within that, or ask the "
        "office for an exemption."
    ),
    "members.members-outside": _(
        "{n} of the members would fall outside: {libraries}. Look at them below, then confirm that their "
        "values are moved to the nearest allowed one."
    ),
    "members.exemption-endless": _(
        "An exemption needs its last day. What is to hold without end is a rule: change the bound instead."
    ),
    "members.exempted-already": _(
        "This library is already exempted here from {from} until {to}. End that exemption first, or choose "
        "other days."
    ),
    "members.exemption-over": _("This exemption has been over since {to}."),
    "members.bad-object": _(
        "“{object}” names nothing. Write KIND:ID, and @SYMBOL for the library that owns it, for example "
        "library:CN-1 or load:7@CN-1."
    ),
    "members.no-such-library": _("No library here has the symbol “{symbol}”."),
}
