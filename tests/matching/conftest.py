"""Matching needs no site: only somebody who finds the highest total."""

from collections.abc import Iterator

import pytest

from ion.adapters.plain_assignment import PlainAssignment
from ion.core.ports import assignment


@pytest.fixture(autouse=True)
def assigner(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(assignment._in_use, "assigner", PlainAssignment())
    yield
