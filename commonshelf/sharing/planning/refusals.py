"""What planning says when it refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from commonshelf.sharing.planning.route_words import FAULTS

SENTENCES = {
    "sharing.needed-past": _(
        "It is wanted by {day}, but today is {today}. Choose a day that is still to come, or none."
    ),
    "sharing.no-such-edition": _(
        "There is no edition with the number {edition}. Its number stands in the address of its page;"
        " search for its title to find it."
    ),
    "sharing.bad-form": _("“{form}” is no form. Choose print, digital or any."),
    "sharing.fee-too-high": _("{fee} yuan is more than the alliance allows: at most {most} yuan."),
    "sharing.bad-capacity": _(
        "Choose a service, from 0 to {most} requests a day, and a fee that is no debt."
    ),
    "sharing.no-columns": _(
        "These columns are missing: {columns}. Write the headings as on the page, or leave them all out."
    ),
    "sharing.no-lines": _("There is nothing in it. Copy the cells in your spreadsheet and paste them here."),
    "sharing.too-many-lines": _("These are {lines} lines; at most {most} can be brought at once."),
    "sharing.table-too-large": _("{file} is larger than {mib} MiB. Bring the table in parts."),
    "sharing.bad-table": _("{file} cannot be read as a table. {problem}"),
    **{f"sharing.cell-{code}": words for code, words in FAULTS.items()},
}
