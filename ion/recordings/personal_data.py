"""What recordings keep of somebody: reports they loaded, and lines of reports that name their address."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Text, cast, select

from ion.base.extensions import db
from ion.core.portable import rows
from ion.core.ports.personal import OwnFile
from ion.models import PlatformReport, User


class ReportData:
    """Reports of the platforms on which webinars ran."""

    kind = "platform_reports"

    def export(self, user_id: int, person_id: int) -> Mapping[str, Any]:
        email = address(user_id)
        loaded = rows(
            PlatformReport, PlatformReport.user_id == user_id, hide=("unknown", "columns", "user_id")
        )
        lines = [
            {"report_id": report.id} | line
            for report in naming(email)
            for line in report.unknown
            if is_of(line, email)
        ]
        return {"loaded": loaded, "named_in": lines}

    def files(self, user_id: int, person_id: int) -> Iterable[OwnFile]:
        return ()

    def release(self, user_id: int, person_id: int, *, keep: bool) -> None:
        email = address(user_id)
        for report in naming(email):
            report.unknown = [line for line in report.unknown if not is_of(line, email)]
        for report in db.session.scalars(select(PlatformReport).where(PlatformReport.user_id == user_id)):
            report.user_id = None
        db.session.flush()


def address(user_id: int) -> str:
    return db.session.scalar(select(User.email).where(User.id == user_id)) or ""


def naming(email: str) -> list[PlatformReport]:
    """The reports that name an address among those whom nobody knows."""
    named = cast(PlatformReport.unknown, Text).icontains(email, autoescape=True)
    return list(db.session.scalars(select(PlatformReport).where(named).order_by(PlatformReport.id)))


def is_of(line: Mapping[str, Any], email: str) -> bool:
    return str(line.get("email", "")).strip().lower() == email
