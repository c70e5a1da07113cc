"""The first rows of the stage table: the life of a partnership, in six stages that ION staff may edit."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StageSeed:
    """A row to plant: key, name, position (1 is first), and what marks the stage."""

    key: str
    name: str
    position: int
    note: str


STAGE_SEEDS: tuple[StageSeed, ...] = (
    StageSeed(
        "exploring",
        "Exploring",
        1,
        "Purpose and need are put into words, industry and area data are read, and a broad set of people is "
        "asked.",
    ),
    StageSeed(
        "planning",
        "Planning",
        2,
        "A planning committee works, an employer champion is found, and the stage is set with employers and "
        "community agencies. Often 6 to 12 months.",
    ),
    StageSeed(
        "launch",
        "Launch",
        3,
        "Right people, right table, right time: a firm agenda, a practiced facilitator, areas of focus, "
        "commitments.",
    ),
    StageSeed(
        "implementation",
        "Implementation",
        4,
        "Work groups start, minutes go out fast, quick wins are sorted from long-term work, and a resource "
        "map grows.",
    ),
    StageSeed(
        "sustainability",
        "Sustainability",
        5,
        "Early wins and long-term strategies: partners are re-engaged, priorities are looked at again, plans "
        "adjusted.",
    ),
    StageSeed(
        "long-haul",
        "Long haul",
        6,
        "Small successes are celebrated and told, champions are supported, and the partnership renews itself "
        "or closes with a record of what it did.",
    ),
)
