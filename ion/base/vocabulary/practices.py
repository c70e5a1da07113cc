"""Kinds of practice, and the sections a practice is told in."""

from ion.base.vocabulary.terms import Term, Vocabulary

_SOURCE = "ION list, after the profile of the AHRQ Health Care Innovations Exchange"

PRACTICE_KINDS: Vocabulary[Term] = Vocabulary(
    Term("practice", "Practice", "Practice", _SOURCE),
    Term(
        "attempt",
        "Tried, did not work",
        "Did not work",
        _SOURCE,
        "Told with the same care as a success, with the reason it failed. A kind of practice, not an "
        "evidence tier.",
    ),
)

PRACTICE_SECTIONS: Vocabulary[Term] = Vocabulary(
    Term("problem", "The problem", "Problem", _SOURCE),
    Term("what-they-did", "What they did", "What they did", _SOURCE),
    Term("results", "Did it work?", "Results", _SOURCE),
    Term("why-not", "Why it did not work", "Why not", _SOURCE),
    Term("context", "Context", "Context", _SOURCE),
    Term("planning", "Planning and development", "Planning", _SOURCE),
    Term("resources", "Resources, cost, and funding", "Resources", _SOURCE),
    Term("getting-started", "Getting started", "Getting started", _SOURCE),
    Term("keeping-it-going", "Keeping it going", "Keeping it going", _SOURCE),
)
