"""Reading a question out of an address: shape and limits; whatever is not understood is ignored."""

from collections.abc import Collection, Mapping

from werkzeug.datastructures import MultiDict

from ion.commons.finding.question import Question, chosen_facets, sort_asked
from ion.web.pagination import number_asked

LONGEST_QUERY = 400


def question_in(
    arguments: "MultiDict[str, str]",
    path: str,
    kinds: Collection[str],
    labels: Mapping[str, Mapping[str, str]],
) -> Question:
    """The question an address asks, among these kinds and with these facet values known."""
    kind = arguments.get("kind", "")
    return Question(
        path=path,
        text=" ".join(arguments.get("q", "").replace("\x00", " ").split())[:LONGEST_QUERY],
        kind=kind if kind in kinds else "",
        facets=chosen_facets({facet: arguments.getlist(facet) for facet in labels}, labels),
        sort=sort_asked(arguments.get("sort")),
        archived=arguments.get("archived") == "1",
        page=number_asked(arguments.get("page")),
    )
