"""Pages of a list: `?page=2`. A page that does not exist is the nearest one that does."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

PER_PAGE = 20
LAST_PAGE = 10_000

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows of a list: `number` counts from 1, `total` is the length of the whole list."""

    items: Sequence[T]
    number: int
    total: int
    path: str
    parameters: tuple[tuple[str, str], ...] = ()
    per_page: int = PER_PAGE

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.per_page))

    @property
    def has_next(self) -> bool:
        return self.number < self.pages

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def numbers(self) -> list[int | None]:
        """The page numbers to draw: first, last and the neighbors, None for a gap."""
        near = {1, self.pages, *range(max(1, self.number - 1), min(self.pages, self.number + 1) + 1)}
        drawn: list[int | None] = []
        for number in sorted(near):
            if drawn and drawn[-1] is not None and number - drawn[-1] > 1:
                drawn.append(None)
            drawn.append(number)
        return drawn

    def href(self, number: int) -> str:
        """The address of another page with the same filters."""
        page = (("page", str(number)),) if number > 1 else ()
        return address(self.path, (*self.parameters, *page))


def address(path: str, parameters: Sequence[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(list(parameters))}" if parameters else path


def number_asked(text: str | None) -> int:
    """The page number in the address, 1 for anything that is none."""
    if text is None or not text.isascii() or not text.isdigit() or len(text) > 6:
        return 1
    return min(max(1, int(text)), LAST_PAGE)


def within(number: int, total: int, per_page: int = PER_PAGE) -> int:
    """The page number, or the last page's when it lies beyond."""
    return min(number, max(1, -(-total // per_page)))
