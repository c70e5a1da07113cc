"""Two people in a mentorship, as tests begin with them."""

from datetime import datetime, timedelta
from typing import Any, TypeVar

from flask import Flask

from ion.base.extensions import db
from ion.core.unit_of_work import unit_of_work
from ion.core.wall_times import Moment, moment
from ion.mentorships.services import paths, proposing, sessions
from ion.mentorships.services.agreeing import Agreement, Goal
from ion.mentorships.services.paths import Step
from ion.models import Mentorship, MentorshipGoal, MentorshipSession, RequestState, User
from tests.conftest import Browser
from tests.factories import (
    MentorFactory,
    MentoringRequestFactory,
    MentorshipFactory,
    NeedFactory,
    PersonFactory,
    UserFactory,
    sign_in,
)

EAST, WEST = "America/New_York", "America/Los_Angeles"
T = TypeVar("T")
STEPS = [Step(f"Step {at}", f"Talk about {at}.") for at in range(1, 7)]


def pair() -> tuple[User, User]:
    """A mentor in the east and a mentee in the west."""
    mentor = UserFactory(person=PersonFactory(name="Ana Ruiz", zone=EAST))
    return mentor, UserFactory(person=PersonFactory(name="Ben Cole", zone=WEST))


def under_way(mentor: User, mentee: User, **fields: Any) -> int:
    """A mentorship that goes on, with one goal; its id."""
    made = MentorshipFactory(mentor, mentee, **fields)
    with unit_of_work() as session:
        session.add(
            MentorshipGoal(
                mentorship_id=made.id, position=1, words="Lead an employer meeting", before_rating=2
            )
        )
    return made.id


def accepted_request(mentor: User, mentee: User) -> int:
    """A conversation that a mentorship may grow out of; the id of its request."""
    need = NeedFactory(("topic", "employers"), mentee=mentee)
    made = MentoringRequestFactory(need, MentorFactory(user=mentor), state=RequestState.ACCEPTED)
    return made.id


def proposed(mentor: User, mentee: User, *, path_name: str = "") -> Mentorship:
    """One that the mentor proposed after a conversation; the mentee is asked."""
    agreement = Agreement([Goal("Lead an employer meeting")], "Every two weeks", path_name)
    request_id, by_id = accepted_request(mentor, mentee), mentor.person_id
    with unit_of_work():
        return proposing.propose_after(request_id, by_id, agreement, "Shall we?")


def path(name: str = "First year") -> None:
    with unit_of_work():
        paths.keep(name, "For new conveners.", STEPS)


def at(now: datetime, **later: int) -> Moment:
    """A time by the clock in the east, so much later than now."""
    return moment((now + timedelta(**later)).replace(tzinfo=None), EAST)


def one(model: type[T], *conditions: Any) -> T:
    """The only row that meets the conditions."""
    db.session.rollback()
    return db.session.query(model).filter(*conditions).one()


def sessions_of(id: int) -> list[MentorshipSession]:
    db.session.rollback()
    return db.session.query(MentorshipSession).filter_by(mentorship_id=id).order_by("starts_at").all()


def session_in(id: int, mentor: User, mentee: User, moment: Moment) -> int:
    """A session that the mentor proposed and the mentee chose; its id."""
    with unit_of_work():
        session_id = sessions.propose(id, mentor.person_id, [moment], sessions.Plan())[0].id
    with unit_of_work():
        return sessions.choose(id, mentee.person_id, session_id).id


def browser_of(app: Flask, user: User) -> Browser:
    browser = Browser(app)
    sign_in(browser, user)
    return browser
