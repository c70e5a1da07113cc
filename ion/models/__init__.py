"""The shared model layer: one file per aggregate, imported here so that migrations see every table."""

from ion.models.delivery import Delivery, Fate
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
from ion.models.reaction import Follow, ItemLike, SavedItem
from ion.models.record import AuditRow
from ion.models.revision import Revision
from ion.models.token import Throttle, Token
from ion.models.topic import LocalArea, Stage, Topic
from ion.models.user import Grant, Identity, LastVisit, RecentSearch, SignIn, User, UserGrant
from ion.models.webinar import Recording, Webinar

__all__ = [
    "AuditRow",
    "Delivery",
    "Fate",
    "Follow",
    "Grant",
    "Heartbeat",
    "Identity",
    "Item",
    "ItemAuthor",
    "ItemBody",
    "ItemCount",
    "ItemLike",
    "ItemState",
    "ItemTerm",
    "ItemView",
    "KindVersion",
    "LastVisit",
    "LocalArea",
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
    "RecentSearch",
    "Recording",
    "Revision",
    "SavedItem",
    "SignIn",
    "Stage",
    "Throttle",
    "Token",
    "Tool",
    "Topic",
    "User",
    "UserGrant",
    "Webinar",
]
