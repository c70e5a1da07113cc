"""Rows with sensible content, free of surprises: what a test does not name does not matter to it."""

from tests.factories.items import PostFactory, PracticeFactory, ToolFactory
from tests.factories.people import PersonFactory, UserFactory, sign_in
from tests.factories.vocabulary import TopicFactory

__all__ = [
    "PersonFactory",
    "PostFactory",
    "PracticeFactory",
    "ToolFactory",
    "TopicFactory",
    "UserFactory",
    "sign_in",
]
