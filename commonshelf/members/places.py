"""Where a person stands, and who may do to them what reaches all of it.

Whoever lets somebody in anew, or shuts them out, must be allowed at every place the person stands: a
library's manager must not become the alliance office by giving one of its people a new password.
"""

from __future__ import annotations

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent
from commonshelf.members.acting import allowed
from commonshelf.members.models import Person
from commonshelf.members.people import places_of


def may_everywhere(*, actor: Actor, action: str, person: Person) -> bool:
    return all(
        allowed(actor=actor, action=action, object=Ref("person", person.key, library))
        for library in places_of(person)
    )


def demand_everywhere(*, actor: Actor, action: str, person: Person) -> str:
    """Absent unless allowed at all of them; the Symbol of one of them, for the event."""
    if not may_everywhere(actor=actor, action=action, person=person):
        raise Absent
    return min(places_of(person))
