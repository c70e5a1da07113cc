"""What a notice is about, and what that is to the one who reads it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from ion.core.access import Viewer

Thing = tuple[str, int, str]
"""What a notice is about: kind, id, and which of its occurrences."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a notice is about, to the one who may see it: `noun` says what kind of thing it is.

    Where everyone may open `path` once they may see an item, `item_id` is that item, else 0. What is over needs no
    mail any more. `why` says in full what the notice itself has no room for.
    """

    id: int
    title: str
    path: str
    noun: str
    is_sample: bool = False
    is_archived: bool = False
    item_id: int = 0
    is_over: bool = False
    why: str = ""


Resolver = Callable[[Collection[Thing], Viewer], dict[Thing, Subject]]
"""What these things, all of one kind, are to the viewer; what may not be seen is absent."""
