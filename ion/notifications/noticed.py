"""What a notice is about, and what that is to the one who reads it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from ion.commons.discussion.queries.comments import Told as ToldComment
from ion.commons.questions.queries.questions import Told as ToldQuestion
from ion.core.access import Viewer
from ion.core.ports.subjects import Subject as Place

Thing = tuple[str, int, str]
"""What a notice is about: kind, id, and which of its occurrences."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a notice is about, to the one who may see it: `noun` says what kind of thing it is.

    Where everyone may open `path` once they may see an item, `item_id` is that item, else 0. What is over needs no
    mail any more. `why` says in full what the notice itself has no room for. `about` is the item that it has to do
    with, under which several of a kind are one row; 0 where it stands alone.
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
    about: int = 0


@dataclass(frozen=True, slots=True)
class Ground:
    """What things on items stand on, read once for all of them: comments and questions by id, whoever may see them,
    and of their items those that the viewer may see."""

    viewer: Viewer
    comments: Mapping[int, ToldComment]
    questions: Mapping[int, ToldQuestion]
    places: Mapping[int, Place]


Resolver = Callable[[Collection[Thing], Viewer], dict[Thing, Subject]]
"""What these things, all of one kind, are to the viewer; what may not be seen is absent."""
GroundedResolver = Callable[[Collection[Thing], Ground], dict[Thing, Subject]]
"""The same, of a kind of things on items."""
