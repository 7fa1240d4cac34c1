"""A person of the demo alliance as an actor: what happens there is done by somebody who may do it."""

from __future__ import annotations

from commonshelf.kernel.actor import Actor, Agent, Role, Standing
from commonshelf.members import api as members


def acting(username: str) -> Actor:
    """With the roles they hold and nothing more; refused is what they may not do."""
    card = members.person(name=username)
    ties = tuple(Standing(Role(one.role), one.library) for one in card.affiliations)
    return Actor(key=card.key, name=username, agent=Agent.CLI, standings=ties)
