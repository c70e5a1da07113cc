"""Things like the one on the page, with the words they share; found by the search engine, checked in the database."""

from dataclasses import dataclass
from datetime import timedelta

from ion.core import tallies
from ion.core.ports.engine import engine
from ion.core.ports.search import Related, SearchUnavailable
from ion.core.ports.subjects import SUBJECTS, Subject

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

    found = tallies.recall(kind, ("related", id, scopes), ask, lasts=REMEMBERED)
    subjects = subjects_of([(hit.kind, hit.id) for hit in found], scopes)
    rows = []
    for hit in found:
        subject = subjects.get((hit.kind, hit.id))
        if subject and not subject.is_archived:
            label = SUBJECTS[hit.kind].label
            rows.append(RelatedItem(subject.title, subject.path, subject.summary, label, hit.shared_terms))
    return rows[:limit]


def subjects_of(keys: list[tuple[str, int]], scopes: frozenset[str]) -> dict[tuple[str, int], Subject]:
    """What those keys are to a holder of `scopes`; what may not be seen is absent. One question per kind."""
    found: dict[tuple[str, int], Subject] = {}
    for kind in dict.fromkeys(kind for kind, _ in keys):
        if kind in SUBJECTS:
            ids = [id for other, id in keys if other == kind]
            answers = SUBJECTS[kind].subjects(ids, scopes)
            found.update({(kind, id): subject for id, subject in answers.items()})
    return found
