"""Editors and what they write, for the tests of publishing."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from ion.base.extensions import db
from ion.commons.publishing import services
from ion.commons.publishing.queries.working import Working, working
from ion.core import site_settings
from ion.core.labels import facet_labels
from ion.core.ports.publishable import Content
from ion.core.unit_of_work import unit_of_work
from ion.core.wall_times import Moment, moment
from ion.models import AuditRow, Grant, Item
from tests.factories import PersonFactory, TopicFactory, UserFactory

EASTERN = "America/New_York"


def editor(name: str = "Ellen Editor") -> int:
    """The id of a new editor."""
    return UserFactory(Grant.EDITOR, person=PersonFactory(name=name)).id


def text(**parts: Any) -> Content:
    """Parts of a content that nothing is lacking in."""
    return {"summary": "What it says.", "markdown": "A paragraph.", "topics": ["apprenticeship"]} | parts


def draft(user_id: int, title: str = "Riding the wave", **parts: Any) -> int:
    """The id of a new draft of a post that could be published."""
    if "apprenticeship" not in facet_labels("topic"):
        TopicFactory(key="apprenticeship", name="Apprenticeship")
    with unit_of_work():
        return services.start("post", title=title, user_id=user_id, content=text(**parts)).id


def live(user_id: int, title: str = "Riding the wave", **parts: Any) -> int:
    """The id of a new post that readers have."""
    item_id = draft(user_id, title, **parts)
    act(services.publish, item_id, user_id=user_id)
    return item_id


def act(deed: Any, *args: Any, **named: Any) -> Any:
    """Do it in a unit of work of its own."""
    with unit_of_work():
        return deed(*args, **named)


def write(item_id: int, user_id: int, **parts: Any) -> int:
    """Save a new version on top of the newest one."""
    return int(act(services.save, item_id, parts, base=seen(item_id).head, user_id=user_id))


def seen(item_id: int) -> Working:
    """The item as editors see it now."""
    db.session.rollback()
    db.session.expire_all()
    found = working(item_id)
    assert found is not None
    return found


def row(item_id: int) -> Item:
    """The item as readers' pages are made from it."""
    db.session.rollback()
    db.session.expire_all()
    found = db.session.get(Item, item_id)
    assert found is not None
    return found


def decide(key: str, value: Any) -> None:
    """Change a setting of the site."""
    with unit_of_work():
        site_settings.change(key, value)


def local(at: str, zone: str = EASTERN, second: bool | None = None) -> Moment:
    """What a person chose: "2026-11-24 09:00" in a zone."""
    return moment(datetime.fromisoformat(at), zone, second=second)


def deeds(item_id: int) -> list[str]:
    """What the log of deeds says of the item, oldest first."""
    return list(
        db.session.scalars(
            select(AuditRow.action).where(AuditRow.subject_id == item_id).order_by(AuditRow.id)
        )
    )
