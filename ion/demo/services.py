"""Planting and removing the sample network."""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import delete, select

from ion.commons.importing import services as importing
from ion.core import signals
from ion.core.unit_of_work import unit_of_work
from ion.models import Item, ItemAuthor, Person, Tool

FOLDER = Path(__file__).parent
ROOMS = ("practices", "posts")


def plant(progress: Callable[[int, int], None]) -> str:
    """Import the sample files; again it changes nothing. Returns the report as text."""
    reports = [importing.import_folder(FOLDER / room, room, progress=progress) for room in ROOMS]
    return "\n".join(line for report in reports for line in report.lines())


def remove() -> int:
    """Remove every sample item with all that hangs on it, and the sample people; returns how many items went."""
    with unit_of_work() as session:
        samples = session.scalars(select(Item).where(Item.is_sample).order_by(Item.kind.desc())).all()
        for item in samples:
            signals.item_removed.send(item)
        ids = [item.id for item in samples]
        session.execute(delete(Tool).where(Tool.item_id.in_(ids)))
        for item in samples:
            session.delete(item)
        session.flush()
        named = select(ItemAuthor.person_id).union(
            select(Item.posted_by_id).where(Item.posted_by_id.is_not(None))
        )
        session.execute(delete(Person).where(Person.is_sample, Person.id.not_in(named)))
    return len(samples)
