"""Webinars as editors announce them: drafts that lack nothing, published, changed, and what came of it."""

from typing import Any

from sqlalchemy import select

from ion.base.extensions import db
from ion.commons.publishing import services
from ion.commons.publishing.queries.working import working
from ion.core.labels import facet_labels
from ion.core.ports.publishable import Content
from ion.core.unit_of_work import unit_of_work
from ion.models import AuditRow, Grant, Item, OutboxRow, PeerGroup, Person, Webinar
from ion.webinars.announcement import Announcement
from ion.webinars.services import rounds
from tests.factories import PersonFactory, PracticeFactory, TopicFactory, UserFactory
from tests.factories.items import item

MEETING = "https://meet.example/1"
CALL = [
    {"minutes": 5, "title": "Welcome", "who": "", "part": "welcome"},
    {"minutes": 15, "title": "What we did", "who": "Ana Ruiz", "part": "practitioner"},
    {"minutes": 35, "title": "Questions", "who": "", "part": "discussion"},
    {"minutes": 5, "title": "Next time", "who": "", "part": "closing"},
]
"""An agenda that a call of a peer-learning group may have."""


def an_editor() -> int:
    """The id of a new editor, the first with a topic to choose."""
    if "equity" not in facet_labels("topic"):
        TopicFactory("equity", "Equity")
    return UserFactory(Grant.MEMBER, Grant.EDITOR).id


def announced(**parts: Any) -> Content:
    """A content that nothing is lacking in: an hour on Dec. 1, 2026, two in the afternoon in New York."""
    usual = {
        "summary": "What it is about.",
        "topics": ["equity"],
        "starts_local": "2026-12-01T14:00:00",
        "zone": "America/New_York",
        "length_minutes": 60,
        "takes_registration": True,
    }
    own = Announcement().content() | usual | parts
    return own if "authors" in parts else own | {"authors": [presenter().id]}


def whole() -> dict[str, Any]:
    """Everything that can be said of a webinar."""
    return announced(
        series="Peer calls",
        host="An office",
        moderator=PersonFactory(name="Mo Derator").id,
        capacity=40,
        opens_local="2026-11-23T09:00:00",
        closes_local="2026-12-01T13:00:00",
        promotes_until=120,
        join_url=MEETING,
        join_minutes=30,
        has_captions=True,
        has_sign_language=True,
        phone_audio="555 0100, code 7",
        ask_by="2026-11-24",
        asks=[
            {
                "key": "role",
                "kind": "choice",
                "label": "Your role",
                "required": True,
                "choices": ["Board", "State"],
            }
        ],
        omb_number="1205-0000",
        privacy_note="Only ION staff read this.",
        agenda=CALL,
        practices=[PracticeFactory().item_id],
        terms={"program": ["wioa-youth"], "role": [], "state": ["CO"], "sector": [], "population": []},
    )


def own(content: Content) -> Content:
    """The parts that are a webinar's own."""
    return {name: content[name] for name in Announcement().content()}


def presenter(name: str = "Pat Presenter") -> Person:
    found = db.session.scalar(select(Person).where(Person.name == name))
    return found or PersonFactory(name=name)


def draft(user_id: int, title: str = "How we did it", **parts: Any) -> int:
    """The id of a new draft."""
    content = announced(**parts)
    with unit_of_work():
        return services.start("webinar", title=title, user_id=user_id, content=content).id


def publish(item_id: int, user_id: int) -> None:
    with unit_of_work():
        services.publish(item_id, user_id=user_id)


def out(user_id: int, **parts: Any) -> int:
    """The id of a new webinar that readers have."""
    item_id = draft(user_id, **parts)
    publish(item_id, user_id)
    return item_id


def change(item_id: int, user_id: int, **parts: Any) -> None:
    """Publish another version of it."""
    with unit_of_work():
        found = working(item_id)
        assert found is not None
        services.save(item_id, parts, base=found.head, user_id=user_id)
        services.publish(item_id, user_id=user_id)


def row(item_id: int) -> Webinar:
    """The webinar as it stands in the database."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Webinar, item_id)


def seen(item_id: int) -> Content:
    """The content worked on."""
    db.session.rollback()
    db.session.expire_all()
    found = working(item_id)
    assert found is not None
    return found.content


def asked(item_id: int) -> list[str]:
    """The rounds of mail that wait for the worker, but for reminders: "moved", "called off" …"""
    db.session.rollback()
    rows = db.session.scalars(
        select(OutboxRow)
        .where(OutboxRow.task == rounds.TELL, OutboxRow.subject_id == item_id)
        .order_by(OutboxRow.id)
    )
    return [name for each in rows if (name := each.payload["round"]) != "reminder"]


def deeds(item_id: int) -> list[str]:
    """What the log says of it, oldest first."""
    told = select(AuditRow.action).where(AuditRow.subject_id == item_id, AuditRow.subject_kind == "webinar")
    return list(db.session.scalars(told.order_by(AuditRow.id)))


def GroupOf(series: str, **fields: Any) -> Item:
    """A peer-learning group whose calls are the webinars of a series."""
    with unit_of_work() as session:
        made = PeerGroup(item=item("group", "We meet.", {}, (), **fields), series=series)
        session.add(made)
        session.flush()
        return made.item
