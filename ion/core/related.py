"""Things like the one on the page, with the words they share; found by the search engine, checked in the database."""

from dataclasses import dataclass
from datetime import timedelta

from ion.core import items, tallies
from ion.core.ports.engine import engine
from ion.core.ports.search import SearchUnavailable
from ion.core.ports.subjects import SUBJECTS

REMEMBERED = timedelta(minutes=10)
SHOWN_KINDS = ("practice", "post", "webinar")


@dataclass(frozen=True, slots=True)
class RelatedItem:
    """A related thing as a page lists it; `shared` are words found in both."""

    title: str
    path: str
    summary: str
    kind_label: str
    shared: tuple[str, ...]


def related_to(kind: str, id: int, scopes: frozenset[str], limit: int = 3) -> list[RelatedItem]:
    """Up to `limit` current things like (kind, id) that a holder of `scopes` may see; empty without an index.

    Remembered until any item of SHOWN_KINDS changes, since that is what may change who may see what.
    """
    name = ("related", kind, id, scopes, limit)
    return tallies.recall(SHOWN_KINDS, name, lambda: found_like(kind, id, scopes, limit), lasts=REMEMBERED)


def found_like(kind: str, id: int, scopes: frozenset[str], limit: int) -> list[RelatedItem]:
    try:
        found = engine().more_like(kind, id, scopes=scopes, limit=limit + 3, kinds=SHOWN_KINDS)
    except SearchUnavailable:
        return []
    subjects = items.subjects([hit.id for hit in found], scopes)
    shown = [
        (hit, subjects[hit.id]) for hit in found if hit.id in subjects and not subjects[hit.id].is_archived
    ]
    return [
        RelatedItem(subject.title, subject.path, subject.summary, SUBJECTS[hit.kind].label, hit.shared_terms)
        for hit, subject in shown[:limit]
    ]
