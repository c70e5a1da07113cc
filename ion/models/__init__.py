"""The shared model layer: one file per aggregate, imported here so that migrations see every table."""

from ion.models.item import (
    Item,
    ItemAuthor,
    ItemBody,
    ItemCount,
    ItemState,
    ItemTerm,
    ItemView,
    KindVersion,
    OldAddress,
)
from ion.models.notice import Notice
from ion.models.organization import Organization, OrganizationTerm
from ion.models.outbox import Heartbeat, OutboxRow
from ion.models.person import Person, PersonTerm
from ion.models.post import Post
from ion.models.practice import Practice, PracticeSection, Tool
from ion.models.record import AuditRow
from ion.models.revision import Revision
from ion.models.topic import Stage, Topic
from ion.models.user import Grant, SignIn, User, UserGrant

__all__ = [
    "AuditRow",
    "Grant",
    "Heartbeat",
    "Item",
    "ItemAuthor",
    "ItemBody",
    "ItemCount",
    "ItemState",
    "ItemTerm",
    "ItemView",
    "KindVersion",
    "Notice",
    "OldAddress",
    "Organization",
    "OrganizationTerm",
    "OutboxRow",
    "Person",
    "PersonTerm",
    "Post",
    "Practice",
    "PracticeSection",
    "Revision",
    "SignIn",
    "Stage",
    "Tool",
    "Topic",
    "User",
    "UserGrant",
]
