"""Practices on the page of writing: from the form to a content and back."""

import re
from typing import Any

from ion.base.vocabulary.practices import PRACTICE_SECTIONS
from ion.core.ports.publishable import Content
from ion.core.text import slug
from ion.library.forms import SECTION_FIELDS, PracticeForm
from ion.library.profile import ROWS, TOLD_FACETS, Row, profile_in
from ion.library.queries import KIND

ANCHOR = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_ANCHOR = 80


class PracticeEditor:
    """The profile of a practice as fields."""

    kind = KIND
    form = PracticeForm
    template = "library/_fields.html"

    def content(self, form: Any) -> Content:
        rated_on = form.rated_on.data
        typed = {
            "form": form.practice_kind.data,
            "terms": {facet: form[facet].data for facet in TOLD_FACETS},
            "evidence": {
                "tier": form.tier.data,
                "finding": form.finding.data,
                "reason": form.reason.data,
                "rated_by": form.rated_by.data,
                "rated_on": rated_on.isoformat() if rated_on else None,
            },
            "sections": [
                {"key": key, "markdown": form[SECTION_FIELDS[key]].data} for key in form.section_keys
            ],
            **{name: form[name].data for name in ROWS},
        }
        return profile_in(typed | {"tools": with_anchors(typed["tools"])}).content()

    def fields(self, content: Content) -> dict[str, Any]:
        profile = profile_in(content)
        told = [key for key, _ in profile.sections]
        usual = [key for key in PRACTICE_SECTIONS if key in told]
        return {
            "practice_kind": profile.form,
            "tier": profile.tier,
            "finding": profile.finding,
            "reason": profile.reason,
            "rated_by": profile.rated_by,
            "rated_on": profile.rated_on,
            "section_order": "" if told == usual else ",".join(told),
            **{facet: profile.terms.get(facet, []) for facet in TOLD_FACETS},
            **{SECTION_FIELDS[key]: text for key, text in profile.sections if key in SECTION_FIELDS},
            **{name: profile.rows(name) for name in ROWS},
        }


def with_anchors(tools: list[Row]) -> list[Row]:
    """Tools with a place on the page each: a new one's is made from its title, the others' stay as they are."""
    taken = {tool["slug"] for tool in tools}
    placed, used = [], set[str]()
    for tool in tools:
        anchor = tool["slug"]
        if not is_anchor(anchor) or anchor in used:
            anchor = free_anchor(slug(tool["title"], LONGEST_ANCHOR - 3), taken | used)
        used.add(anchor)
        placed.append(tool | {"slug": anchor})
    return placed


def is_anchor(anchor: str) -> bool:
    return bool(ANCHOR.fullmatch(anchor)) and len(anchor) <= LONGEST_ANCHOR


def free_anchor(wish: str, taken: set[str]) -> str:
    """The wish, or with the first number that makes it one of a kind."""
    found, number = wish, 1
    while found in taken:
        number += 1
        found = f"{wish}-{number}"
    return found
