"""What a user was told, newest first: notices of one kind about one thing that were read at one time are one row."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import String, and_, bindparam, case, cast, func, select

from ion.commons.reactions.queries import Followed
from ion.core import reading
from ion.core.access import Viewer
from ion.models import Comment, Notice, Question
from ion.notifications.ground import ON_COMMENTS, ON_QUESTIONS
from ion.notifications.noticed import Subject, Thing
from ion.notifications.rules import BY_KIND, RULES
from ion.notifications.things import subjects

PATH = "/notifications"
MOST_READ = 50
"""Of the notices in one row, the latest ones that are looked at."""
OF_USER = Notice.user_id == bindparam("user")
TAKEN = (
    Notice.id,
    Notice.kind,
    Notice.subject_kind,
    Notice.subject_id,
    Notice.occurrence,
    Notice.actor_id,
    Notice.why,
    Notice.created_at,
    Notice.read_at,
)
IS_ON_COMMENT = Notice.subject_kind.in_(ON_COMMENTS)
IS_ON_QUESTION = Notice.subject_kind.in_(ON_QUESTIONS)
PLACE = case((IS_ON_COMMENT, Comment.item_id), (IS_ON_QUESTION, Question.item_id), else_=Notice.subject_id)
FOLD = case(
    (Notice.kind.in_([rule.kind for rule in RULES if rule.many]), func.coalesce(PLACE, -Notice.id)),
    else_=-Notice.id,
)
"""SQL: what notices of one kind have in common that are one row: their item; others stand alone."""
LATEST = func.max(Notice.created_at)
PAGE = (
    select(
        func.aggregate_strings(cast(Notice.id, String), " ").label("ids"),
        func.count().over().label("total"),
    )
    .select_from(Notice)
    .join(Comment, and_(IS_ON_COMMENT, Comment.id == Notice.subject_id), isouter=True)
    .join(Question, and_(IS_ON_QUESTION, Question.id == Notice.subject_id), isouter=True)
    .where(OF_USER)
    .group_by(Notice.kind, FOLD, Notice.read_at)
    .order_by(LATEST.desc(), func.max(Notice.id).desc())
    .offset(bindparam("offset"))
    .limit(bindparam("limit"))
)
ROWS = select(*TAKEN).where(OF_USER, Notice.id.in_(bindparam("ids", expanding=True)))
ONE = select(*TAKEN).where(OF_USER, Notice.id == bindparam("id"))


@dataclass(frozen=True, slots=True)
class Told:
    """One notice. `subject` is None where the thing is gone, or may no longer be seen; `follow` is what its reader
    follows to be told, where somebody has asked."""

    id: int
    kind: str
    thing: Thing
    label: str
    why: str
    at: datetime
    is_unread: bool
    subject: Subject | None
    actor_id: int | None = None
    follow: Followed | None = None

    @property
    def is_lost(self) -> bool:
        """Whether it is unread, and there is nothing to read any more."""
        return self.is_unread and self.subject is None


@dataclass(frozen=True, slots=True)
class Row:
    """Notices of one kind about one thing, the latest first; most often there is one. Of very many, `beyond` is how
    many are only counted."""

    told: Sequence[Told]
    beyond: int = 0

    @property
    def latest(self) -> Told:
        """The one that speaks for all: the latest that may still be seen, else the latest."""
        return next((each for each in self.told if each.subject), self.told[0])

    @property
    def number(self) -> int:
        """How many there are that may still be seen, or how many people they are about, where that counts."""
        seen = [each for each in self.told if each.subject] or self.told[:1]
        rule = BY_KIND.get(self.latest.kind)
        people = {each.actor_id or -each.id for each in seen}
        return len(people if rule and rule.of_people else seen) + self.beyond

    @property
    def label(self) -> str:
        """What happened: "3 people asked to join"."""
        rule = BY_KIND.get(self.latest.kind)
        return f"{self.number} {rule.many}" if rule and self.number > 1 else self.latest.label

    @property
    def why(self) -> str:
        """Why the reader is told, or what the latest of several says."""
        latest = self.latest
        why = (latest.subject.why if latest.subject else "") or latest.why
        return f"The latest: {why}" if why and self.number > 1 else why

    @property
    def said(self) -> str:
        """Both, as the list says it."""
        return (". " if self.number > 1 else ": ").join(filter(None, (self.label, self.why)))


@dataclass(frozen=True, slots=True)
class Listed:
    """Some rows of the list, and how many the whole of it has."""

    rows: Sequence[Row]
    total: int


def listed(viewer: Viewer, *, offset: int, limit: int) -> Listed:
    """What the viewer was told, newest first; beyond the end there are no rows, and `total` is 0."""
    page = reading.rows(PAGE, user=viewer.id, offset=offset, limit=limit).all()
    if not page:
        return Listed((), 0)
    parts = [sorted(map(int, row.ids.split()), reverse=True) for row in page]
    ids = [id for part in parts for id in part[:MOST_READ]]
    told = {each.id: each for each in told_of(reading.rows(ROWS, user=viewer.id, ids=ids).all(), viewer)}
    rows = [row_of([told[id] for id in part[:MOST_READ]], beyond=len(part[MOST_READ:])) for part in parts]
    return Listed(rows, page[0].total)


def row_of(told: Iterable[Told], beyond: int = 0) -> Row:
    return Row(sorted(told, key=lambda each: (each.at, each.id), reverse=True), beyond)


def folded(told: Iterable[Told]) -> list[Row]:
    """The same for notices that were read otherwise, each row where its latest stands."""
    rows: dict[Hashable, list[Told]] = {}
    for each in told:
        about = each.subject.about if each.subject and BY_KIND[each.kind].many else 0
        rows.setdefault((each.kind, about or -each.id), []).append(each)
    made = [row_of(some) for some in rows.values()]
    return sorted(made, key=lambda row: (row.told[0].at, row.told[0].id), reverse=True)


def told_of(rows: Sequence[Any], viewer: Viewer) -> list[Told]:
    """Rows of the columns of TAKEN as the viewer may see them, in their order."""
    seen = subjects([thing_of(row) for row in rows], viewer)
    return [
        Told(
            id=row.id,
            kind=row.kind,
            thing=thing_of(row),
            label=BY_KIND[row.kind].label if row.kind in BY_KIND else "",
            why=row.why if thing_of(row) in seen else "",  # it may quote what may not be seen any more
            at=row.created_at,
            is_unread=row.read_at is None,
            subject=seen.get(thing_of(row)),
            actor_id=row.actor_id,
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Sight:
    """Where a notice leads its user, and whether it was followed before."""

    path: str
    is_unread: bool


def sight(viewer: Viewer, id: int) -> Sight | None:
    """Where the viewer's notice leads; None for another's, for none, and where the thing may not be seen."""
    row = reading.rows(ONE, user=viewer.id, id=id).first()
    subject = subjects([thing_of(row)], viewer).get(thing_of(row)) if row else None
    return Sight(subject.path, row.read_at is None) if row and subject else None


def thing_of(row: Any) -> Thing:
    return (row.subject_kind, row.subject_id or 0, row.occurrence)
