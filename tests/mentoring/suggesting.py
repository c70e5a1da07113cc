"""What tests of suggestions share: quiet mentors, full ones, and asking for suggestions in one line."""

from typing import Any

from ion.base.extensions import db
from ion.core.ports.engine import engine
from ion.core.ports.search import Document
from ion.mentoring.queries.needed import needed
from ion.mentoring.queries.suggestions import Suggestions, suggestions
from ion.mentoring.queries.why import Why, why_not
from ion.models import MentoringNeed, MentorProfile, RequestState, User
from tests.factories import MentorFactory, MentoringRequestFactory, viewer_of

EMPLOYERS, APPRENTICES = ("topic", "employers"), ("topic", "apprenticeship")


def QuietMentor(*terms: tuple[str, str], **fields: Any) -> MentorProfile:
    """A mentor whose own words say nothing of any question."""
    return MentorFactory(*terms, **{"talks_about": "Anything."} | fields)


def found(mentee: User, need: MentoringNeed) -> Suggestions:
    db.session.rollback()
    answer = suggestions(viewer_of(mentee), need.id)
    assert answer is not None
    return answer


def reasons_not(mentee: User, need: MentoringNeed, mentor: MentorProfile) -> Why:
    db.session.rollback()
    read = needed(need.id)
    assert read is not None
    answer = why_not(viewer_of(mentee), read, mentor.person_id)
    assert answer is not None
    return answer


def ids(answer: Suggestions) -> list[int]:
    return [each.mentor.id for each in answer.best]


def index(mentor: MentorProfile, *labels: str) -> None:
    """Let the search engine know the mentor, as the room's documents do."""
    text = "\n".join((mentor.talks_about, *labels))
    path = f"/people/{mentor.person_id}"
    engine().put([Document("mentor", mentor.person_id, path, "A mentor", text=text, audience="members")])


def fill(mentor: MentorProfile) -> None:
    """Let the mentor have no openings left."""
    for _ in range(mentor.monthly_limit):
        MentoringRequestFactory(mentor=mentor, state=RequestState.ACCEPTED)
