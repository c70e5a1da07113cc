"""Posts on the page of writing: their form, and the way from it to a content and back."""

from typing import Any

from ion.blog.forms import PostForm
from ion.blog.publishable import FACETS, PLAIN, series_keys
from ion.blog.queries import KIND
from ion.blog.queries.spotlights import practice_typed
from ion.core.labels import facet_labels
from ion.core.meant import person_typed
from ion.core.ports.publishable import Content


class PostEditor:
    """The own fields of a post."""

    kind = KIND
    form = PostForm
    template = "blog/_fields.html"

    def content(self, form: PostForm) -> Content:
        series, name = form.series_meant
        return {
            "form": form.form.data,
            "terms": {facet: sorted(form[facet].data or ()) for facet in FACETS},
            "series": series,
            "series_name": name,
            "spotlight": {"person": form.person_id, "practice": form.practice_id},
        }

    def fields(self, content: Content) -> dict[str, Any]:
        terms, spotlight = content.get("terms", {}), content.get("spotlight", {})
        known = [key for key in series_keys(content) if key in facet_labels("series")]
        return {
            "form": content.get("form", PLAIN),
            "series": next(iter(known), ""),
            "new_series": "" if known else content.get("series_name", ""),
            **{facet: list(terms.get(facet, ())) for facet in FACETS},
            "spotlight_person": person_typed(spotlight.get("person")),
            "spotlight_practice": practice_typed(spotlight.get("practice")),
        }
