"""Small numbers are not shown, nor what would give them away."""

from collections.abc import Sequence

LEAST = 5
"""Numbers from 1 up to below this are kept back."""


def shown(number: int) -> int | None:
    """A number that stands alone; None where it is kept back."""
    return None if 0 < number < LEAST else number


def suppressed(numbers: Sequence[int]) -> list[int | None]:
    """The numbers of one column whose total is known; None for each that is kept back.

    Where the hidden ones could be worked out from the total (there is one alone, or together they are too few), the
    smallest of the others is hidden, too, until they cannot. A total that is small itself is kept back by `shown`.
    """
    hidden = {at for at, number in enumerate(numbers) if shown(number) is None}
    others = sorted((number, at) for at, number in enumerate(numbers) if number >= LEAST)
    while hidden and others and (len(hidden) < 2 or sum(numbers[at] for at in hidden) < LEAST):
        hidden.add(others.pop(0)[1])
    return [None if at in hidden else number for at, number in enumerate(numbers)]
