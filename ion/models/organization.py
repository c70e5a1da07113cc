"""Organization: an institution of the workforce system with one or more of the ten partner roles."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ion.base.extensions import Model


class Organization(Model):
    """An agency, board, college, employer, foundation … A two-state organization has two (state, …) terms.

    `about` is Markdown, `about_html` the safe HTML of it; `source` is where an imported one came from.
    """

    __tablename__ = "organization"
    __table_args__ = (Index("uq_organization_source", "source", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(160), unique=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    about: Mapped[str] = mapped_column(Text, default="")
    about_html: Mapped[str] = mapped_column(Text, default="")
    site_url: Mapped[str] = mapped_column(String(400), default="")
    confirmed_on: Mapped[date | None]
    source: Mapped[str | None] = mapped_column(String(400))
    is_sample: Mapped[bool] = mapped_column(default=False)

    terms: Mapped[list["OrganizationTerm"]] = relationship(cascade="all, delete-orphan")

    @property
    def path(self) -> str:
        return f"/directory/{self.slug}"


class OrganizationTerm(Model):
    """One facet value of an organization: (role, colleges), (state, KY), (area, ky-bluegrass), (sector, 62) …"""

    __tablename__ = "organization_term"
    __table_args__ = (Index("ix_organization_term_facet", "facet", "key", "organization_id"),)

    organization_id: Mapped[int] = mapped_column(
        ForeignKey("organization.id", ondelete="CASCADE"), primary_key=True
    )
    facet: Mapped[str] = mapped_column(String(24), primary_key=True)
    key: Mapped[str] = mapped_column(String(120), primary_key=True)
