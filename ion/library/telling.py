"""A profile as named texts, in the order of the page: what two versions are compared by."""

from ion.base.vocabulary import FACETS
from ion.base.vocabulary.evidence import FINDINGS, TIERS
from ion.base.vocabulary.practices import PRACTICE_KINDS, PRACTICE_SECTIONS
from ion.base.vocabulary.resources import RESOURCE_TYPES
from ion.base.vocabulary.roles import ROLES
from ion.core.labels import facet_labels
from ion.core.ports.publishable import Told
from ion.core.times import us_date
from ion.library.profile import TOLD_FACETS, Profile, Row


def told(profile: Profile) -> list[Told]:
    """The parts that the profile has; what it does not have is left out."""
    parts = [
        Told("Kind of practice", PRACTICE_KINDS.label(profile.form)),
        Told("At a glance", "\n".join(f"{row['label']}: {row['text']}" for row in profile.glance)),
        *(Told(PRACTICE_SECTIONS.label(key), text) for key, text in profile.sections),
        Told("Steps, in order", "\n\n".join(step(at, row) for at, row in enumerate(profile.steps, 1))),
        Told("Who does what", "\n\n".join(duty(row) for row in profile.duties)),
        Told("Tools", "\n\n\n".join(tool(row) for row in profile.tools)),
        Told("References", "\n".join(f"{row['title']} {row['url']}".strip() for row in profile.references)),
        *evidence(profile),
        *(Told(FACETS[facet].label, in_words(facet, profile)) for facet in TOLD_FACETS),
    ]
    return [part for part in parts if part.text]


def evidence(profile: Profile) -> list[Told]:
    return [
        Told("Evidence", TIERS.label(profile.tier)),
        Told("What the findings say", FINDINGS.label(profile.finding)),
        Told("Reason for the rating", profile.reason),
        Told("Rated by", profile.rated_by),
        Told("Rated on", us_date(profile.rated_on)),
    ]


def step(at: int, row: Row) -> str:
    return f"{at}. {row['title']}\n{row['text']}"


def duty(row: Row) -> str:
    return f"{ROLES.label(row['role'])}\n{row['text']}"


def tool(row: Row) -> str:
    lines = (row["title"], RESOURCE_TYPES.label(row["type"]), row["summary"], row["text"])
    return "\n\n".join(each for each in lines if each)


def in_words(facet: str, profile: Profile) -> str:
    """The chosen values in the order of their vocabulary, then those that it does not have."""
    known, keys = facet_labels(facet), profile.terms.get(facet, [])
    return ", ".join([known[key] for key in known if key in keys] + [key for key in keys if key not in known])
