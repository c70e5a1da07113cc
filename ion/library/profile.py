"""The profile of a practice: everything that its item does not hold, whether it was imported or written here.

`Profile.content()` is its form as JSON, the room's own parts of the content of a revision; `profile_in` reads it back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Row = dict[str, str]

TOLD_FACETS = ("program", "role", "stage", "sector", "population", "setting", "state")
"""Facets whose values are chosen; evidence and form follow from the profile, the region from the states."""
ROWS: dict[str, tuple[str, ...]] = {
    "glance": ("label", "text"),
    "steps": ("title", "text"),
    "duties": ("role", "text"),
    "references": ("title", "url"),
    "tools": ("slug", "title", "type", "summary", "text"),
}
"""The lists of a profile and the names of the texts that each row of them has."""
NEEDED: Mapping[str, tuple[str, ...]] = ROWS | {
    "references": ("title",),
    "tools": ("slug", "title", "type", "text"),
}
"""What no row of a list can do without."""
MARKDOWN = {"steps": "text", "duties": "text", "tools": "text"}
"""Lists with a Markdown text in each row, and its name."""


@dataclass(slots=True)
class Profile:
    """Texts are Markdown in `sections` (key, text) and in the rows of MARKDOWN; all others are plain."""

    form: str = "practice"
    terms: dict[str, list[str]] = field(default_factory=dict)
    tier: str = "not-rated"
    finding: str = ""
    reason: str = ""
    rated_by: str = ""
    rated_on: date | None = None
    sections: list[tuple[str, str]] = field(default_factory=list)
    glance: list[Row] = field(default_factory=list)
    steps: list[Row] = field(default_factory=list)
    duties: list[Row] = field(default_factory=list)
    references: list[Row] = field(default_factory=list)
    tools: list[Row] = field(default_factory=list)

    @property
    def facets(self) -> dict[str, list[str]]:
        """Every facet value of the practice but its topics and regions."""
        return self.terms | {"evidence": [self.tier], "form": [self.form]}

    def rows(self, name: str) -> list[Row]:
        """One of the lists of ROWS."""
        found: list[Row] = getattr(self, name)
        return found

    @property
    def texts(self) -> list[str]:
        """Every Markdown text in it."""
        return [text for _, text in self.sections] + [
            row[part] for name, part in MARKDOWN.items() for row in self.rows(name)
        ]

    def content(self) -> dict[str, Any]:
        """The profile as JSON: equal for equal profiles, in whatever order their facet values were given."""
        told = {facet: sorted(self.terms[facet]) for facet in TOLD_FACETS if self.terms.get(facet)}
        return {
            "form": self.form,
            "terms": told,
            "evidence": {
                "tier": self.tier,
                "finding": self.finding,
                "reason": self.reason,
                "rated_by": self.rated_by,
                "rated_on": self.rated_on.isoformat() if self.rated_on else None,
            },
            "sections": [{"key": key, "markdown": words} for key, words in self.sections],
            **{name: [dict(row) for row in self.rows(name)] for name in ROWS},
        }


def profile_in(content: Mapping[str, Any]) -> Profile:
    """The profile that a content holds; a part that is missing, or is not what it should be, reads as empty."""
    evidence = mapping(content.get("evidence"))
    terms = mapping(content.get("terms"))
    sections = mappings(content.get("sections"))
    made = Profile(
        form=line(content.get("form")) or "practice",
        terms={facet: keys for facet in TOLD_FACETS if (keys := keys_in(terms.get(facet)))},
        tier=line(evidence.get("tier")) or "not-rated",
        finding=line(evidence.get("finding")),
        reason=line(evidence.get("reason")),
        rated_by=line(evidence.get("rated_by")),
        rated_on=day(evidence.get("rated_on")),
        sections=[
            (line(each.get("key")), text) for each in sections if (text := words(each.get("markdown")))
        ],
    )
    for name, parts in ROWS.items():
        setattr(made, name, [row_of(name, each, parts) for each in mappings(content.get(name))])
    return made


def row_of(name: str, given: Mapping[str, Any], parts: tuple[str, ...]) -> Row:
    return {part: (words if MARKDOWN.get(name) == part else line)(given.get(part)) for part in parts}


def mapping(given: Any) -> Mapping[str, Any]:
    return given if isinstance(given, Mapping) else {}


def mappings(given: Any) -> list[Mapping[str, Any]]:
    return [each for each in given if isinstance(each, Mapping)] if isinstance(given, list) else []


def keys_in(given: Any) -> list[str]:
    return sorted({each for each in given if isinstance(each, str)}) if isinstance(given, list) else []


def words(given: Any) -> str:
    """A Markdown text as it is kept: Unix line ends, nothing blank around it."""
    return given.replace("\r\n", "\n").strip() if isinstance(given, str) else ""


def line(given: Any) -> str:
    """A plain text on one line."""
    return " ".join(given.split()) if isinstance(given, str) else ""


def day(given: Any) -> date | None:
    try:
        return date.fromisoformat(given) if isinstance(given, str) and given else None
    except ValueError:
        return None
