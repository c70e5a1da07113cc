"""Rows with sensible content, free of surprises: what a test does not name does not matter to it."""

from tests.factories.conversations import (
    ConversationFactory,
    MessageFactory,
    RequestFactory,
    many_messages,
    viewer_of,
)
from tests.factories.decks import DeckFactory
from tests.factories.groups import GroupFactory
from tests.factories.items import PostFactory, PracticeFactory, ToolFactory
from tests.factories.mentoring import (
    HeldTermFactory,
    MentorFactory,
    MentoringRequestFactory,
    MentorshipFactory,
    NeedFactory,
)
from tests.factories.organizations import LocalAreaFactory, OrganizationFactory
from tests.factories.people import PersonFactory, UserFactory, sign_in
from tests.factories.registrations import (
    AttendanceFactory,
    FeedbackFactory,
    QuestionFactory,
    RegistrationFactory,
)
from tests.factories.vocabulary import TopicFactory
from tests.factories.webinars import WebinarFactory

__all__ = [
    "AttendanceFactory",
    "ConversationFactory",
    "DeckFactory",
    "FeedbackFactory",
    "GroupFactory",
    "HeldTermFactory",
    "LocalAreaFactory",
    "MentorFactory",
    "MentoringRequestFactory",
    "MentorshipFactory",
    "MessageFactory",
    "NeedFactory",
    "OrganizationFactory",
    "PersonFactory",
    "PostFactory",
    "PracticeFactory",
    "QuestionFactory",
    "RegistrationFactory",
    "RequestFactory",
    "ToolFactory",
    "TopicFactory",
    "UserFactory",
    "WebinarFactory",
    "many_messages",
    "sign_in",
    "viewer_of",
]
