"""What can be reported: a room shows a thing of its own to ION staff as it was, and hides or releases it.

`ion.app` plugs the offers in. Whoever reports must be able to see the thing; ION staff see the snapshot and no more.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from ion.core.ports.registry import Registry


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of text around the thing, or the thing itself (`is_subject`). `text` is plain words."""

    name: str
    text: str
    at: datetime | None = None
    is_subject: bool = False


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A thing as it is now: `title` says what and where, as in "Comment on Keep momentum", `path` is its address.

    `about_id` is the user whose it is (None: nobody who signs in). `passages` are in the order in which they are read,
    with at most five before and after the thing. `is_private`: only those it was written to may see it.
    `files` are the names of what hangs on it.
    """

    kind: str
    id: int
    title: str
    path: str
    name: str
    about_id: int | None
    passages: Sequence[Passage]
    is_private: bool = False
    files: Sequence[str] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Witness:
    """Who reports: a user, the person, and the visibility tokens they hold (all of them)."""

    user_id: int
    person_id: int
    scopes: frozenset[str]


class Reportable(Protocol):
    """A room's side of reports on its things. `label` names one in the middle of a sentence ("comment")."""

    @property
    def kind(self) -> str: ...

    @property
    def label(self) -> str: ...

    def snapshot(self, id: int, witness: Witness | None) -> Snapshot | None:
        """The thing as the witness may see it now, else None. No witness is the site itself, which holds it."""
        ...

    def hide(self, id: int, *, user_id: int, reason: str) -> None:
        """ION staff take it away from readers, in the present unit of work; what is gone already stays so."""
        ...

    def release(self, id: int, *, user_id: int) -> None:
        """ION staff found it in order: what was held, or hidden by `hide` and still has its words, is shown now;
        anything else stays as it is."""
        ...


REPORTABLES: Registry[Reportable] = Registry()
