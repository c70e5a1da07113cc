"""What an address asks for: words, filters, order and page. Whatever stands in it, there is an answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from ion.core.ports.search import SORTS, Sort

MAX_VALUES = 40
DEFAULT_SORT: Sort = "relevance"


@dataclass(frozen=True, slots=True)
class Question:
    """A search as the address states it; `facets` holds only values that exist, in the order of the facets."""

    path: str
    text: str = ""
    kind: str = ""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = DEFAULT_SORT
    archived: bool = False
    page: int = 1

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """The address's parameters but for the page, in one order, defaults left out."""
        pairs = [("q", self.text)] if self.text else []
        if self.kind:
            pairs.append(("kind", self.kind))
        pairs += [(facet, key) for facet, keys in self.facets.items() for key in keys]
        if self.archived:
            pairs.append(("archived", "1"))
        if self.sort != DEFAULT_SORT:
            pairs.append(("sort", self.sort))
        return tuple(pairs)

    @property
    def href(self) -> str:
        """The address of this question's first page."""
        parameters = self.parameters
        return f"{self.path}?{urlencode(parameters)}" if parameters else self.path

    @property
    def is_filtered(self) -> bool:
        return bool(self.facets or self.archived)

    def toggled(self, facet: str, key: str) -> "Question":
        """The same question with one facet value taken out, or added."""
        had = self.facets.get(facet, ())
        keys = tuple(k for k in had if k != key) if key in had else (*had, key)
        facets = {**self.facets, facet: keys}
        return replace(self, facets={f: ks for f, ks in facets.items() if ks}, page=1)

    def without(self, facet: str) -> "Question":
        """The same question with nothing chosen in one facet."""
        return replace(self, facets={f: ks for f, ks in self.facets.items() if f != facet}, page=1)

    def cleared(self) -> "Question":
        """The same words and kind with no filter."""
        return replace(self, facets={}, archived=False, page=1)


def chosen_facets(
    asked: Mapping[str, Iterable[str]], known: Mapping[str, Mapping[str, str]]
) -> dict[str, tuple[str, ...]]:
    """Those of the asked values that exist, each once, at most MAX_VALUES a facet; the others are ignored."""
    chosen = {}
    for facet, labels in known.items():
        keys = tuple(dict.fromkeys(key for key in asked.get(facet, ()) if key in labels))[:MAX_VALUES]
        if keys:
            chosen[facet] = keys
    return chosen


def sort_asked(text: str | None) -> Sort:
    return next((sort for sort in SORTS if sort == text), DEFAULT_SORT)
