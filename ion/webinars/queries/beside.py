"""What stands on a webinar's page besides its own row, remembered until any of it changes."""

from dataclasses import dataclass

from sqlalchemy import Integer, bindparam, func, select

from ion.core import items, reading, tallies
from ion.core.access import SEEN
from ion.core.corrections import Note, corrections_of
from ion.core.ports.subjects import Subject
from ion.models import Item, PeerGroup, Recording, WebinarPractice
from ion.webinars.queries.cast import Presenter, moderator, people
from ion.webinars.queries.rows import KINDS, REMEMBERED, labels_of

WATCHED = select(func.count()).where(
    Recording.webinar_id == bindparam("id", type_=Integer), Recording.published_at.is_not(None)
)
PRACTICES = (
    select(WebinarPractice.practice_id)
    .where(WebinarPractice.webinar_id == bindparam("id", type_=Integer))
    .order_by(WebinarPractice.position)
)


GROUP = (
    select(Item.id)
    .join(PeerGroup, PeerGroup.item_id == Item.id)
    .where(PeerGroup.series == bindparam("series"), PeerGroup.series != "", SEEN)
    .order_by(Item.id)
    .limit(1)
)
"""The peer-learning group whose calls are the webinars of a series."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands on a webinar's page besides its own row."""

    presenters: list[Presenter]
    moderator: Presenter | None
    topics: list[str]
    practices: list[Subject]
    recordings: int
    cast: frozenset[int]
    group: Subject | None
    corrections: tuple[Note, ...]


def beside(id: int, moderator_id: int | None, series: str, scopes: frozenset[str]) -> Beside:
    """People, topics, practices, recordings and the group of one webinar, from memory until any of them changes."""

    def read() -> Beside:
        labels = labels_of([id], scopes)[id]
        shown = list(zip(labels.ids, labels.presenters, strict=True)) + moderator(moderator_id, scopes)
        met = people(shown, scopes)
        return Beside(
            presenters=met[: len(labels.ids)],
            moderator=met[-1] if len(met) > len(labels.ids) else None,
            topics=labels.topics,
            practices=practices(id, scopes),
            recordings=reading.rows(WATCHED, id=id).scalar_one(),
            cast=frozenset(person for person, _ in shown),
            group=group(series, scopes),
            corrections=corrections_of(id),
        )

    kinds = (*KINDS, "practice", "group", "correction")
    return tallies.recall(kinds, ("beside", id, moderator_id, series, scopes), read, lasts=REMEMBERED)


def group(series: str, scopes: frozenset[str]) -> Subject | None:
    """The peer-learning group that meets in the calls of a series, where it may be seen."""
    if not series:
        return None
    ids = [row.id for row in reading.rows(GROUP, series=series, scopes=sorted(scopes))]
    return next(iter(items.subjects(ids, scopes).values()), None)


def practices(id: int, scopes: frozenset[str]) -> list[Subject]:
    """The practices that the webinar is about, as far as they may be seen, in their order."""
    ids = [row.practice_id for row in reading.rows(PRACTICES, id=id)]
    seen = items.subjects(ids, scopes)
    return [seen[each] for each in ids if each in seen]
