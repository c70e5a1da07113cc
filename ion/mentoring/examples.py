"""The examples of the page that tells how matching works; what they say is worked out by the code that matches."""

from dataclasses import dataclass

from ion.core.matching.scoring import Criterion, Score, Term, score
from ion.core.mentoring import weights
from ion.models import Weight

WANTED = (
    Criterion("role", "employers", Weight.MUST),
    Criterion("sector", "31-33", Weight.HIGH),
    Criterion("stage", "sustainability", Weight.MEDIUM),
    Criterion("state", "CO", Weight.LOW),
)
QUESTION = "Our employers stopped coming after the kick-off. What brought yours back?"


@dataclass(frozen=True, slots=True)
class Example:
    """A mentor made up for the example: what they have in words, and their score; None where a must is not met."""

    name: str
    says: str
    score: Score | None


MADE_UP: tuple[tuple[str, str, tuple[Term, ...], tuple[str, ...]], ...] = (
    (
        "Mentor A",
        "An employer in manufacturing, in another state, who wrote of employers and kick-off meetings.",
        (("role", "employers"), ("sector", "31-33"), ("stage", "sustainability")),
        ("employers", "kick-off"),
    ),
    (
        "Mentor B",
        "An employer in health care in Colorado, who wrote of employers.",
        (("role", "employers"), ("state", "CO")),
        ("employers",),
    ),
    (
        "Mentor C",
        "A college in Colorado that works with manufacturers.",
        (("role", "colleges"), ("sector", "31-33"), ("state", "CO")),
        (),
    ),
)


def examples() -> list[Example]:
    """Three mentors for one need, with the weights that count now."""
    now = weights()
    return [
        Example(name, says, score(WANTED, terms, now, words=words)) for name, says, terms, words in MADE_UP
    ]
