"""Who could be asked now: mentors, what they have, and how many more conversations each takes this month."""

from collections.abc import Mapping
from dataclasses import dataclass

from ion.core.access import MEMBERS, PUBLIC
from ion.mentoring.queries.pool import Pool, pool
from ion.mentoring.queries.room import offered
from ion.models import WhoMayAsk

SEEN = frozenset({PUBLIC, MEMBERS})
"""What every member may see: staff count as mentees would."""


@dataclass(frozen=True, slots=True)
class Supply:
    """The mentors whom members may ask, and their openings by person id."""

    mentors: Pool
    openings: Mapping[int, int]

    @property
    def total(self) -> int:
        return sum(self.openings.values())

    def of_term(self, facet: str, key: str) -> list[int]:
        """The mentors who have a term and may be asked by requests."""
        return [
            id
            for id, mentor in self.mentors.mentors.items()
            if (facet, key) in mentor.terms and mentor.who_may_ask != WhoMayAsk.COHORTS
        ]


def supply() -> Supply:
    """As it is now."""
    return Supply(pool(SEEN), offered(SEEN))
