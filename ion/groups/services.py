"""Joining and leaving a group. Who joins follows it too, so that its discussion reaches them.

`Refused` is what all refusals are: its words are ready for a page.
"""

from sqlalchemy import select

from ion.base.extensions import db
from ion.commons.reactions import services as reactions
from ion.core import audit, clock, signals
from ion.core.text import squeeze
from ion.groups.queries import KIND
from ion.models import GroupMember, GroupStanding, Item, ItemState, PeerGroup, User

LONGEST_NOTE = 500


class Refused(Exception):
    """A rule forbids it; the text says which, in words for a page."""

    @property
    def words(self) -> str:
        return str(self.args[0])


class NoSuchMember(Exception):
    """There is no such group, or that user neither is on its roster nor asks to be."""


def held(group_id: int) -> PeerGroup:
    """The group, its row held until the end of the unit of work. Raises NoSuchMember."""
    group = db.session.scalar(select(PeerGroup).where(PeerGroup.item_id == group_id).with_for_update())
    item = db.session.get(Item, group_id, populate_existing=True)
    if group is None or item is None or item.state is not ItemState.PUBLISHED:
        raise NoSuchMember
    return group


def member_row(group_id: int, user_id: int) -> GroupMember | None:
    return db.session.get(GroupMember, (group_id, user_id), populate_existing=True)


def join(group_id: int, *, user_id: int, note: str = "") -> GroupMember:
    """Put the user on the roster of an open group, or ask the facilitator of another; again changes nothing."""
    group = held(group_id)
    if present := member_row(group_id, user_id):
        return present
    member = GroupMember(
        group_id=group_id,
        user_id=user_id,
        standing=GroupStanding.MEMBER if group.is_open else GroupStanding.ASKED,
        note="" if group.is_open else squeeze(note, LONGEST_NOTE),
        at=clock.now(),
    )
    db.session.add(member)
    db.session.flush()
    if group.is_open:
        reactions.follow(user_id, KIND, str(group_id), True)
    signals.group_joined.send(member)
    return member


def let_in(group_id: int, user_id: int, *, by_user_id: int) -> None:
    """Put somebody who asks on the roster; nothing for who is on it already. Raises NoSuchMember."""
    held(group_id)
    member = member_row(group_id, user_id)
    if member is None:
        raise NoSuchMember
    if member.standing is not GroupStanding.ASKED:
        return
    member.standing, member.note, member.at = GroupStanding.MEMBER, "", clock.now()
    db.session.flush()
    reactions.follow(user_id, KIND, str(group_id), True)
    audit.record("let in", kind=KIND, id=group_id, user_id=by_user_id, after={"user": user_id})
    signals.group_joined.send(member)


def leave(group_id: int, *, user_id: int) -> None:
    """Take oneself off the roster, or a request back; nothing for who is nowhere. Raises Refused for the
    facilitator."""
    held(group_id)
    member = member_row(group_id, user_id)
    if member is None:
        return
    if member.standing is GroupStanding.FACILITATOR:
        raise Refused("You facilitate this group. Ask ION staff to name another facilitator first.")
    forget(member)


def remove(group_id: int, user_id: int, *, by_user_id: int) -> None:
    """Take somebody off the roster, or turn a request down. Raises NoSuchMember, Refused for the facilitator."""
    held(group_id)
    member = member_row(group_id, user_id)
    if member is None:
        raise NoSuchMember
    if member.standing is GroupStanding.FACILITATOR:
        raise Refused("The facilitator stays on the roster. Name another one on the page of writing first.")
    was = member.standing
    forget(member)
    audit.record("removed", kind=KIND, id=group_id, user_id=by_user_id, before={"user": user_id, "as": was})


def forget(member: GroupMember) -> None:
    reactions.follow(member.user_id, KIND, str(member.group_id), False)
    db.session.delete(member)
    db.session.flush()


def name_facilitator(group: PeerGroup) -> None:
    """Let the roster have the facilitator of the group, and no other one; nobody where that person has no login."""
    user_id = db.session.scalar(select(User.id).where(User.person_id == group.facilitator_id))
    rows = db.session.scalars(select(GroupMember).where(GroupMember.group_id == group.item_id)).all()
    for row in rows:
        if row.standing is GroupStanding.FACILITATOR and row.user_id != user_id:
            row.standing = GroupStanding.MEMBER
    if user_id is not None:
        member = next((row for row in rows if row.user_id == user_id), None)
        member = member or GroupMember(group_id=group.item_id, user_id=user_id, note="", at=clock.now())
        member.standing = GroupStanding.FACILITATOR
        db.session.add(member)
        reactions.follow(user_id, KIND, str(group.item_id), True)
    db.session.flush()
