"""Topics, series, stages and local areas: vocabularies that staff rename and merge, so they are tables, not code."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from ion.base.extensions import Model


class Topic(Model):
    """What something is about. `key` stands in addresses and in item_term and never changes by renaming."""

    __tablename__ = "topic"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(String(1000), default="")


class Series(Model):
    """Posts that belong together, told in order of their dates; `key` stands in addresses and in item_term."""

    __tablename__ = "series"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(String(1000), default="")


class Stage(Model):
    """A stage in the life of a sector partnership, in order of `position`."""

    __tablename__ = "stage"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    position: Mapped[int]
    summary: Mapped[str] = mapped_column(String(1000), default="")


class LocalArea(Model):
    """A local workforce development area of a state. `key` begins with the state: "ky-bluegrass"."""

    __tablename__ = "local_area"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    state: Mapped[str] = mapped_column(String(2), index=True)
    name: Mapped[str] = mapped_column(String(200))
