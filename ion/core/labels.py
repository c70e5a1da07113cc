"""Keys in words: facet values, places, names in a row. One wording everywhere."""

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import select

from ion.base.extensions import db
from ion.base.vocabulary import FACETS
from ion.base.vocabulary.languages import LANGUAGES
from ion.base.vocabulary.places import STATES
from ion.base.vocabulary.workplaces import WORKPLACES
from ion.core import tallies
from ion.models import LocalArea, Series, Stage, Topic


def facet_labels(facet: str) -> Mapping[str, str]:
    """The label of every value of a facet by its key, in the order to draw them; KeyError for an unknown facet."""
    return _from_tables[facet]() if facet in _from_tables else _fixed[facet]


def _topics() -> dict[str, str]:
    def read() -> dict[str, str]:
        return {
            key: name for key, name in db.session.execute(select(Topic.key, Topic.name).order_by(Topic.name))
        }

    return tallies.recall("topic", "labels", read)


def _series() -> dict[str, str]:
    def read() -> dict[str, str]:
        rows = db.session.execute(select(Series.key, Series.name).order_by(Series.name))
        return {key: name for key, name in rows}

    return tallies.recall("topic", "series labels", read)


def _stages() -> dict[str, str]:
    def read() -> dict[str, str]:
        rows = db.session.execute(select(Stage.key, Stage.name).order_by(Stage.position))
        return {key: name for key, name in rows}

    return tallies.recall("stage", "labels", read)


def _areas() -> dict[str, str]:
    def read() -> dict[str, str]:
        rows = db.session.execute(
            select(LocalArea.key, LocalArea.name).order_by(LocalArea.state, LocalArea.name)
        )
        return {key: name for key, name in rows}

    return tallies.recall("area", "labels", read)


_from_tables: dict[str, Callable[[], dict[str, str]]] = {
    "topic": _topics,
    "series": _series,
    "stage": _stages,
    "area": _areas,
}
_fixed = {
    facet.key: {term.key: term.label for term in facet.vocabulary.terms}
    for facet in FACETS.values()
    if facet.vocabulary is not None
}
for _facet, _vocabulary in (("workplace", WORKPLACES), ("language", LANGUAGES)):
    _fixed[_facet] = {term.key: term.label for term in _vocabulary.terms}


def label(facet: str, key: str) -> str:
    """The label of one facet value; the key itself for one that is no longer listed."""
    return facet_labels(facet).get(key, key)


def place_in_words(states: Sequence[str]) -> str:
    """Where something was done: one or two states by name, more by number, nothing for none."""
    return f"{len(states)} states" if len(states) > 2 else " and ".join(STATES.label(key) for key in states)


def names_in_words(names: Sequence[str]) -> str | None:
    """One name, "A and B", or "A, B, and C"; None for nobody."""
    if len(names) < 3:
        return " and ".join(names) or None
    return f"{', '.join(names[:-1])}, and {names[-1]}"
