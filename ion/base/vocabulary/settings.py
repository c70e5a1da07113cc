"""The kind of area a practice was done in."""

from ion.base.vocabulary.terms import Term, Vocabulary

_SOURCE = "ION list; each practice is described by those who did it"

SETTINGS: Vocabulary[Term] = Vocabulary(
    Term("urban", "Urban", "Urban", _SOURCE),
    Term("suburban", "Suburban", "Suburban", _SOURCE),
    Term("rural", "Rural", "Rural", _SOURCE),
    Term("tribal", "Tribal", "Tribal", _SOURCE),
    Term("statewide", "Statewide", "Statewide", _SOURCE),
    Term("multi-state", "Multi-state", "Multi-state", _SOURCE),
)
