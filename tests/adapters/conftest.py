"""Both search engines, empty, with a clock that stands still."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ion.adapters.memory_search import MemorySearch
from ion.adapters.whoosh_search.engine import WhooshSearch
from ion.core.ports.search import SearchEngine
from tests.adapters.corpus import Clock


@pytest.fixture
def clock() -> Clock:
    """The time as the engines see it."""
    return Clock()


@pytest.fixture(params=["memory", "whoosh"])
def engine(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Iterator[SearchEngine]:
    """Each of the engines in turn."""
    made: SearchEngine = MemorySearch(clock=clock)
    if request.param == "whoosh":
        made = WhooshSearch(tmp_path, clock=clock)
    made.rebuild([])
    yield made
    made.close()


@pytest.fixture
def whoosh(tmp_path: Path, clock: Clock) -> Iterator[WhooshSearch]:
    """The Whoosh engine alone."""
    made = WhooshSearch(tmp_path, clock=clock, patience=0.2)
    made.rebuild([])
    yield made
    made.close()
