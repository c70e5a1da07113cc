"""The shared model layer: one file per aggregate, imported here so that migrations see every table."""

from ion.models.comment import Comment, CommentState
from ion.models.delivery import Delivery, Fate
from ion.models.file import Attachment, File
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
from ion.models.link import LinkUse, OutsideLink
from ion.models.newsletter import Newsletter, NewsletterItem, NewsletterRecipient, NewsletterState
from ion.models.notice import Notice
from ion.models.organization import Organization, OrganizationTerm
from ion.models.outbox import Heartbeat, OutboxRow
from ion.models.person import Person, PersonTerm
from ion.models.post import Post, Spotlight
from ion.models.practice import Practice, PracticeSection, Tool
from ion.models.publishing import (
    Correction,
    Edition,
    EditorialReview,
    SignOff,
    Verdict,
    Withdrawal,
    WorkingCopy,
)
from ion.models.reaction import Follow, ItemLike, SavedItem
from ion.models.record import AuditRow
from ion.models.revision import Revision
from ion.models.setting import SiteSetting
from ion.models.token import Throttle, Token
from ion.models.topic import LocalArea, Series, Stage, Topic
from ion.models.user import Grant, Identity, LastVisit, RecentSearch, SignIn, User, UserGrant
from ion.models.webinar import Recording, Webinar

__all__ = [
    "Attachment",
    "AuditRow",
    "Comment",
    "CommentState",
    "Correction",
    "Delivery",
    "Edition",
    "EditorialReview",
    "Fate",
    "File",
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
    "LinkUse",
    "LocalArea",
    "Newsletter",
    "NewsletterItem",
    "NewsletterRecipient",
    "NewsletterState",
    "Notice",
    "OldAddress",
    "Organization",
    "OrganizationTerm",
    "OutboxRow",
    "OutsideLink",
    "Person",
    "PersonTerm",
    "Post",
    "Practice",
    "PracticeSection",
    "RecentSearch",
    "Recording",
    "Revision",
    "SavedItem",
    "Series",
    "SignIn",
    "SignOff",
    "SiteSetting",
    "Spotlight",
    "Stage",
    "Throttle",
    "Token",
    "Tool",
    "Topic",
    "User",
    "UserGrant",
    "Verdict",
    "Webinar",
    "Withdrawal",
    "WorkingCopy",
]
