"""Settings of the site that staff change on its pages; what a server needs to start stands in the environment."""

from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from ion.base.extensions import Model


class SiteSetting(Model):
    """One setting that is not as it comes; which there are, and what they mean, is in ion.core.site_settings."""

    __tablename__ = "site_setting"

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
