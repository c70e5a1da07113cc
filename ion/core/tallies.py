"""Counts that every list shows (totals, facets, months), remembered until something of that kind changes.

A tally over 10,000 items costs milliseconds; reading one version number does not. Each flush that touches an item
raises `kind_version` of its kind in the same transaction, so a remembered tally is right in every process.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import InstrumentedAttribute, ORMExecuteState, Session

from ion.base.extensions import db
from ion.core import clock, reading
from ion.core.access import MEMBERS, PUBLIC
from ion.core.memory import Memory
from ion.core.upsert import insert_for
from ion.models import (
    Correction,
    Edition,
    GroupMember,
    Item,
    ItemState,
    KindVersion,
    LocalArea,
    MentorProfile,
    MentorTerm,
    Organization,
    OrganizationTerm,
    PeerGroup,
    Person,
    PersonTerm,
    Post,
    Practice,
    PracticeSection,
    Recording,
    Series,
    SiteSetting,
    Spotlight,
    Stage,
    Tool,
    Topic,
    User,
    Webinar,
)
from ion.models.types import UTCDateTime

BESIDES_ITEMS: dict[type[Any], str] = {
    Topic: "topic",
    Series: "topic",
    SiteSetting: "setting",
    Edition: "edition",
    Correction: "correction",
    Stage: "stage",
    LocalArea: "area",
    Organization: "organization",
    OrganizationTerm: "organization",
    Person: "person",
    PersonTerm: "person",
    User: "person",
    Post: "post",
    Spotlight: "post",
    Practice: "practice",
    PracticeSection: "practice",
    Tool: "tool",
    Webinar: "webinar",
    Recording: "webinar",
    PeerGroup: "group",
    GroupMember: "group",
    MentorProfile: "mentor",
    MentorTerm: "mentor",
}
NO_ITEMS = frozenset(
    {"topic", "stage", "area", "organization", "person", "setting", "correction", "edition", "mentor"}
)
"""Kinds of BESIDES_ITEMS that no item is of: nothing of them is archived by time."""
ENTRIES = 2_000
MOST = 20_000_000  # characters, about, that a process remembers
VERSIONS = "ion_kind_versions"
PAUSED = "ion_tallies_paused"
"""Stands in a session's info while its transaction writes: what that reads, nobody else may ever see."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Remembered:
    """An answer, the versions of its kinds when it was worked out, and until when it may hold."""

    version: tuple[int, ...]
    until: datetime | None
    value: Any


def weight(remembered: Remembered) -> int:
    """About how many characters an answer takes."""
    return MOST // ENTRIES + (len(remembered.value) if isinstance(remembered.value, str) else 0)


_memory: Memory[Remembered] = Memory(MOST, weight)


def recall(
    kinds: str | tuple[str, ...], name: Hashable, compute: Callable[[], T], lasts: timedelta | None = None
) -> T:
    """What `compute` answers, from memory while no item of these kinds changed or expired since.

    `name` must hold everything that the answer depends on besides the items (scopes, filters); `lasts` bounds the
    age of an answer that depends on more than that. The values of BESIDES_ITEMS are kinds here too.
    """
    if db.session().info.get(PAUSED):
        return compute()
    kinds = (kinds,) if isinstance(kinds, str) else kinds
    key, version = (db.engine, kinds, name), version_of(kinds)
    if found := still_right(key, version):
        return found.value  # type: ignore[no-any-return]
    until = earliest(clock.now() + lasts if lasts else None, *map(expiry_of, kinds))
    value = compute()
    _memory.keep(key, Remembered(version, until, value))
    return value


def still_right(key: Hashable, version: tuple[int, ...]) -> Remembered | None:
    """What is remembered under a key, where it was worked out from this version and its time is not over."""
    found = _memory.get(key)
    is_right = found and found.version == version and (found.until is None or clock.now() < found.until)
    return found if is_right else None


VERSIONS_NOW = select(KindVersion.kind, KindVersion.number)


def versions() -> dict[str, int]:
    """The version of every kind, read once per session (a request has one) and again after each write."""
    info = db.session().info
    if VERSIONS not in info:
        info[VERSIONS] = {row.kind: row.number for row in reading.rows(VERSIONS_NOW)}
    return dict(info[VERSIONS])


def version_of(kinds: tuple[str, ...]) -> tuple[int, ...]:
    now = versions()
    return tuple(now.get(kind, 0) for kind in kinds)


def held_audiences(tokens: frozenset[str]) -> frozenset[str]:
    """Those of a viewer's tokens that some item, some person's page or any mentor is meant for, and `public`.

    Viewers who may see the same share what is remembered: most members hold no token of their own that counts.
    """
    kinds = tuple(sorted(versions().keys() - NO_ITEMS))
    used = recall(kinds, "audiences", lambda: audiences_in(Item.audience))
    used |= recall("person", "audiences", lambda: audiences_in(Person.audience))
    used |= recall("mentor", "audiences", audience_of_mentors)
    return (tokens & used) | (tokens & {PUBLIC})


def audience_of_mentors() -> frozenset[str]:
    """Mentors are found by members alone, whoever sees their pages."""
    has_mentors = reading.rows(select(MentorProfile.person_id).limit(1)).first() is not None
    return frozenset({MEMBERS}) if has_mentors else frozenset()


def audiences_in(column: InstrumentedAttribute[str]) -> frozenset[str]:
    return frozenset(row[0] for row in reading.rows(select(column).distinct()))


def earliest(*instants: datetime | None) -> datetime | None:
    return min((instant for instant in instants if instant), default=None)


NEXT_EXPIRY = select(func.min(Item.expires_at)).where(
    Item.kind == bindparam("kind"),
    Item.state == ItemState.PUBLISHED,
    Item.expires_at > bindparam("now", type_=UTCDateTime),
)


def expiry_of(kind: str) -> datetime | None:
    """When the next item of one kind becomes archived, which changes its tallies; remembered until then."""
    if kind in NO_ITEMS:
        return None
    key, version = (db.engine, kind, "next expiry"), version_of((kind,))
    found = still_right(key, version)
    if found is None:
        until = reading.rows(NEXT_EXPIRY, kind=kind, now=clock.now()).scalar()
        found = Remembered(version, until, until)
        _memory.keep(key, found)
    return found.until


def forget() -> None:
    """Drop everything remembered (after a restore, and between tests)."""
    _memory.forget()


def note_changes(session: Session, *_: Any) -> None:
    """Before a flush: raise the version of every kind whose rows it touches, once per flush."""
    rows = (*session.new, *session.dirty, *session.deleted)
    for kind in sorted({kind for row in rows if (kind := tallied_kind(row))}):
        raise_version(session, kind)


def tallied_kind(row: object) -> str:
    if isinstance(row, Item):
        return row.kind
    return BESIDES_ITEMS.get(type(row), "")


def note_bulk_changes(state: ORMExecuteState) -> None:
    """Before a statement that changes rows by a condition: items of any kind may be among them."""
    if state.is_insert or state.is_update or state.is_delete:
        changed = state.bind_mapper.class_ if state.bind_mapper else None
        if changed is Item:
            state.session.connection().execute(update(KindVersion).values(number=KindVersion.number + 1))
        elif changed in BESIDES_ITEMS:
            raise_version(state.session, BESIDES_ITEMS[changed])


def raise_version(session: Session, kind: str) -> None:
    row = insert_for(session, KindVersion).values(kind=kind, number=1)
    session.connection().execute(
        row.on_conflict_do_update(index_elements=["kind"], set_={"number": KindVersion.number + 1})
    )
