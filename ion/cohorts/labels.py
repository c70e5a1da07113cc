"""Cohorts in words."""

from types import MappingProxyType

from ion.core.matching.run import Unmatched
from ion.models import BarKind, CohortState, MatchMode, MatchOrigin, PairKind, Side

STATES = MappingProxyType(
    {
        CohortState.DRAFT: "Draft",
        CohortState.OPEN: "Open to join",
        CohortState.MATCHING: "Being matched",
        CohortState.PUBLISHED: "Matched",
        CohortState.ENDED: "Ended",
    }
)
MODES = MappingProxyType(
    {
        MatchMode.STABLE: "Stable",
        MatchMode.BEST_TOTAL: "Best total score",
        MatchMode.MOST_PLACED: "Most people placed",
    }
)
MODES_HELP = MappingProxyType(
    {
        MatchMode.STABLE: "Nobody is left who would rather have each other than whom they got; of all such "
        "matches, the one that is best for the mentees.",
        MatchMode.BEST_TOTAL: "The points of all pairs together are as many as they can be.",
        MatchMode.MOST_PLACED: "As many mentees as possible have a mentor; then the best total score.",
    }
)
ORIGINS = MappingProxyType(
    {MatchOrigin.MATCHED: "Matched", MatchOrigin.FIXED: "Fixed before", MatchOrigin.EDITED: "Edited by hand"}
)
KINDS = MappingProxyType(
    {PairKind.FIXED: "Fixed", PairKind.EDITED: "Edited by hand", PairKind.APART: "Kept apart"}
)
SIDES = MappingProxyType({Side.MENTOR: "Mentor", Side.MENTEE: "Mentee"})

BARRED = MappingProxyType(
    {
        "blocked": "there is a private reason",
        BarKind.SUPERVISOR.value: "one reports to the other",
        BarKind.ENDED_EARLY.value: "an earlier mentorship of theirs ended early",
        BarKind.STAFF.value: "ION staff keep them apart",
        "oversight": "one's organization funds or reviews the other's",
        "same_organization": "both work at the same organization",
        "apart": "ION staff keep them apart in this cohort",
        "together": "they have a mentorship already",
        "is_self": "they are the same person",
    }
)
"""Why two people cannot be matched, as the end of "They cannot be matched: …"."""

NO_NEED = "no_need"
UNMATCHED = MappingProxyType(
    {
        Unmatched.NOBODY_FITS.value: "No mentor in this cohort has what you look for, with all that is a must.",
        Unmatched.ALL_FULL.value: "There were fewer openings than mentees, and the openings of the mentors who fit "
        "you went to others.",
        Unmatched.KEPT_APART.value: "The mentors who fit you work too close to you, or there is another reason to "
        "keep you apart.",
        Unmatched.BY_HAND.value: "ION staff will find a mentor for you outside of this cohort.",
        NO_NEED: "You did not say what you look for, so that nobody could be matched with you.",
    }
)
"""Why a mentee has no mentor, in words for the mentee, by what a run keeps."""


def unmatched_words(why: str) -> str:
    """Why a mentee has no mentor; the general reason for a key that nobody worded."""
    return UNMATCHED.get(why, UNMATCHED[Unmatched.ALL_FULL.value])


def barred_words(why: str) -> str:
    """Why two people cannot be matched; the key itself where nobody worded it."""
    return BARRED.get(why, why)
