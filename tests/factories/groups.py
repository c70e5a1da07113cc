"""Peer-learning groups, published, and who is on their rosters."""

from collections.abc import Sequence
from typing import Any

from ion.core import clock, signals
from ion.core.unit_of_work import unit_of_work
from ion.models import GroupMember, GroupStanding, PeerGroup, Person, User
from tests.factories.items import Terms, item


def GroupFactory(
    markdown: str = "What it is about.",
    terms: Terms | None = None,
    facilitator: Person | None = None,
    roster: Sequence[User] = (),
    series: str = "",
    is_open: bool = True,
    rhythm: str = "The second Tuesday of a month, 2:00 p.m. ET",
    **fields: Any,
) -> PeerGroup:
    """A group; `roster` are its members besides the facilitator, who has to be put on it by a test."""
    with unit_of_work() as session:
        made = PeerGroup(
            item=item("group", markdown, terms or {}, (), **fields),
            series=series,
            facilitator_id=facilitator.id if facilitator else None,
            rhythm=rhythm,
            is_open=is_open,
        )
        session.add(made)
        session.flush()
        for user in roster:
            session.add(
                GroupMember(
                    group_id=made.item_id,
                    user_id=user.id,
                    standing=GroupStanding.MEMBER,
                    note="",
                    at=clock.now(),
                )
            )
        session.flush()
        signals.item_changed.send(made.item)
    return made
