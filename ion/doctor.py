"""`ion doctor`: is everything well, and if not, what to do."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from ion.base.config import ROOT, Settings
from ion.base.extensions import db
from ion.commons.mailing import queries as mailing
from ion.core import clock
from ion.core.ports import mail
from ion.core.ports.mail import NotTaken
from ion.core.ports.search import SearchUnavailable
from ion.models import Heartbeat, OutboxRow
from ion.search import services as search
from ion.web.health import WORKER_SILENT

LEAST_FREE = 500 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: `advice` is empty when it is well."""

    name: str
    state: str
    advice: str = ""


def revision_expected() -> str:
    """The newest migration in this checkout."""
    return ScriptDirectory(str(ROOT / "migrations")).get_current_head() or ""


def revision_found() -> str:
    """The migration the database stands at; empty when it has none."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""


def look(settings: Settings) -> Iterator[Finding]:
    """Look at everything, in the order in which one thing needs another."""
    yield Finding("settings", f"{settings.env}, {settings.public_url}")
    try:
        found, expected = revision_found(), revision_expected()
    except SQLAlchemyError as error:
        yield Finding("database", f"does not answer: {error}", "Start it, or correct DATABASE_URL.")
        return
    yield Finding("database", f"revision {found or 'none'}", "" if found == expected else "Run: ion upgrade")
    if found != expected:
        return
    yield index()
    yield worker()
    yield failed_work()
    yield mail_server()
    yield mail_sent()
    free = shutil.disk_usage(settings.data_dir).free
    yield Finding("disk", f"{free // 2**20:,} MB free", "" if free > LEAST_FREE else "Free some space.")


def index() -> Finding:
    try:
        comparison = search.check()
    except SearchUnavailable:
        return Finding("search index", "missing or damaged", "Run: ion search rebuild")
    if comparison.is_equal:
        return Finding("search index", f"equal to the database, {comparison.documents:,} documents")
    behind = len(comparison.missing) + len(comparison.stale) + len(comparison.extra)
    return Finding(
        "search index", f"{behind:,} documents differ", "Start the worker, or run: ion search rebuild"
    )


def worker() -> Finding:
    seen = db.session.scalar(select(Heartbeat.at).where(Heartbeat.name == "worker"))
    if seen and clock.now() - seen <= WORKER_SILENT:
        return Finding("worker", f"last seen {int((clock.now() - seen).total_seconds())} seconds ago")
    return Finding("worker", "silent", "Run: ion worker (or ion serve, which starts one)")


def failed_work() -> Finding:
    errors = db.session.scalars(select(OutboxRow.last_error).where(OutboxRow.failed_at.is_not(None))).all()
    if not errors:
        return Finding("work", "nothing has failed")
    return Finding("work", f"{len(errors):,} pieces failed, the last with: {errors[-1]}", "Mend the cause.")


def mail_server() -> Finding:
    try:
        return Finding("mail server", mail.carrier().check())
    except NotTaken as error:
        return Finding("mail server", f"does not answer: {error}", "Start it, or correct SMTP_URL.")


def mail_sent() -> Finding:
    worrying = mailing.worrying()
    if not worrying:
        return Finding("mail", "none refused, given up or of unknown fate")
    return Finding("mail", f"{worrying:,} refused, given up or of unknown fate", f"Look at {mailing.PATH}")
