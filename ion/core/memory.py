"""What a process remembers: bounded by weight, the least recently kept or asked goes first; safe in threads."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

V = TypeVar("V")


class Memory(Generic[V]):
    """Values by key, together no heavier than `most`."""

    def __init__(self, most: int, weigh: Callable[[V], int] = lambda value: 1) -> None:
        self._most = most
        self._weigh = weigh
        self._values: OrderedDict[Hashable, tuple[V, int]] = OrderedDict()
        self._weight = 0
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> V | None:
        """The value, or None where it is not remembered."""
        with self._lock:
            if key not in self._values:
                return None
            self._values.move_to_end(key)
            return self._values[key][0]

    def keep(self, key: Hashable, value: V) -> None:
        """Remember a value; what is heavier than everything may be is not kept."""
        weight = self._weigh(value)
        with self._lock:
            self._drop(key)
            self._values[key] = (value, weight)
            self._weight += weight
            while self._weight > self._most:
                self._drop(next(iter(self._values)))

    def forget(self) -> None:
        """Drop everything."""
        with self._lock:
            self._values.clear()
            self._weight = 0

    def _drop(self, key: Hashable) -> None:
        _, weight = self._values.pop(key, (None, 0))
        self._weight -= weight
