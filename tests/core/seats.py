"""A room with seats, on tables of the tests' own: the smallest rule that counts rows."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from ion.base.extensions import db


class Base(DeclarativeBase):
    """Apart from ION's own tables, so that migrations never see these."""


class Room(Base):
    __tablename__ = "test_room"

    id: Mapped[int] = mapped_column(primary_key=True)
    seats: Mapped[int]


class Seat(Base):
    __tablename__ = "test_seat"

    id: Mapped[int] = mapped_column(primary_key=True)
    taken_by: Mapped[str]


class RoomFull(Exception):
    """Every seat is taken."""


def take_seat(name: str) -> None:
    """Give `name` a seat of room 1: locks the room, as every service does whose rule counts rows."""
    room = db.session.get(Room, 1, with_for_update=True)
    assert room is not None
    if taken() >= room.seats:
        raise RoomFull
    db.session.add(Seat(taken_by=name))


def taken() -> int:
    return db.session.scalar(select(func.count()).select_from(Seat)) or 0


@contextmanager
def seat_tables() -> Iterator[None]:
    """The two tables, with one room of one seat; dropped afterwards."""
    writing = db.engine.execution_options(ion_write=True)
    Base.metadata.create_all(writing)
    with writing.begin() as connection:
        connection.execute(Room.__table__.insert().values(id=1, seats=1))
    try:
        yield
    finally:
        db.session.remove()
        Base.metadata.drop_all(writing)
