"""What this room's refusals say to a person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "site.server-runs": _(
        "A server is already running on the data folder {home}. Stop it first, or use its address."
    ),
    "site.home-busy": _(
        "The data folder {home} is in use by another command or a server. Stop it, then try again."
    ),
    "site.port-taken": _(
        "Port {port} is taken by another program. Stop that one, or choose another: --port {other}"
    ),
    "site.port-forbidden": _(
        "Port {port} may only be opened by the system. Choose one above 1023, such as --port 8000."
    ),
    "site.address": _("Cannot listen on {host} port {port}: {why}."),
    "site.unsafe": _(
        "The database in {home} cannot be run safely ({why}). The data folder must lie on a local disk."
    ),
    "site.backup-not-empty": _(
        "The folder {folder} already holds something. Name a new one for this backup."
    ),
    "site.backup-inside": _(
        "A backup inside the data folder {home} would be lost with it. Name a folder elsewhere."
    ),
    "site.backup-failed": _("The backup could not be written to {folder}: {why}. Nothing was changed."),
    "site.no-backup-folder": _(
        "No folder for backups is set. Name one here, or set COMMONSHELF_BACKUPS for backups made by "
        "themselves."
    ),
    "site.no-backup-yet": _("There is no backup in {folder} yet. Make one first: commonshelf backup"),
    "site.backup-no-room": _(
        "A backup to {folder} needs {needed} MB, and only {free} MB are free. Make room, or name another "
        "disk."
    ),
    "site.drill-failed": _("The backup in {folder} could not be restored as a test: {why}"),
    "site.no-manifest": _(
        "{folder} is not a backup: it has no proper manifest.json. A plain copy of a data folder may be "
        "torn; only what the command backup made can be restored."
    ),
    "site.backup-newer": _(
        "The backup in {folder} was made by version {version}, which is newer than this one. Update first."
    ),
    "site.backup-harmed": _(
        "The backup in {folder} is damaged: {file} is missing or not as it was written. Nothing was changed; "
        "use another backup."
    ),
    "site.home-not-empty": _(
        "The data folder {home} already holds an alliance. To put it aside and restore: --replace"
    ),
}
