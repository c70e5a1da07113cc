"""Practices for publishing: their profile as content, and the way from it to the rows that readers' pages are made of.

Tools are part of their practice's content: they are written, cleared and published with it.
"""

from collections.abc import Mapping
from typing import Any

from ion.base.extensions import db
from ion.core.keeping import Kept
from ion.core.ports.publishable import Content, Lack, Told
from ion.core.related import SHOWN_KINDS, related_to
from ion.library import criteria, queries, services, telling
from ion.library.profile import TOLD_FACETS, Profile, profile_in
from ion.models import Item, Practice

TEMPLATE = "library/show.html"
SHOWN = (*SHOWN_KINDS, "tool", "topic", "stage", "person", "correction")
"""Kinds whose changes show on the page of a practice."""


class PracticePublishable:
    """Practices and attempts, each with its tools."""

    kind = queries.KIND
    path_prefix = queries.PATH

    def blank(self) -> Content:
        return Profile().content()

    def snapshot(self, item: Item) -> Content:
        practice = db.session.get(Practice, item.id)
        return profile_of(practice, item).content() if practice else self.blank()

    def terms(self, content: Content) -> Mapping[str, list[str]]:
        return profile_in(content).facets

    def told(self, content: Content) -> list[Told]:
        return telling.told(profile_in(content))

    def lacks(self, content: Content) -> list[Lack]:
        return criteria.lacks(content)

    def apply(self, item: Item, content: Content) -> None:
        services.project([(item, profile_in(content))])

    def page(self, slug: str, scopes: frozenset[str]) -> tuple[str, dict[str, Any]] | None:
        practice = queries.practice_page(slug, scopes)
        if practice is None:
            return None
        related = related_to(queries.KIND, practice.id, scopes)
        kept = Kept(SHOWN, ("practice", practice.id, scopes))
        return TEMPLATE, {"practice": practice, "related": related, "kept": kept}


def profile_of(practice: Practice, item: Item) -> Profile:
    """The profile as the rows tell it."""
    terms: dict[str, list[str]] = {}
    for term in item.terms:
        terms.setdefault(term.facet, []).append(term.key)
    told = Profile(
        form=practice.form,
        terms={facet: terms[facet] for facet in TOLD_FACETS if facet in terms},
        tier=practice.tier,
        finding=practice.finding,
        reason=practice.tier_reason,
        rated_by=practice.rated_by,
        rated_on=practice.rated_on,
        sections=[(section.key, section.markdown) for section in practice.sections],
        glance=[{"label": line["label"], "text": line["text"]} for line in practice.glance],
        steps=[{"title": step["title"], "text": step["text"]} for step in practice.steps],
        duties=[{"role": duty["role"], "text": duty["text"]} for duty in practice.duties],
        references=[{"title": each["title"], "url": each["url"]} for each in practice.reading],
        tools=[
            {
                "slug": tool.anchor,
                "title": tool.item.title,
                "type": tool.resource_type,
                "summary": tool.item.summary,
                "text": tool.item.body.markdown,
            }
            for tool in practice.tools
        ],
    )
    return profile_in(told.content())
