"""What a simulation says when it refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "sharing.no-such-world": _("There is no world “{world}”. Choose one of these: {known}."),
    "sharing.no-such-ranking": _("There is no ranking “{ranking}”. Choose one of these, or all: {known}."),
    "sharing.simulated-libraries": _("A simulated alliance has {least} to {most} libraries, not {given}."),
    "sharing.simulated-requests": _("A simulation takes {least} to {most} requests, not {given}."),
    "sharing.simulated-seed": _("A seed is a number from {least} to {most}, not {given}."),
    "sharing.simulated-processes": _("Work with {least} to {most} processes, not {given}."),
    "sharing.simulations-waiting": _(
        "{most} simulations are waiting already. Look at them first, or start this one later."
    ),
    "sharing.simulated-weights": _(
        "“{name}” is no weight of the scheduling rules, or it is not between {least} and {most}."
    ),
}
