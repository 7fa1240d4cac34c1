"""What readers have seen of their requests, so that what happened since is marked as new."""

from __future__ import annotations

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.members import api as members
from commonshelf.sharing.models import Glance, PatronRequest


def seen(*, reader: str) -> dict[str, int]:
    """Number of a request -> the version its reader last looked at; those never opened are left out."""
    rows = Glance.objects.filter(request__reader__person__key=reader)
    return dict(rows.values_list("request__number", "version"))


def looked(*, actor: Actor, number: str, version: int) -> None:
    """The reader has the request before them. No act: no event says who looked when."""
    row = PatronRequest.objects.filter(number=number, reader__person__key=actor.key).first()
    if row is None or not actor.key:
        return
    members.demand(actor=actor, action="sharing.read", object=Ref("reader", actor.key, ""))
    known = Glance.objects.filter(request=row).first()
    if known is None:
        Glance.objects.get_or_create(request=row, defaults={"version": version})
    elif known.version < version:
        Glance.objects.filter(pk=known.pk, version__lt=version).update(version=version)
