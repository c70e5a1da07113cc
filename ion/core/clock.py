"""The clock is a port: everything asks `now()`, tests set it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime


def system_now() -> datetime:
    return datetime.now(UTC)


_source: ContextVar[Callable[[], datetime]] = ContextVar("clock", default=system_now)


def now() -> datetime:
    """The present instant, aware, UTC."""
    return _source.get()()


@contextmanager
def frozen(instant: datetime) -> Iterator[datetime]:
    """Within the block (of this thread) it is `instant`."""
    token = _source.set(lambda: instant)
    try:
        yield instant
    finally:
        _source.reset(token)
