"""What a mentor is to search, which knows only (mentor, person id)."""

from collections.abc import Collection, Mapping

from ion.core.mentoring import terms_of
from ion.core.ports.subjects import Subject
from ion.mentoring.queries.found import KIND, found_mentors


class MentorEntries:
    """Mentors; their page is the person's."""

    kind = KIND
    label = "mentor"
    plural = "mentors"

    def subjects(self, ids: Collection[int], scopes: frozenset[str]) -> Mapping[int, Subject]:
        return {
            each.id: Subject(
                kind=KIND,
                id=each.id,
                title=each.name,
                path=each.path,
                summary=each.summary,
                published_at=None,
                is_archived=False,
                is_sample=each.is_sample,
            )
            for each in found_mentors(ids, scopes)
        }

    def terms(self, ids: Collection[int]) -> Mapping[int, Mapping[str, tuple[str, ...]]]:
        found: dict[int, dict[str, tuple[str, ...]]] = {}
        for id, terms in terms_of(ids).items():
            facets = sorted({facet for facet, _ in terms})
            found[id] = {facet: tuple(sorted(key for of, key in terms if of == facet)) for facet in facets}
        return found
