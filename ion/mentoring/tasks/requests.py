"""Outbox work of requests; done again, each changes nothing more."""

from collections.abc import Callable, Sequence

from ion.base.extensions import db
from ion.core.outbox import Work
from ion.core.unit_of_work import unit_of_work
from ion.mentoring.services import closing, feedback, mailing, replies
from ion.mentoring.services.refusals import NotThere
from ion.models import MentoringRequest, RequestState


def each(works: Sequence[Work], deed: Callable[[int], object]) -> None:
    """Do it with what each of the works names, each in a unit of work; what is gone by now needs nothing."""
    for work in works:
        assert work.subject_id is not None
        with unit_of_work():
            try:
                deed(work.subject_id)
            except NotThere:
                continue


def mail(works: Sequence[Work]) -> None:
    """Mail a mentor about what waits, at most once a day."""
    each(works, mailing.mail_due)


def nudge(works: Sequence[Work]) -> None:
    """Bring one request in mind once more, in the mentor's next mail."""
    each(works, remind)


def remind(request_id: int) -> None:
    request = db.session.get(MentoringRequest, request_id)
    if request is not None and request.state is RequestState.ASKED:
        mailing.mail_due(request.mentor_id)


def expire(works: Sequence[Work]) -> None:
    """The time for an answer is over."""
    each(works, closing.expire)


def follow_up(works: Sequence[Work]) -> None:
    """Ask the mentee how the call was."""
    each(works, feedback.follow_up)


def reply(works: Sequence[Work]) -> None:
    """Keep how soon a mentor usually answers."""
    each(works, replies.note_reply)
