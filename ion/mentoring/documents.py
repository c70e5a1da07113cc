"""Mentors as search documents: found by name, by what they talk about, and by the words of what they know."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from ion.core.labels import label
from ion.core.mentoring import FACETS, terms_of
from ion.core.ports.search import Document, Key
from ion.mentoring.queries.found import KIND, FoundMentor, found_mentors, mentor_ids

TOLD = {
    "topic": "Topics",
    "stage": "Stages",
    "sector": "Industries",
    "population": "Serves",
    "role": "Partner roles",
    "state": "In",
    "area": "Local areas",
}


class MentorDocuments:
    """Everybody who mentors; `id` is the person's."""

    kind = KIND

    def ids(self) -> Iterator[int]:
        return mentor_ids()

    def followers(self, ids: Collection[int]) -> list[Key]:
        return []

    def documents(self, ids: Collection[int]) -> list[Document]:
        found = found_mentors(ids)
        terms = terms_of([each.id for each in found])
        return [document_of(each, terms[each.id]) for each in found]


def told(facets: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """What a mentor knows and is, in sentences: they may be what a searcher reads of it."""
    for facet, begin in TOLD.items():
        if keys := facets.get(facet):
            yield f"{begin}: {', '.join(label(facet, key) for key in keys)}."


def document_of(mentor: FoundMentor, terms: Collection[tuple[str, str]]) -> Document:
    ordered = sorted(terms)
    facets = {facet: tuple(key for of, key in ordered if of == facet) for facet in FACETS}
    return Document(
        kind=KIND,
        id=mentor.id,
        path=mentor.path,
        title=mentor.name,
        summary=mentor.talks_about,
        text=" ".join(filter(None, [mentor.work and f"{mentor.work}.", *told(facets)])),
        audience=mentor.audience,
        facets={facet: keys for facet, keys in facets.items() if keys},
        is_sample=mentor.is_sample,
    )
