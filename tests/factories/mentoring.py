"""Mentors, needs, requests and mentorships that are there, as rows; the rules of making them are the services'."""

from datetime import timedelta
from itertools import count
from typing import Any

from ion.base.extensions import db
from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.models import (
    MentoringNeed,
    MentoringRequest,
    MentorProfile,
    Mentorship,
    MentorshipState,
    MentorTerm,
    NeedCriterion,
    NeedState,
    Person,
    PersonTerm,
    RequestState,
    User,
    Weight,
)
from tests.factories.people import UserFactory

_numbers = count(1)


def MentorFactory(*terms: tuple[str, str], user: User | None = None, **fields: Any) -> MentorProfile:
    """A mentor with a login, two conversations a month, who talks about these (facet, key) terms."""
    person_id = (user or UserFactory()).person_id
    at = clock.now()
    usual = {"talks_about": "Working with employers.", "began_at": at, "changed_at": at}
    mentor = MentorProfile(person_id=person_id, **usual | fields)
    with unit_of_work() as session:
        mentor.terms = [MentorTerm(facet=facet, key=key) for facet, key in terms]
        session.add(mentor)
    return mentor


def HeldTermFactory(person: Person | int, *terms: tuple[str, str]) -> None:
    """What a person is: (state, CO), (role, employers) …"""
    id = person if isinstance(person, int) else person.id
    with unit_of_work() as session:
        session.add_all(PersonTerm(person_id=id, facet=facet, key=key) for facet, key in terms)


def NeedFactory(
    *criteria: tuple[str, str] | tuple[str, str, Weight], mentee: User | None = None, **fields: Any
) -> MentoringNeed:
    """An open need of a mentee with these criteria (medium where no weight is given)."""
    usual: dict[str, Any] = {
        "mentee_id": (mentee or UserFactory()).person_id,
        "client_id": f"need-{next(_numbers)}",
        "question": "Our employers stopped coming after the kick-off. What brought yours back?",
        "created_at": clock.now(),
    }
    need = MentoringNeed(**usual | fields)
    with unit_of_work() as session:
        need.criteria = [
            NeedCriterion(facet=row[0], key=row[1], weight=row[2] if len(row) == 3 else Weight.MEDIUM)
            for row in criteria
        ]
        session.add(need)
    return need


def MentoringRequestFactory(
    need: MentoringNeed | None = None, mentor: MentorProfile | None = None, **fields: Any
) -> MentoringRequest:
    """A request that waits for its mentor's answer (or, by `state`, has it)."""
    at = clock.now()
    usual: dict[str, Any] = {
        "need_id": (need or NeedFactory()).id,
        "mentor_id": (mentor or MentorFactory()).person_id,
        "created_at": at,
        "asked_at": at,
        "expires_at": at + timedelta(days=7),
    }
    if fields.get("state") == RequestState.ACCEPTED:
        usual |= {"answered_at": at, "accepted_on": at.date()}
    request = MentoringRequest(**usual | fields)
    with unit_of_work() as session:
        session.add(request)
        if request.state == RequestState.ACCEPTED:
            db.session.get_one(MentoringNeed, request.need_id).state = NeedState.MET
    return request


def MentorshipFactory(mentor: User | None = None, mentee: User | None = None, **fields: Any) -> Mentorship:
    """A mentorship that both agreed to."""
    at = clock.now()
    usual: dict[str, Any] = {
        "mentor_id": (mentor or UserFactory()).person_id,
        "mentee_id": (mentee or UserFactory()).person_id,
        "state": MentorshipState.ACTIVE,
        "proposed_at": at,
        "mentor_agreed_at": at,
        "mentee_agreed_at": at,
        "began_at": at,
        "active_at": at,
    }
    mentorship = Mentorship(**usual | fields)
    with unit_of_work() as session:
        session.add(mentorship)
    return mentorship
