"""What a webinar is called and where it stands."""

from collections.abc import Mapping

from ion.webinars.queries import KIND, PATH


class WebinarSubjects:
    """Webinars, for everyone who only knows (webinar, id)."""

    kind = KIND
    label = "webinar"
    plural = "webinars"

    def paths(self, slugs: Mapping[int, str], scopes: frozenset[str]) -> Mapping[int, str]:
        return {id: PATH + slug for id, slug in slugs.items()}
