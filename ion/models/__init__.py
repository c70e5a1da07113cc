"""The shared model layer: one file per aggregate, imported here so that migrations see every table."""

from ion.models.civility import Block, Decision, Report, ReportVoice
from ion.models.comment import Comment, CommentState
from ion.models.conversation import Conversation, ConversationMember, Message, MessageMail
from ion.models.deck import Deck, Slide
from ion.models.delivery import Delivery, Fate
from ion.models.file import Attachment, File
from ion.models.group import GroupMember, GroupStanding, PeerGroup
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
from ion.models.notice import BriefLine, Notice
from ion.models.organization import Organization, OrganizationTerm
from ion.models.outbox import Heartbeat, OutboxRow
from ion.models.person import Person, PersonTerm
from ion.models.post import Post, Spotlight
from ion.models.practice import Practice, PracticeSection, Tool
from ion.models.privacy import DataExport, Departure, RecordHold
from ion.models.publishing import (
    Correction,
    Edition,
    EditorialReview,
    SignOff,
    Verdict,
    Withdrawal,
    WorkingCopy,
)
from ion.models.question import Poll, PollVote, Question, QuestionSheet, QuestionState, QuestionVote
from ion.models.reaction import Follow, ItemLike, SavedItem
from ion.models.record import AuditRow
from ion.models.recording import (
    PlatformReport,
    Recording,
    ReportColumns,
    ReportKind,
    TranscriptPassage,
)
from ion.models.registration import (
    Attendance,
    AttendeeMail,
    Feedback,
    Interest,
    Presence,
    Registration,
    Standing,
    Wish,
)
from ion.models.revision import Revision
from ion.models.setting import SiteSetting
from ion.models.token import Throttle, Token
from ion.models.topic import LocalArea, Series, Stage, Topic
from ion.models.user import Grant, Identity, LastVisit, RecentSearch, SignIn, User, UserGrant
from ion.models.webinar import Webinar, WebinarPractice

__all__ = [
    "Attachment",
    "Attendance",
    "AttendeeMail",
    "AuditRow",
    "Block",
    "BriefLine",
    "Comment",
    "CommentState",
    "Conversation",
    "ConversationMember",
    "Correction",
    "DataExport",
    "Decision",
    "Deck",
    "Delivery",
    "Departure",
    "Edition",
    "EditorialReview",
    "Fate",
    "Feedback",
    "File",
    "Follow",
    "Grant",
    "GroupMember",
    "GroupStanding",
    "Heartbeat",
    "Identity",
    "Interest",
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
    "Message",
    "MessageMail",
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
    "PeerGroup",
    "Person",
    "PersonTerm",
    "PlatformReport",
    "Poll",
    "PollVote",
    "Post",
    "Practice",
    "PracticeSection",
    "Presence",
    "Question",
    "QuestionSheet",
    "QuestionState",
    "QuestionVote",
    "RecentSearch",
    "RecordHold",
    "Recording",
    "Registration",
    "Report",
    "ReportColumns",
    "ReportKind",
    "ReportVoice",
    "Revision",
    "SavedItem",
    "Series",
    "SignIn",
    "SignOff",
    "SiteSetting",
    "Slide",
    "Spotlight",
    "Stage",
    "Standing",
    "Throttle",
    "Token",
    "Tool",
    "Topic",
    "TranscriptPassage",
    "User",
    "UserGrant",
    "Verdict",
    "Webinar",
    "WebinarPractice",
    "Wish",
    "Withdrawal",
    "WorkingCopy",
]
