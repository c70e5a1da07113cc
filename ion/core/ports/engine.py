"""The search engine in use, set by `ion.app`; everyone else asks for it here."""

from collections.abc import Callable
from dataclasses import dataclass

from ion.core.ports.search import SearchEngine


class NoSearchEngine(Exception):
    """Search was asked for before `ion.app` plugged an engine in."""


@dataclass(slots=True)
class _InUse:
    engine: SearchEngine | None = None
    make_spare: Callable[[], SearchEngine] | None = None


_in_use = _InUse()


def use(engine: SearchEngine, make_spare: Callable[[], SearchEngine]) -> None:
    """Make this the engine of the process; `make_spare` makes an empty one that lives in memory for a moment."""
    _in_use.engine, _in_use.make_spare = engine, make_spare


def engine() -> SearchEngine:
    """The engine of the process; raises NoSearchEngine before one is plugged in."""
    if _in_use.engine is None:
        raise NoSearchEngine
    return _in_use.engine


def spare() -> SearchEngine:
    """A new, empty engine in memory; raises NoSearchEngine before `use`."""
    if _in_use.make_spare is None:
        raise NoSearchEngine
    return _in_use.make_spare()
