"""Groups on the page of writing: their form, and the way from it to a content and back."""

from typing import Any

from ion.core.meant import person_typed
from ion.core.ports.publishable import Content
from ion.groups.forms import GroupForm
from ion.groups.publishable import FACETS
from ion.groups.queries import KIND


class GroupEditor:
    """The own fields of a group."""

    kind = KIND
    form = GroupForm
    template = "groups/_fields.html"

    def content(self, form: GroupForm) -> Content:
        return {
            "series": " ".join((form.series.data or "").split()),
            "facilitator": form.facilitator_id,
            "rhythm": " ".join((form.rhythm.data or "").split()),
            "is_open": bool(form.is_open.data),
            "terms": {facet: sorted(form[facet].data or ()) for facet in FACETS},
        }

    def fields(self, content: Content) -> dict[str, Any]:
        terms = content.get("terms", {})
        return {
            "series": content.get("series", ""),
            "facilitator": person_typed(content.get("facilitator")),
            "rhythm": content.get("rhythm", ""),
            "is_open": content.get("is_open", True),
            **{facet: list(terms.get(facet, ())) for facet in FACETS},
        }
