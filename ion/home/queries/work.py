"""What an editor has to do, and what a member could help with: lines of the front page."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Integer, and_, bindparam, case, exists, func, literal, or_, select, union_all

from ion.core import clock, reading, tallies
from ion.core.access import CURRENT, SEEN
from ion.core.ports.subjects import SUBJECTS
from ion.core.staleness import HANDWORK, LAST_ON, oldest_day, untouched
from ion.core.times import count
from ion.models import Edition, EditorialReview, Item, ItemAuthor, ItemState, Revision, Verdict

DRAFTS_SHOWN = 3
LOOKED_AT = 12
USER = bindparam("user_id", type_=Integer)


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do, in words, and where."""

    words: str
    path: str


NOT_WITHDRAWN = and_(Item.id == Edition.item_id, Item.state != ItemState.WITHDRAWN)
IN_REVIEW = (
    select(
        literal("review").label("what"),
        Item.kind.label("kind"),
        func.count().label("number"),
        literal(0).label("id"),
        literal("").label("title"),
    )
    .select_from(Edition)
    .join(Item, NOT_WITHDRAWN)
    .where(
        Edition.state == ItemState.IN_REVIEW, or_(Edition.asked_by_id.is_(None), Edition.asked_by_id != USER)
    )
    .group_by(Item.kind)
)
SAID = (
    select(EditorialReview.verdict)
    .where(EditorialReview.item_id == Edition.item_id, EditorialReview.revision == Edition.revision)
    .order_by(EditorialReview.at.desc(), EditorialReview.id.desc())
    .limit(1)
    .correlate(Edition)
    .scalar_subquery()
)
"""The last word on the very version that is worked on."""
DRAFTS = (
    select(
        case(
            (SAID == Verdict.CHANGES, "returned"), (SAID == Verdict.APPROVED, "approved"), else_="draft"
        ).label("what"),
        Item.kind,
        Edition.changed_at,
        Item.id,
        func.coalesce(func.nullif(Revision.content["title"].as_string(), ""), Item.title).label("title"),
    )
    .select_from(Edition)
    .join(Item, NOT_WITHDRAWN)
    .join(
        Revision, and_(Revision.item_id == Edition.item_id, Revision.number == Edition.revision), isouter=True
    )
    .where(Edition.state == ItemState.DRAFT, or_(Edition.user_id == USER, Edition.asked_by_id == USER))
    .order_by(SAID.is_(None), Edition.changed_at.desc(), Item.id.desc())
    .limit(LOOKED_AT)
    .subquery()
)
TO_DO = union_all(
    IN_REVIEW,
    select(DRAFTS.c.what, DRAFTS.c.kind, literal(0), DRAFTS.c.id, DRAFTS.c.title).select_from(DRAFTS),
)


def editor_tasks(user_id: int) -> list[Task]:
    """What waits for this editor: reviews that others asked for, drafts that came back, drafts to finish."""
    rows = [row for row in reading.rows(TO_DO, user_id=user_id) if row.kind in SUBJECTS]
    reviews = sorted((row for row in rows if row.what == "review"), key=lambda row: row.kind)
    judged = [row for row in rows if row.what in ("returned", "approved")]
    drafts = [row for row in rows if row.what == "draft"][:DRAFTS_SHOWN]
    return [review_task(row) for row in reviews] + [draft_task(row) for row in (*judged, *drafts)]


def review_task(row: Any) -> Task:
    kind = SUBJECTS[row.kind]
    words = count(row.number, f"{kind.label} waits for review", f"{kind.plural} wait for review")
    return Task(words, f"/staff/?tab=in_review&kind={row.kind}")


def draft_task(row: Any) -> Task:
    title = row.title or f"a {SUBJECTS[row.kind].label} without a title"
    words, page = {
        "returned": (f"Changes requested on {title}", ""),
        "approved": (f"Approved, ready to publish: {title}", "/release"),
        "draft": (f"Finish {title}", ""),
    }[row.what]
    return Task(words, f"/staff/publishing/{row.id}{page}")


@dataclass(frozen=True, slots=True)
class Unsure:
    """A practice of a member's that nobody looked at for a long time."""

    id: int
    title: str
    path: str
    looked_on: date


UNSURE = (
    select(Item.id, Item.title, Item.slug, LAST_ON.label("looked_on"))
    .join(Revision, HANDWORK, isouter=True)
    .where(Item.kind == "practice", SEEN, CURRENT)
    .where(
        or_(
            Item.submitted_by_id == bindparam("person_id", type_=Integer),
            exists().where(
                ItemAuthor.item_id == Item.id, ItemAuthor.person_id == bindparam("person_id", type_=Integer)
            ),
        )
    )
    .order_by(Item.published_at, Item.id)
    .limit(1)
)


def unsure(person_id: int, scopes: frozenset[str]) -> Unsure | None:
    """The practice of this person that waits longest for somebody to say whether it is still current."""
    asked = {"scopes": sorted(scopes), "now": clock.now(), "person_id": person_id}

    def read() -> Unsure | None:
        row = reading.rows(UNSURE.where(untouched()), **asked).one_or_none()
        if row is None:
            return None
        return Unsure(row.id, row.title, f"/practices/{row.slug}", row.looked_on)

    return tallies.recall("practice", ("unsure", person_id, scopes, oldest_day()), read)
