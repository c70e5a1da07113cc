"""For machines that watch: does the process answer, and is everything behind it well."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, jsonify
from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

from ion.base.extensions import db
from ion.core import clock, outbox
from ion.core.ports.engine import engine
from ion.core.ports.search import Search, SearchUnavailable
from ion.models import Heartbeat

bp = Blueprint("health", __name__)
WORKER_SILENT = timedelta(minutes=3)


@bp.get("/healthz")
def healthz() -> Response:
    """The process answers; nothing behind it is asked."""
    return Response("ok\n", mimetype="text/plain", headers={"Cache-Control": "no-store"})


@bp.get("/readyz")
def readyz() -> tuple[Response, int]:
    """200 "ok" or "degraded" with what; 503 only when the database is gone."""
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        db.session.rollback()
        return jsonify(status="unavailable", problems=["The database does not answer."]), 503
    try:
        problems = [problem for problem in (worker_problem(), search_problem()) if problem]
    except SQLAlchemyError:
        db.session.rollback()
        problems = ["The database is not up to date. Run: ion upgrade"]
    state: dict[str, Any] = {"status": "degraded" if problems else "ok", "problems": problems}
    return jsonify(state), 200


def worker_problem() -> str:
    seen = db.session.scalar(select(Heartbeat.at).where(Heartbeat.name == "worker"))
    if seen is None or clock.now() - seen > WORKER_SILENT:
        return (
            f"The worker has been silent; {outbox.waiting()} pieces of work are waiting. Start `ion worker`."
        )
    return ""


def search_problem() -> str:
    try:
        engine().search(Search(scopes=frozenset(), limit=1))
    except SearchUnavailable:
        return "The search index is missing or damaged; searches read the database until it is rebuilt."
    return ""
