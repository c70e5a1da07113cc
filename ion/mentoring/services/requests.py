"""Asking mentors: the first choice is asked now, the next ones are planned."""

from collections.abc import Sequence

from sqlalchemy import func, select

from ion.base.extensions import db
from ion.core import civil, clock
from ion.core.access import Viewer, scopes
from ion.core.matching.scoring import as_json
from ion.mentoring.policies import ASKED_AGAIN, MOST_CHOICES, OPEN, most_open
from ion.mentoring.queries.askable import FULL, Askable, askable
from ion.mentoring.queries.suggestions import fit
from ion.mentoring.services import turns
from ion.mentoring.services.holding import hold_mentee, hold_request, requests_of
from ion.mentoring.services.refusals import Full, NotThere, Refused, TooManyOpen
from ion.models import MentoringNeed, MentoringRequest, NeedState, RequestState

Rows = dict[int, MentoringRequest]


def ask(who: Viewer, need_id: int, mentor_ids: Sequence[int], client_id: str = "") -> MentoringRequest:
    """Put the viewer's need to these mentors (person ids, in the mentee's order, at most three).

    The first with openings is asked now, the others are planned, those without openings last: each is asked when the
    one before said no or let it expire. Answers the request that was asked; asking the same mentors again (whatever
    the `client_id`) changes nothing. Raises NotThere for a need or mentor that the viewer does not see, and Refused, in
    words: Full, TooManyOpen.
    """
    need = hold_mentee(who, need_id)
    ids = list(dict.fromkeys(mentor_ids))
    if not ids:
        raise Refused("Choose a mentor to ask.")
    if len(ids) > MOST_CHOICES:
        raise Refused(f"Choose at most {MOST_CHOICES} mentors at a time.")
    rows: Rows = {request.mentor_id: request for request in requests_of(need.id)}
    new = [id for id in ids if not (id in rows and rows[id].state in OPEN)]
    if not new:
        return rows[ids[0]]
    if need.state is not NeedState.OPEN:
        raise Refused("This question is closed. Ask a new one.")
    ordered = in_order(who, new, rows)
    check_open(who)
    return put_all(need, ordered, rows)


def in_order(who: Viewer, mentor_ids: Sequence[int], rows: Rows) -> list[int]:
    """The mentors as they will be asked: who is full comes last; raises NotThere and Refused."""
    found = askable(who.person_id, mentor_ids, scopes(who))
    choices: list[Askable] = []
    for id in mentor_ids:
        if id not in found:
            raise NotThere
        if id in rows and rows[id].state not in ASKED_AGAIN:
            raise Refused(f"{found[id].name} was asked this already. Choose somebody else.")
        if found[id].why not in ("", FULL):
            raise Refused(found[id].words)
        choices.append(found[id])
    if all(choice.why == FULL for choice in choices):
        names = " and ".join(choice.name for choice in choices)
        have = "has" if len(choices) == 1 else "have"
        raise Full(f"{names} {have} no openings this month. You can be told when there are some.")
    return [choice.id for choice in sorted(choices, key=lambda choice: choice.why == FULL)]


def check_open(who: Viewer) -> None:
    """Raise TooManyOpen where the viewer waits for as many answers as one may."""
    waiting = (
        select(func.count())
        .select_from(MentoringRequest)
        .join(MentoringNeed, MentoringNeed.id == MentoringRequest.need_id)
        .where(MentoringNeed.mentee_id == who.person_id, MentoringRequest.state == RequestState.ASKED)
    )
    is_new = civil.is_new(who.id)
    most = most_open(is_new=is_new)
    if (db.session.scalar(waiting) or 0) >= most:
        newly = " while they are new here" if is_new else ""
        raise TooManyOpen(
            f"{most} requests of yours wait for an answer, as many as a member may have{newly}. Withdraw one, or wait."
        )


def put_all(need: MentoringNeed, mentor_ids: Sequence[int], rows: Rows) -> MentoringRequest:
    """Write the requests down in this order, after those that are there, and ask the first."""
    last = max((request.position for request in rows.values() if request.state in OPEN), default=0)
    made = [put(need, id, last + number, rows.get(id)) for number, id in enumerate(mentor_ids, 1)]
    db.session.flush()
    need.waits_since = None
    turns.ask_now(made[0])
    return made[0]


def put(need: MentoringNeed, mentor_id: int, position: int, row: MentoringRequest | None) -> MentoringRequest:
    """One planned request, with the points and reasons that the mentee sees now."""
    request = row or MentoringRequest(need_id=need.id, mentor_id=mentor_id, created_at=clock.now())
    score = fit(need.id, mentor_id)
    request.position, request.state = position, RequestState.PLANNED
    request.points = score.points if score else 0
    request.reasons = as_json(score.reasons) if score else []
    request.asked_at = request.answered_at = request.expires_at = None
    request.closed_why = request.words = ""
    request.group_call_id = None
    db.session.add(request)
    return request


def withdraw(who: Viewer, request_id: int) -> MentoringRequest:
    """Take one's request back; the next choice is asked. Again changes nothing. Raises NotThere, and Refused once it
    was answered."""
    request, need = hold_request(request_id)
    if need.mentee_id != who.person_id:
        raise NotThere
    if request.state is RequestState.WITHDRAWN:
        return request
    if request.state not in OPEN:
        raise Refused("This request was answered already.")
    was_asked = request.state is RequestState.ASKED
    turns.end(request, RequestState.WITHDRAWN)
    if was_asked:
        turns.ask_next([need])
    return request


def ask_suggested(who: Viewer, request_id: int) -> MentoringRequest:
    """Ask the person whom a mentor suggested instead. Raises NotThere, and Refused as `ask` does."""
    request = db.session.get(MentoringRequest, request_id)
    if request is None or request.suggested_id is None:
        raise NotThere
    return ask(who, request.need_id, [request.suggested_id])
