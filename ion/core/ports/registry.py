"""How a room offers something to everyone without a door between rooms: `ion.app` plugs it in, others ask by kind."""

from collections.abc import Iterator
from typing import Generic, Protocol, TypeVar


class Kinded(Protocol):
    """Whatever is offered says which kind of thing it speaks for ("post", "practice" …)."""

    @property
    def kind(self) -> str: ...


K = TypeVar("K", bound=Kinded)


class Registry(Generic[K]):
    """One offer per kind, in the order they were plugged in."""

    def __init__(self) -> None:
        self._offers: dict[str, K] = {}

    def plug(self, *offers: K) -> None:
        """Add offers; the same kind again replaces the earlier one."""
        for offer in offers:
            self._offers[offer.kind] = offer

    def __getitem__(self, kind: str) -> K:
        """Raise KeyError for a kind that nobody speaks for."""
        return self._offers[kind]

    def __contains__(self, kind: str) -> bool:
        return kind in self._offers

    def __iter__(self) -> Iterator[K]:
        return iter(self._offers.values())

    def kinds(self) -> tuple[str, ...]:
        return tuple(self._offers)
