"""Person: the public identity. Everything public points here; a login is another thing (ion.models.user)."""

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ion.base.extensions import Model
from ion.models.organization import Organization


class Person(Model):
    """Someone with a name: author, presenter, member. Without a user they never sign in and are never mailed.

    `audience` is the visibility token of the person's page: public, members or staff; a name in a byline is as
    public as the item. `bio` is Markdown, `bio_html` the safe HTML of it. `zone` is an IANA name or empty.
    """

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(160), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    job_title: Mapped[str] = mapped_column(String(200), default="")
    bio: Mapped[str] = mapped_column(Text, default="")
    bio_html: Mapped[str] = mapped_column(Text, default="")
    ask_me_about: Mapped[str] = mapped_column(String(300), default="")
    zone: Mapped[str] = mapped_column(String(64), default="")
    audience: Mapped[str] = mapped_column(String(40), default="public")
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    affiliation: Mapped[str] = mapped_column(String(200), default="")
    source: Mapped[str | None] = mapped_column(String(400), unique=True)
    is_sample: Mapped[bool] = mapped_column(default=False)

    organization: Mapped[Organization | None] = relationship()
    terms: Mapped[list["PersonTerm"]] = relationship(cascade="all, delete-orphan")

    @property
    def path(self) -> str:
        return f"/people/{self.id}"


class PersonTerm(Model):
    """One facet value of a person: (topic, …), (role, …), (state, …), (area, …), (workplace, …), (language, …)."""

    __tablename__ = "person_term"
    __table_args__ = (Index("ix_person_term_facet", "facet", "key", "person_id"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    facet: Mapped[str] = mapped_column(String(24), primary_key=True)
    key: Mapped[str] = mapped_column(String(120), primary_key=True)
