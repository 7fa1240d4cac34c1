"""The sentence of every refusal of this room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SENTENCES: dict[str, str | _StrPromise] = {
    "office.no-lines": _("There is no line in it. Fill in the table, or paste lines with their headings."),
    "office.too-many-lines": _("The table has {lines} lines; {most} at a time can be read. Divide it."),
    "office.bad-table": _("The file {file} could not be read as a table: {problem}"),
    "office.table-too-large": _(
        "The file {file} is larger than {mib} MB. A table of libraries is never so large."
    ),
    "office.missing-columns": _("These columns are missing: {columns}. Begin with our empty table."),
    # cells of the table of libraries
    "office.cell-needed": _("Must be filled in."),
    "office.cell-name": _("Give the name in Chinese, in English, or in both."),
    "office.cell-long": _("It has {length} characters; at most {most} fit."),
    "office.cell-symbol": _("“{said}” is no symbol: letters, digits and hyphens, as in CN-512300."),
    "office.cell-symbol-taken": _("“{said}” is taken by a library of the alliance, or was once."),
    "office.cell-symbol-twice": _("“{said}” stands in more than one line (also {lines}). Give each its own."),
    "office.cell-kind": _(
        "“{said}” is no kind of library: vocational, university, public, special or guest."
    ),
    "office.cell-web": _("“{said}” is no web address. Write it whole, beginning with https://."),
    "office.cell-mail": _("“{said}” is no mail address."),
    "office.cell-place": _("“{said}” is no place. Latitude first, then longitude: 30.837, 106.110."),
    "office.cell-hours": _(
        "“{said}” cannot be read. Write 08:00-22:00, with a break 08:00-12:00, 14:00-18:00."
    ),
    "office.cell-hours-range": _("There is no {time} o'clock in “{said}”. A day ends at 24:00."),
    "office.cell-hours-overlap": _("In “{said}” two times overlap."),
    "office.cell-vacation": _(
        "“{said}” cannot be read. Write 2027-01-20 to 2027-02-25, and a name after it."
    ),
    "office.cell-vacation-turned": _("“{said}” ends before it begins."),
    "office.cell-vacation-long": _("“{said}” lasts {days} days. Is the year right?"),
    "office.cell-door": _("“{said}” could not be taken in ({code})."),
}
