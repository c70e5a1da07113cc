"""Who may write to whom without asking first: rooms say why, messaging asks them all."""

from collections.abc import Collection, Mapping
from typing import Protocol

from ion.core.ports.registry import Registry


class ContactReason(Protocol):
    """A room's reason why two users may write to each other at once ("group", later "mentorship")."""

    @property
    def kind(self) -> str: ...

    def known(self, user_id: int, others: Collection[int]) -> Mapping[int, str]:
        """Those of the other users that this reason lets the user write to, with the reason in words for both
        sides, as in "You are both in Employer engagement circle". The reason holds both ways."""
        ...

    def people(self, user_id: int) -> Collection[int]:
        """Users that the reason lets the user write to, to be suggested; the first few hundred at most."""
        ...


CONTACT_REASONS: Registry[ContactReason] = Registry()
