"""Local areas of a state, as the table holds them now."""

from collections.abc import Mapping

from sqlalchemy import select

from ion.core import reading, tallies
from ion.models import LocalArea


def areas_of(state: str) -> Mapping[str, str]:
    """The name of each local area of a state by its key, in the order of the names."""
    return areas_by_state().get(state, {})


def areas_by_state() -> Mapping[str, Mapping[str, str]]:
    """The local areas of every state that has any, by state code."""

    def read() -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        asked = select(LocalArea.state, LocalArea.key, LocalArea.name)
        for state, key, name in reading.rows(asked.order_by(LocalArea.state, LocalArea.name)):
            found.setdefault(state, {})[key] = name
        return found

    return tallies.recall("area", "by state", read)
