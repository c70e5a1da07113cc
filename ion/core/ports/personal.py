"""What rooms keep of a person: copied for them, handed over, released when they leave, forgotten by age.

`ion.app` plugs the offers in; `ion.privacy` asks them all. A room whose rows point to a user or a person speaks here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from ion.core.ports.registry import Registry


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file that belongs in somebody's copy: its name there, and the key of the storage."""

    name: str
    storage_key: str


class PersonalData(Protocol):
    """What one room keeps of somebody. `kind` is the name of its file in the copy ("messages", "comments")."""

    @property
    def kind(self) -> str: ...

    def export(self, user_id: int, person_id: int) -> Mapping[str, Any]:
        """All of it as JSON has it: instants in ISO 8601 UTC, texts as they were typed; empty where there is none.

        Other people's words are in it only where they were written to this user.
        """
        ...

    def files(self, user_id: int, person_id: int) -> Iterable[OwnFile]:
        """The files that they uploaded or were sent."""
        ...

    def release(self, user_id: int, person_id: int, *, keep: bool) -> None:
        """The user leaves, in the present unit of work: private things go; public ones stay where `keep`, as those
        of a person who is called "Former member" by then, else they go, too (withdrawn, emptied)."""
        ...


@dataclass(frozen=True, slots=True)
class ContactRole:
    """Something that others turn to this person for: (`kind`, `id`) with its title and address, and `role` in words
    ("Contact of this practice", "Facilitator")."""

    kind: str
    id: int
    title: str
    path: str
    role: str


class ContactRoles(Protocol):
    """A room's roles that must be somebody's. `kind` is that of its ContactRole rows."""

    @property
    def kind(self) -> str: ...

    def roles(self, person_id: int) -> Sequence[ContactRole]:
        """What the person is turned to for, now."""
        ...

    def hand_over(self, id: int, person_id: int | None, to_person_id: int | None) -> None:
        """Give one role of a person (None: one that is nobody's) to somebody else, or to nobody (ION staff see to it),
        in the present unit of work."""
        ...

    def vacant(self, most: int) -> Sequence[ContactRole]:
        """At most `most` roles that are nobody's now and should be somebody's."""
        ...


class Retained(Protocol):
    """Rows that go by age. `kind` is a key, `label` and `help` are words for the page of settings.

    `days` is how long they are kept where staff chose nothing (0: forever).
    """

    @property
    def kind(self) -> str: ...

    @property
    def label(self) -> str: ...

    @property
    def help(self) -> str: ...

    @property
    def days(self) -> int: ...

    def forget(self, before: datetime, most: int) -> int:
        """Forget at most `most` of what is older than `before` and not covered by a hold (`ion.core.holds`), in the
        present unit of work; returns how many went."""
        ...


PERSONAL_DATA: Registry[PersonalData] = Registry()
CONTACT_ROLES: Registry[ContactRoles] = Registry()
RETAINED: Registry[Retained] = Registry()
