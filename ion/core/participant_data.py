"""What looks like personal details of people who are served (participant PII), found in text and tables. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Something that looks like participant data: `what` in words ("a Social Security number"), `where` it begins to
    be found, as a few words around it in which digits and names are masked."""

    what: str
    where: str


def suspicions(text: str) -> list[Suspicion]:
    """What in a text looks like participant data, at most one of a sort; an empty list for none."""
    return []
