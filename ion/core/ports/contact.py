"""Who may write to whom without asking first: rooms say why, messaging asks them all."""

from collections.abc import Collection
from typing import Protocol

from sqlalchemy import Select

from ion.core.ports.registry import Registry


class ContactReason(Protocol):
    """A room's reason why two users may write to each other at once ("group", "mentorship")."""

    @property
    def kind(self) -> str: ...

    @property
    def known(self) -> Select[int, str]:
        """A statement, built once, of (`user_id`, `why`): those users among the parameter `others` (expanding) whom the
        user of the parameter `user_id` may write to, and the reason in words for both sides, as in "You are both in
        Employer engagement circle." The reason holds both ways. All rooms' statements are asked as one."""
        ...

    def people(self, user_id: int) -> Collection[int]:
        """Users that the reason lets the user write to, to be suggested; the first few hundred at most."""
        ...


CONTACT_REASONS: Registry[ContactReason] = Registry()
