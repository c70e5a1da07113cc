"""Notice: something a person is told. Preferences decide whether it is also mailed; mail itself is a delivery."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ion.base.extensions import Model
from ion.models.types import UTCDateTime


class Notice(Model):
    """One thing told to one user about one subject; `read_at` is set by visiting the subject.

    `why` says in words why this user is told ("You follow Sector partnerships"). `occurrence` tells two tellings
    of one kind about one subject apart. `mail_at` is when it is due in a mail, None where it is not mailed (any
    more); `mailed_at` is set in the transaction that makes the mail.
    """

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("user_id", "kind", "subject_kind", "subject_id", "occurrence"),
        Index("ix_notice_unread", "user_id", "read_at", "created_at"),
        Index("ix_notice_mail", "mail_at", "user_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(40))
    subject_kind: Mapped[str] = mapped_column(String(24))
    subject_id: Mapped[int | None]
    occurrence: Mapped[str] = mapped_column(String(80), default="")
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    why: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    mail_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    mailed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class BriefLine(Model):
    """A thing that the Monday brief of a user has named, so that no later one names it again."""

    __tablename__ = "brief_line"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(24), primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
