"""Peer-learning groups as the common instrument of publishing writes, checks and shows them."""

from collections.abc import Mapping
from typing import Any

from ion.base.extensions import db
from ion.core import items
from ion.core.keeping import Kept
from ion.core.labels import label
from ion.core.meant import person_typed
from ion.core.ports.publishable import Content, Lack, Told
from ion.groups import queries, services
from ion.models import Item, PeerGroup, Person

FACETS = {"program": "Programs", "role": "Partner roles", "state": "States and territories"}
"""What a group can be about besides topics, and what its form calls that."""
TEMPLATE = "groups/show.html"
SHOWN = ("group", "webinar", "topic", "person", "correction")


class GroupPublishable:
    """Groups. Their own parts of a content:

    series          the name of the series of webinars that are its calls, or ""
    facilitator     the id of a person, or None
    rhythm          when it meets, in words
    is_open         whether everyone may join at once
    terms           keys by facet, of FACETS
    """

    kind = queries.KIND
    path_prefix = queries.PATH

    def blank(self) -> Content:
        return {
            "series": "",
            "facilitator": None,
            "rhythm": "",
            "is_open": True,
            "terms": {facet: [] for facet in FACETS},
        }

    def snapshot(self, item: Item) -> Content:
        group = db.session.get(PeerGroup, item.id)
        if group is None:
            return self.blank()
        told = items.terms_of([item.id])[item.id]
        return {
            "series": group.series,
            "facilitator": group.facilitator_id,
            "rhythm": group.rhythm,
            "is_open": group.is_open,
            "terms": {facet: list(told.get(facet, ())) for facet in FACETS},
        }

    def terms(self, content: Content) -> Mapping[str, list[str]]:
        told = content.get("terms", {})
        return {facet: list(told.get(facet, ())) for facet in FACETS}

    def told(self, content: Content) -> list[Told]:
        terms = content.get("terms", {})
        joined = "Everyone, at once" if content.get("is_open") else "Whom the facilitator lets in"
        return [
            Told("Facilitator", person_typed(content.get("facilitator"))),
            Told("Series of calls", content.get("series", "")),
            Told("When it meets", content.get("rhythm", "")),
            Told("Who may join", joined),
            *(
                Told(name, ", ".join(label(facet, key) for key in terms.get(facet, ())))
                for facet, name in FACETS.items()
            ),
        ]

    def lacks(self, content: Content) -> list[Lack]:
        found = []
        if not content["summary"].strip():
            found.append(Lack("summary", "Write a summary: lists and search show it."))
        facilitator = content.get("facilitator")
        if facilitator is None or db.session.get(Person, facilitator) is None:
            found.append(Lack("facilitator", "Say who facilitates the group."))
        return found

    def apply(self, item: Item, content: Content) -> None:
        group = db.session.get(PeerGroup, item.id) or PeerGroup(item_id=item.id)
        person = content.get("facilitator")
        group.series, group.rhythm = content.get("series", ""), content.get("rhythm", "")
        group.facilitator_id = person if person and db.session.get(Person, person) else None
        group.is_open = bool(content.get("is_open", True))
        db.session.add(group)
        db.session.flush()
        services.name_facilitator(group)

    def page(self, slug: str, scopes: frozenset[str]) -> tuple[str, dict[str, Any]] | None:
        group = queries.group_page(slug, scopes)
        if group is None:
            return None
        ahead, behind = queries.calls_of(group.series, scopes)
        kept = Kept(SHOWN, ("group", group.id, scopes))
        return TEMPLATE, {"group": group, "ahead": ahead, "behind": behind, "kept": kept}
