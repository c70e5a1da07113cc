"""The field's fixed lists, and the facets a reader can filter by."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ion.base.vocabulary.evidence import TIERS
from ion.base.vocabulary.places import ETA_REGIONS, STATES, Place
from ion.base.vocabulary.populations import POPULATIONS
from ion.base.vocabulary.practices import PRACTICE_KINDS
from ion.base.vocabulary.programs import PROGRAMS
from ion.base.vocabulary.resources import RESOURCE_TYPES
from ion.base.vocabulary.roles import ROLES
from ion.base.vocabulary.sectors import SECTORS
from ion.base.vocabulary.settings import SETTINGS
from ion.base.vocabulary.terms import Term, Vocabulary


@dataclass(frozen=True, slots=True)
class Facet:
    """Something to filter by. `vocabulary` is None when the terms live in a table (topics, stages).

    `key` is the name of the parameter in an address. The kind of practice is `form` there, since `kind` already
    says whether a post or a practice is meant.
    """

    key: str
    label: str
    vocabulary: Vocabulary[Term] | None


_ALL = (
    Facet("topic", "Topic", None),
    Facet("program", "Program", PROGRAMS),
    Facet("role", "Partner role", ROLES),
    Facet("stage", "Stage", None),
    Facet("state", "State or territory", STATES),
    Facet("region", "ETA Region", ETA_REGIONS),
    Facet("sector", "Industry sector", SECTORS),
    Facet("population", "Population", POPULATIONS),
    Facet("setting", "Setting", SETTINGS),
    Facet("evidence", "Evidence", TIERS),
    Facet("form", "Kind of practice", PRACTICE_KINDS),
    Facet("resource-type", "Resource type", RESOURCE_TYPES),
)

FACETS: Mapping[str, Facet] = MappingProxyType({facet.key: facet for facet in _ALL})

__all__ = ["FACETS", "Facet", "Place", "Term", "Vocabulary"]
