"""Writing down what somebody wants to talk about, changing it, and taking it back."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from ion.base.extensions import db
from ion.core import civil, clock
from ion.core.access import Viewer
from ion.mentoring.queries import needs
from ion.mentoring.services.closing import withdraw_need
from ion.mentoring.services.holding import hold_mentee
from ion.mentoring.services.refusals import Refused
from ion.models import MentoringNeed, MentoringRequest, NeedCriterion, NeedState, Person, Weight

Terms = Mapping[tuple[str, str], Weight]
"""What a mentor should have, by (facet, key)."""
MOST_OPEN = 10
"""Open needs that one member may have."""
CLOSED = "This question is closed. Ask a new one."


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody typed: their question, a note for the mentor, what a mentor should have, where it came from."""

    question: str
    note: str = ""
    criteria: Terms = field(default_factory=dict)
    item_id: int | None = None


def write(who: Viewer, wish: Wish, client_id: str) -> MentoringNeed:
    """The viewer's need as a row; the same `client_id` again is the same need, as it was written first.

    Raises Refused for a member with MOST_OPEN open ones, and for words that wait for ION staff.
    """
    db.session.execute(select(Person.id).where(Person.id == who.person_id).with_for_update(key_share=True))
    mine = select(MentoringNeed).where(MentoringNeed.mentee_id == who.person_id)
    if known := db.session.scalar(mine.where(MentoringNeed.client_id == client_id)):
        return known
    refuse_held(wish)
    if needs.open_total(who.person_id) >= MOST_OPEN:
        raise Refused(
            f"{MOST_OPEN} questions of yours are open, as many as a member may have. Take one back first."
        )
    need = MentoringNeed(
        mentee_id=who.person_id,
        client_id=client_id,
        question=wish.question,
        note=wish.note,
        item_id=wish.item_id,
        created_at=clock.now(),
        criteria=[NeedCriterion(facet=of, key=key, weight=kind) for (of, key), kind in wish.criteria.items()],
    )
    db.session.add(need)
    db.session.flush()
    return need


def refuse_held(wish: Wish) -> None:
    """Raise Refused for words that wait for ION staff: a mentor would read them at once."""
    if why := civil.held(f"{wish.question}\n\n{wish.note}"):
        raise Refused(f"{why} Say it in other words.")


def change(who: Viewer, need_id: int, wish: Wish) -> MentoringNeed:
    """Let the need say this from now on; question and note stay as they are once a mentor was asked.

    Raises NotThere for a need that is not the viewer's, Refused for one that is closed.
    """
    need = open_need(who, need_id)
    if not was_asked(need_id):
        refuse_held(wish)
        need.question, need.note = wish.question, wish.note
    keep_criteria(need, wish.criteria)
    return need


def loosen(who: Viewer, need_id: int, facet: str, key: str) -> None:
    """Let a must be nice to have; nothing for what is none. Raises NotThere, Refused as `change` does."""
    need = open_need(who, need_id)
    for row in need.criteria:
        if (row.facet, row.key) == (facet, key) and row.weight == Weight.MUST:
            row.weight = Weight.LOW
    db.session.flush()


def open_need(who: Viewer, need_id: int) -> MentoringNeed:
    need = hold_mentee(who, need_id)
    if need.state is not NeedState.OPEN:
        raise Refused(CLOSED)
    return need


def was_asked(need_id: int) -> bool:
    """Whether a mentor read the need."""
    asked = select(MentoringRequest.id).where(
        MentoringRequest.need_id == need_id, MentoringRequest.asked_at.is_not(None)
    )
    return db.session.scalar(asked.limit(1)) is not None


def keep_criteria(need: MentoringNeed, wanted: Terms) -> None:
    kept = [row for row in need.criteria if (row.facet, row.key) in wanted]
    for row in kept:
        row.weight = wanted[row.facet, row.key]
    need.criteria = kept + added(wanted, {(row.facet, row.key) for row in kept})
    db.session.flush()


def added(wanted: Terms, have: Collection[tuple[str, str]]) -> list[NeedCriterion]:
    return [
        NeedCriterion(facet=of, key=key, weight=weight)
        for (of, key), weight in wanted.items()
        if (of, key) not in have
    ]


def withdraw(who: Viewer, need_id: int) -> None:
    """Take the question back, and all requests that wait with it; again changes nothing. Raises NotThere, and Refused
    for a need that is met."""
    need = hold_mentee(who, need_id)
    if need.state is NeedState.WITHDRAWN:
        return
    if need.state is not NeedState.OPEN:
        raise Refused(CLOSED)
    withdraw_need(need_id)
    need.state, need.closed_at, need.waits_since = NeedState.WITHDRAWN, clock.now(), None
    db.session.flush()


def wait(who: Viewer, need_id: int, *, on: bool) -> None:
    """Be told when a mentor who fits has openings, or no longer. Raises NotThere, and Refused for a closed need."""
    need = open_need(who, need_id)
    need.waits_since = (need.waits_since or clock.now()) if on else None
    db.session.flush()
