"""What tests of requests share: somebody who looks, and asking, in one line."""

from ion.base.extensions import db
from ion.core import portable, working
from ion.core.access import Viewer
from ion.core.people import user_of
from ion.core.unit_of_work import unit_of_work
from ion.mentoring.services import requests
from ion.models import MentoringNeed, MentoringRequest, MentorProfile
from ion.worker import HANDLERS
from tests.factories.mentoring import NeedFactory


def viewer_of(person_id: int) -> Viewer:
    """The person as one who looks."""
    user_id = user_of(person_id)
    assert user_id is not None
    who = portable.holder(user_id)
    assert who is not None
    return who


def ask(*mentors: MentorProfile, need: MentoringNeed | None = None) -> MentoringRequest:
    """A need (of a new member, where none is given) put to these mentors; the request that was asked."""
    need = need or NeedFactory()
    ids, need_id, who = [mentor.person_id for mentor in mentors], need.id, viewer_of(need.mentee_id)
    with unit_of_work():
        return requests.ask(who, need_id, ids)


def fresh(request: MentoringRequest) -> MentoringRequest:
    """The request as it is now."""
    db.session.rollback()
    return db.session.get_one(MentoringRequest, request.id, populate_existing=True)


def work() -> None:
    """Do everything of mentoring that is due."""
    mine = {task: handler for task, handler in HANDLERS.items() if task.startswith("mentoring.")}
    working.run_due(mine, "test")


def states(need_id: int) -> list[str]:
    """The states of the requests of a need, in the mentee's order."""
    db.session.rollback()
    rows = db.session.query(MentoringRequest).filter_by(need_id=need_id).order_by(MentoringRequest.position)
    return [str(row.state) for row in rows]
