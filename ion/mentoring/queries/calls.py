"""One request as one of its two sides sees it: what was asked, where it stands, and the call that came of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, bindparam, or_, select
from sqlalchemy.orm import aliased

from ion.core import clock, items, reading
from ion.core.labels import facet_labels
from ion.core.matching.scoring import Reason, from_json
from ion.core.people import page_id, page_path
from ion.mentoring.queries.call_parts import Group, RequestPage, Side, Slot
from ion.models import (
    CallFeedback,
    CallSlot,
    GroupCall,
    MentoringNeed,
    MentoringRequest,
    Organization,
    Person,
    RequestState,
)

mentee, mentor, named = aliased(Person), aliased(Person), aliased(Person)
works_for, works_at = aliased(Organization), aliased(Organization)
PAGE = (
    select(
        *MentoringRequest.__table__.columns,
        MentoringNeed.mentee_id,
        MentoringNeed.question,
        MentoringNeed.note,
        MentoringNeed.item_id,
        *(
            column.label(f"{side}_{name}")
            for side, person, organization in (("mentee", mentee, works_for), ("mentor", mentor, works_at))
            for name, column in (
                ("name", person.name),
                ("zone", person.zone),
                ("job_title", person.job_title),
                ("affiliation", person.affiliation),
                ("organization", organization.name),
                ("page", page_id(person)),
            )
        ),
        named.name.label("suggested_name"),
        page_id(named).label("suggested_page"),
    )
    .join(MentoringNeed, MentoringNeed.id == MentoringRequest.need_id)
    .join(mentee, mentee.id == MentoringNeed.mentee_id)
    .join(mentor, mentor.id == MentoringRequest.mentor_id)
    .join(named, named.id == MentoringRequest.suggested_id, isouter=True)
    .join(works_for, works_for.id == mentee.organization_id, isouter=True)
    .join(works_at, works_at.id == mentor.organization_id, isouter=True)
    .where(
        MentoringRequest.id == bindparam("id"),
        or_(
            MentoringNeed.mentee_id == bindparam("person_id"),
            (MentoringRequest.mentor_id == bindparam("person_id")) & MentoringRequest.asked_at.is_not(None),
        ),
    )
)
SLOTS = (
    select(*CallSlot.__table__.columns)
    .where(CallSlot.request_id == bindparam("id"), CallSlot.cancelled_at.is_(None))
    .order_by(CallSlot.starts_at)
)
GROUP = select(*GroupCall.__table__.columns).where(GroupCall.id == bindparam("id"))
FEEDBACK = select(CallFeedback.usefulness, CallFeedback.words).where(
    CallFeedback.request_id == bindparam("id"), CallFeedback.person_id == bindparam("person_id")
)


def request_page(person_id: int, request_id: int, scopes: frozenset[str]) -> RequestPage | None:
    """The request as this one of its two sees it; None for everyone else, and for a mentor who was not asked yet."""
    row = reading.rows(PAGE, id=request_id, person_id=person_id, scopes=sorted(scopes)).one_or_none()
    if row is None:
        return None
    is_accepted = row.state is RequestState.ACCEPTED
    rows = reading.rows(SLOTS, id=request_id) if is_accepted else ()
    said = reading.rows(FEEDBACK, id=request_id, person_id=person_id).one_or_none() if is_accepted else None
    return drawn(row, person_id, scopes, slots=[slot_of(each, person_id) for each in rows], said=said)


def drawn(
    row: Row[Any], person_id: int, scopes: frozenset[str], *, slots: Sequence[Slot], said: Any
) -> RequestPage:
    is_mentor = row.mentor_id == person_id
    sides = side(row, "mentee", row.mentee_id), side(row, "mentor", row.mentor_id)
    reasons = from_json(row.reasons)
    return RequestPage(
        id=row.id,
        need_id=row.need_id,
        is_mentor=is_mentor,
        me=sides[is_mentor],
        other=sides[not is_mentor],
        question=row.question,
        note=row.note,
        item=items.subjects([row.item_id], scopes).get(row.item_id) if row.item_id else None,
        topics=topics_of(reasons, facet_labels("topic")),
        state=row.state,
        closed_why=row.closed_why,
        words=row.words,
        points=row.points,
        reasons=reasons,
        asked_at=row.asked_at,
        expires_at=row.expires_at if row.state is RequestState.ASKED else None,
        conversation_id=row.conversation_id,
        held_at=row.held_at,
        suggested=suggested(row),
        group=group(row.group_call_id) if row.group_call_id else None,
        slots=slots,
        usefulness=said.usefulness if said else None,
        said=said.words if said else "",
    )


def side(row: Row[Any], name: str, person_id: int) -> Side:
    """The one of the two that the columns of that name are about."""
    cell = row._mapping
    work = cell[f"{name}_job_title"], cell[f"{name}_organization"] or cell[f"{name}_affiliation"]
    return Side(
        id=person_id,
        name=cell[f"{name}_name"],
        path=page_path(person_id) if cell[f"{name}_page"] else "",
        work=", ".join(part for part in work if part),
        zone=cell[f"{name}_zone"],
    )


def suggested(row: Row[Any]) -> Side | None:
    """Whom the mentor named instead, where the reader may see the page."""
    if row.suggested_page is None:
        return None
    return Side(row.suggested_page, row.suggested_name, page_path(row.suggested_page), "", "")


def slot_of(row: Row[Any], person_id: int) -> Slot:
    return Slot(
        id=row.id,
        starts_at=row.starts_at,
        wall_at=row.wall_at,
        zone=row.zone,
        place=row.place,
        is_mine=row.proposed_by_id == person_id,
        is_chosen=row.chosen_at is not None,
        is_over=row.starts_at <= clock.now(),
        sequence=row.sequence,
    )


def group(call_id: int) -> Group | None:
    """A group call."""
    row = reading.rows(GROUP, id=call_id).one_or_none()
    if row is None:
        return None
    return Group(
        id=row.id,
        about=row.about,
        starts_at=row.starts_at,
        wall_at=row.wall_at,
        zone=row.zone,
        place=row.place,
        length_minutes=row.length_minutes,
        is_cancelled=row.cancelled_at is not None,
    )


def topics_of(reasons: Sequence[Reason], labels: Mapping[str, str]) -> list[str]:
    """What it is about, in words."""
    return [labels[each.key] for each in reasons if each.facet == "topic" and each.key in labels]
