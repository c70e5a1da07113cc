"""What groups keep of somebody: the rosters they are on, and the groups they facilitate."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select

from ion.base.extensions import db
from ion.commons.publishing.services.departing import name_instead
from ion.core import signals
from ion.core.portable import about, rows
from ion.core.ports.personal import ContactRole, OwnFile
from ion.groups.queries import KIND, PATH
from ion.groups.services import name_facilitator
from ion.models import GroupMember, Item, ItemState, PeerGroup

FACILITATOR = "Facilitator"
PART = "facilitator"


class GroupData:
    """The rosters a user is on."""

    kind = "groups"

    def export(self, user_id: int, person_id: int) -> Mapping[str, Any]:
        on = rows(GroupMember, GroupMember.user_id == user_id)
        led = rows(PeerGroup, PeerGroup.facilitator_id == person_id)
        return {"rosters": about(on, user_id, key="group_id"), "facilitated": about(led, user_id)}

    def files(self, user_id: int, person_id: int) -> Iterable[OwnFile]:
        return ()

    def release(self, user_id: int, person_id: int, *, keep: bool) -> None:
        db.session.execute(delete(GroupMember).where(GroupMember.user_id == user_id))


class GroupRoles:
    """Who facilitates a group: lets people in, and is named on its page."""

    kind = KIND

    def roles(self, person_id: int) -> Sequence[ContactRole]:
        return told(PeerGroup.facilitator_id == person_id)

    def hand_over(self, id: int, person_id: int | None, to_person_id: int | None) -> None:
        group = db.session.scalar(select(PeerGroup).where(PeerGroup.item_id == id).with_for_update())
        if group is None or group.facilitator_id != person_id:
            return
        group.facilitator_id = to_person_id
        db.session.flush()
        name_facilitator(group)
        name_instead(id, PART, person_id, to_person_id)
        signals.item_changed.send(group.item)

    def vacant(self, most: int) -> Sequence[ContactRole]:
        return told(PeerGroup.facilitator_id.is_(None))[:most]


def told(condition: Any) -> list[ContactRole]:
    found = (
        select(Item.id, Item.title, Item.slug)
        .join(PeerGroup, PeerGroup.item_id == Item.id)
        .where(condition, Item.state == ItemState.PUBLISHED)
        .order_by(Item.title, Item.id)
    )
    return [
        ContactRole(KIND, row.id, row.title, PATH + row.slug, FACILITATOR)
        for row in db.session.execute(found)
    ]
