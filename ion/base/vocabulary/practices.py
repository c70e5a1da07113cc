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
    Term("problem", "The problem", "Problem", _SOURCE, "What was wrong, for whom, and how it was noticed."),
    Term(
        "what-they-did",
        "What they did",
        "What they did",
        _SOURCE,
        "What changed in the work of these people, in the order in which it happened.",
    ),
    Term(
        "results",
        "Did it work?",
        "Results",
        _SOURCE,
        "What came of it, who counted it, and what one cannot tell from it.",
    ),
    Term(
        "why-not",
        "Why it did not work",
        "Why not",
        _SOURCE,
        "What stood in the way, and what they would look at first another time.",
    ),
    Term(
        "context",
        "Context",
        "Context",
        _SOURCE,
        "Where it was done, by whom, and what there made it easier or harder.",
    ),
    Term(
        "planning",
        "Planning and development",
        "Planning",
        _SOURCE,
        "How it was prepared, who had to agree, and how long that took.",
    ),
    Term(
        "resources",
        "Resources, cost, and funding",
        "Resources",
        _SOURCE,
        "Staff time, money, and who pays: at the start, and every year after.",
    ),
    Term(
        "getting-started",
        "Getting started",
        "Getting started",
        _SOURCE,
        "What another area can do first, and what usually goes wrong.",
    ),
    Term(
        "keeping-it-going",
        "Keeping it going",
        "Keeping it going",
        _SOURCE,
        "What it takes after the first year, and when people change.",
    ),
)
