"""Evidence words: how sure a reader can be (tier), and which way the findings point, kept apart.

The tiers are ION's own words. They rest on published rules and never replace the rating another body gave:
the reason shown beside a tier names the study and the rule it met.
"""

from ion.base.vocabulary.terms import Term, Vocabulary

_SOURCE = (
    "ION rule, resting on the causal evidence ratings of CLEAR (U.S. Department of Labor), the standards of "
    "the What Works Clearinghouse (WWC), and the evidence tiers of the Every Student Succeeds Act (ESSA)"
)
_FINDING = "ION list, after the direction-of-effect words of federal evidence clearinghouses"

TIERS: Vocabulary[Term] = Vocabulary(
    Term(
        "strong",
        "Strong",
        "Strong",
        _SOURCE,
        "A causal study of the highest quality: rated High by CLEAR, or meeting WWC standards without "
        "reservations with at least 350 people at two or more sites.",
    ),
    Term(
        "moderate",
        "Moderate",
        "Moderate",
        _SOURCE,
        "A causal study with limits: rated Moderate by CLEAR, or meeting WWC standards with reservations "
        "with at least 350 people at two or more sites.",
    ),
    Term(
        "promising",
        "Promising",
        "Promising",
        _SOURCE,
        "A study that compares outcomes and adjusts statistically for differences between the groups, "
        "without meeting the rules for Moderate.",
    ),
    Term(
        "rationale",
        "Rationale",
        "Rationale",
        _SOURCE,
        "A written logic model with good reasons behind it, and an evaluation planned or under way.",
    ),
    Term(
        "peer-reported",
        "Peer-reported",
        "Peer-reported",
        _SOURCE,
        "The account of the people who did it. Nobody else has studied it.",
    ),
    Term(
        "not-rated",
        "Not rated",
        "Not rated",
        _SOURCE,
        "Nobody has rated it yet. Not rated does not mean weak.",
    ),
)

FINDINGS: Vocabulary[Term] = Vocabulary(
    Term("favorable", "Favorable", "Favorable", _FINDING, "Outcomes moved the way people hoped."),
    Term("mixed", "Mixed", "Mixed", _FINDING, "Some outcomes or sites moved as hoped, others did not."),
    Term(
        "none-detected", "None detected", "None detected", _FINDING, "The study could not tell a difference."
    ),
    Term("unfavorable", "Unfavorable", "Unfavorable", _FINDING, "Outcomes moved the wrong way."),
)
