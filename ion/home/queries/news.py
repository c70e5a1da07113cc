"""What is new for one member, each thing with the reasons why it is shown to this member."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import bindparam, literal, select, union_all

from ion.base.extensions import db
from ion.base.vocabulary.places import ETA_REGIONS
from ion.core import clock, items, reading
from ion.core.access import CURRENT, SEEN
from ion.core.labels import label
from ion.core.ports.subjects import SUBJECTS, Subject
from ion.models import Follow, Item, ItemAuthor, ItemTerm, Person, PersonTerm
from ion.models.types import UTCDateTime

KINDS = ("practice", "post", "webinar")
OWN_FACETS = ("topic", "role", "state", "region")
SHOWN = 5
LOOKED_AT = 400  # of the newest things, at most
LONGEST = timedelta(days=60)
FORTNIGHT = timedelta(days=14)

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Interests:
    """What one member cares about: own facet values, what is followed, and whom."""

    own: frozenset[Pair]
    followed: frozenset[Pair]
    people: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class News:
    """One new thing and why this member is shown it, the strongest reason first."""

    subject: Subject
    kind_label: str
    reasons: tuple[str, ...]


WANTED = union_all(
    select(literal("own").label("source"), PersonTerm.facet, PersonTerm.key).where(
        PersonTerm.person_id == bindparam("person_id"), PersonTerm.facet.in_(("topic", "role", "state"))
    ),
    select(literal("follow"), Follow.kind, Follow.key).where(Follow.user_id == bindparam("user_id")),
)


def interests(user_id: int, person_id: int) -> Interests:
    """What the member said and follows; the ETA Regions follow from the states."""
    rows = reading.rows(WANTED, user_id=user_id, person_id=person_id).all()
    own = {(row.facet, row.key) for row in rows if row.source == "own"}
    own |= {
        ("region", region) for region in items.regions_of([key for facet, key in own if facet == "state"])
    }
    followed = {(row.facet, row.key) for row in rows if row.source == "follow"}
    ids = [int(key) for kind, key in followed if kind == "person" and key.isdecimal()]
    people = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ids))) if ids else ()
    return Interests(
        own=frozenset(own),
        followed=frozenset(followed),
        people={id: name for id, name in people},
    )


def window(before: datetime | None) -> tuple[datetime, bool]:
    """From when on things are new, and whether that is the last visit: never more than LONGEST ago."""
    at = clock.now()
    if before is None or before < at - LONGEST:
        return at - FORTNIGHT, False
    return before, True


NEW = (
    select(Item.id)
    .where(Item.kind.in_(KINDS), SEEN, CURRENT)
    .where(Item.published_at > bindparam("since", type_=UTCDateTime))
    .order_by(Item.published_at.desc(), Item.id.desc())
    .limit(LOOKED_AT)
)
ABOUT = select(ItemTerm.item_id, ItemTerm.facet, ItemTerm.key).where(
    ItemTerm.item_id.in_(bindparam("ids", expanding=True)), ItemTerm.facet.in_(OWN_FACETS)
)


def news(cares: Interests, since: datetime, person_id: int, scopes: frozenset[str]) -> list[News]:
    """The new things that have most to do with the member, the newest of equals first; never the member's own."""
    ids = [row.id for row in reading.rows(NEW, since=since, scopes=sorted(scopes), now=clock.now())]
    if not ids:
        return []
    found: dict[int, list[tuple[int, str]]] = {}
    for id, facet, key in reading.rows(ABOUT, ids=ids):
        if reason := reason_of(cares, facet, key):
            found.setdefault(id, []).append(reason)
    authored = authors(ids)
    for id, people in authored.items():
        found.setdefault(id, []).extend(
            (3, f"You follow {cares.people[one]}") for one in people & set(cares.people)
        )
    mine = {id for id, people in authored.items() if person_id in people}
    if not cares.own and not cares.followed:
        found = {id: [(0, "New on ION")] for id in ids}
    ranked = sorted(
        (id for id in ids if found.get(id) and id not in mine),
        key=lambda id: (-sum(weight for weight, _ in found[id]), ids.index(id)),
    )[:SHOWN]
    subjects = items.subjects(ranked, scopes)
    return [
        News(subjects[id], SUBJECTS[subjects[id].kind].label, in_words(found[id]))
        for id in ranked
        if id in subjects
    ]


def reason_of(cares: Interests, facet: str, key: str) -> tuple[int, str] | None:
    """How much one facet value of a thing has to do with the member, and that in words."""
    if (facet, key) in cares.followed:
        return 3, f"You follow {label(facet, key)}"
    if (facet, key) not in cares.own:
        return None
    if facet == "region":
        return 1, f"ETA Region {key}, like your state" if key in ETA_REGIONS else ""
    words = {"topic": "Your topic", "role": "Your partner role", "state": "Your state"}[facet]
    return 2, f"{words}: {label(facet, key)}"


def in_words(reasons: Iterable[tuple[int, str]]) -> tuple[str, ...]:
    """The two strongest reasons; the ETA Region only where nothing else is known."""
    ordered = sorted(set(reasons), key=lambda reason: (-reason[0], reason[1]))
    strong = [words for weight, words in ordered if weight > 1 and words]
    return tuple((strong or [words for _, words in ordered if words])[:2])


def authors(ids: Iterable[int]) -> dict[int, set[int]]:
    rows = db.session.execute(
        select(ItemAuthor.item_id, ItemAuthor.person_id).where(ItemAuthor.item_id.in_(list(ids)))
    )
    found: dict[int, set[int]] = {}
    for item_id, person_id in rows:
        found.setdefault(item_id, set()).add(person_id)
    return found
