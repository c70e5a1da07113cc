"""Who may see what, decided once. Nobody writes another rule about seeing.

An item's `audience` is one token; a viewer holds a set of tokens; seeing is membership. SQL, Whoosh and every later
engine filter by the same set.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, String, and_, bindparam, cast, func, or_, select

from ion.models import Grant, GroupMember, GroupStanding, Item, ItemState, User
from ion.models.user import STAFF

PUBLIC = "public"
MEMBERS = "members"
STAFF_ONLY = "staff"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is looking: the signed-in user's id, person and grants. Nobody is None, never an empty Viewer.

    `zone` is the IANA name the person chose, or empty; `unread` counts notifications, `messages` the conversations
    with something new in them; `groups` are the ids of the
    peer-learning groups on whose roster the user is; `sign_in_id`, `seen_at` and `expires_at` belong to the sign-in
    of this browser.
    """

    id: int
    person_id: int
    name: str
    grants: frozenset[Grant]
    zone: str = ""
    unread: int = 0
    messages: int = 0
    sign_in_id: int = 0
    seen_at: datetime | None = None
    expires_at: datetime | None = None
    groups: frozenset[int] = frozenset()

    @property
    def is_staff(self) -> bool:
        return bool(self.grants & STAFF)

    @property
    def is_admin(self) -> bool:
        return Grant.ADMIN in self.grants

    @property
    def is_editor(self) -> bool:
        """Whether items of any kind may be written and published by this viewer."""
        return bool(self.grants & {Grant.EDITOR, Grant.ADMIN})


GROUPS = (
    select(func.aggregate_strings(cast(GroupMember.group_id, String), " "))
    .where(GroupMember.user_id == User.id, GroupMember.standing != GroupStanding.ASKED)
    .correlate(User)
    .scalar_subquery()
)
"""SQL beside User: the groups on whose roster the user is, as `ids_of` reads them."""


def ids_of(words: str | None) -> frozenset[int]:
    """Ids written one after the other, NULL for none."""
    return frozenset(map(int, (words or "").split()))


def group_token(id: int) -> str:
    """The token that everyone on the roster of a peer-learning group holds."""
    return f"group:{id}"


def scopes(viewer: Viewer | None) -> frozenset[str]:
    """The visibility tokens the viewer holds; a visitor holds `public` alone."""
    if viewer is None:
        return frozenset({PUBLIC})
    tokens = {PUBLIC, MEMBERS, f"user:{viewer.id}", *map(group_token, viewer.groups)}
    if viewer.is_staff:
        tokens.add(STAFF_ONLY)
    return frozenset(tokens)


SEEN = and_(Item.state == ItemState.PUBLISHED, Item.audience.in_(bindparam("scopes", expanding=True)))
"""`visible` for a statement that is built once; execute it with the parameter `scopes`, a list of tokens."""

CURRENT = or_(Item.expires_at.is_(None), Item.expires_at > bindparam("now"))
"""`current` for a statement that is built once; execute it with the parameter `now`, an instant."""


def visible(tokens: Iterable[str]) -> ColumnElement[bool]:
    """SQL: the item is published and its audience is among the tokens (archived ones included)."""
    return and_(Item.state == ItemState.PUBLISHED, Item.audience.in_(sorted(tokens)))


def current(at: datetime) -> ColumnElement[bool]:
    """SQL: the item is not past its `expires_at`."""
    return or_(Item.expires_at.is_(None), Item.expires_at > at)


def archived(at: datetime) -> ColumnElement[bool]:
    """SQL: the item is past its `expires_at`: readable at its address, out of lists."""
    return Item.expires_at <= at
