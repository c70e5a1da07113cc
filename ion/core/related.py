"""Things like the one on the page, with the words they share; found by the search engine, checked in the database."""

from dataclasses import dataclass
from datetime import timedelta

from ion.core import items, tallies
from ion.core.ports.engine import engine
from ion.core.ports.search import Related, SearchUnavailable
from ion.core.ports.subjects import SUBJECTS

REMEMBERED = timedelta(minutes=10)
SHOWN_KINDS = ("practice", "post")


@dataclass(frozen=True, slots=True)
class RelatedItem:
    """A related thing as a page lists it; `shared` are words found in both."""

    title: str
    path: str
    summary: str
    kind_label: str
    shared: tuple[str, ...]


def related_to(kind: str, id: int, scopes: frozenset[str], limit: int = 3) -> list[RelatedItem]:
    """Up to `limit` current things like (kind, id) that a holder of `scopes` may see; empty without an index."""

    def ask() -> tuple[Related, ...]:
        try:
            return engine().more_like(kind, id, scopes=scopes, limit=limit + 3, kinds=SHOWN_KINDS)
        except SearchUnavailable:
            return ()

    found = tallies.recall(kind, ("related", id, scopes, limit), ask, lasts=REMEMBERED)
    subjects = items.subjects([hit.id for hit in found], scopes)
    rows = []
    for hit in found:
        subject = subjects.get(hit.id)
        if subject and not subject.is_archived:
            label = SUBJECTS[hit.kind].label
            rows.append(RelatedItem(subject.title, subject.path, subject.summary, label, hit.shared_terms))
    return rows[:limit]
