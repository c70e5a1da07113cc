"""For machines that watch."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from ion.adapters.memory_search import MemorySearch
from ion.app import create_app
from ion.base.extensions import db
from ion.core import clock, outbox, working
from ion.core.ports import engine
from ion.core.ports.search import Results, Search, SearchUnavailable
from ion.core.unit_of_work import unit_of_work
from ion.web.health import WORKER_SILENT
from tests import databases
from tests.conftest import NOW, Browser

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("now")]
TOKEN = {"Authorization": "Bearer token-of-the-tests"}
SILENT = "The worker has been silent; 0 pieces of work are waiting. Start `ion worker`."


class Damaged(MemorySearch):
    """A search engine whose index cannot be read."""

    def search(self, search: Search) -> Results:
        raise SearchUnavailable


def ready(browser: Browser) -> tuple[int, dict[str, object]]:
    response = browser.get("/readyz")
    assert response.mimetype == "application/json"
    return response.status_code, response.json


def test_healthz_answers_without_asking_anything_behind_it(tmp_path: Path) -> None:
    app = create_app(databases.settings(tmp_path, "postgresql+psycopg://postgres@127.0.0.1:9/none"))

    response = Browser(app).get("/healthz")

    assert (response.status_code, response.text) == (200, "ok\n")
    assert response.headers["Cache-Control"] == "no-store"


def test_ready_when_the_worker_was_seen_and_the_index_answers(client: Browser) -> None:
    working.beat("worker")

    assert ready(client) == (200, {"status": "ok", "problems": []})


def test_degraded_when_the_worker_was_never_seen(client: Browser) -> None:
    assert ready(client) == (200, {"status": "degraded", "problems": [SILENT]})


def test_degraded_from_the_moment_the_worker_was_silent_too_long(client: Browser) -> None:
    working.beat("worker")

    with clock.frozen(NOW + WORKER_SILENT):
        assert ready(client) == (200, {"status": "ok", "problems": []})
    with clock.frozen(NOW + WORKER_SILENT + timedelta(seconds=1)):
        assert ready(client) == (200, {"status": "degraded", "problems": [SILENT]})


def test_degraded_when_the_index_is_damaged(client: Browser) -> None:
    working.beat("worker")
    engine.use(Damaged(clock=clock.now), MemorySearch)

    assert ready(client) == (
        200,
        {
            "status": "degraded",
            "problems": [
                "The search index is missing or damaged; searches read the database until it is rebuilt."
            ],
        },
    )


def test_degraded_when_the_database_was_never_migrated(app: Flask, tmp_path: Path) -> None:
    empty = create_app(databases.settings(tmp_path, f"sqlite:///{tmp_path / 'empty.db'}"))
    try:
        assert ready(Browser(empty)) == (
            200,
            {"status": "degraded", "problems": ["The database is not up to date. Run: ion upgrade"]},
        )
    finally:
        with empty.app_context():
            db.engine.dispose()


def test_unavailable_when_the_database_is_gone(app: Flask, tmp_path: Path) -> None:
    gone = create_app(databases.settings(tmp_path, "postgresql+psycopg://postgres@127.0.0.1:9/none"))

    assert ready(Browser(gone)) == (
        503,
        {"status": "unavailable", "problems": ["The database does not answer."]},
    )


def test_metrics_count_answers_by_endpoint_and_never_by_address(production: Browser) -> None:
    production.get("/blog/a-post-about-somebody")
    with unit_of_work():
        outbox.later("test.work", key="waiting")

    response = production.get("/metrics", headers=TOKEN)

    assert 'ion_requests_total{endpoint="blog.show",method="GET",status="404"}' in response.text
    assert "ion_outbox_waiting 1.0" in response.text
    assert "somebody" not in response.text


def test_a_method_that_a_stranger_made_up_is_counted_under_one_name(production: Browser) -> None:
    production.open("/blog/", method="BREW")
    production.open("/blog/", method="STEEP")

    told = production.get("/metrics", headers=TOKEN).text

    assert 'method="other",status="405"' in told
    assert "BREW" not in told


@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Bearer "}, {"Authorization": "Bearer é"}],
    ids=str,
)
def test_metrics_do_not_exist_for_whoever_lacks_the_token(
    production: Browser, headers: dict[str, str]
) -> None:
    assert production.get("/metrics", headers=headers).status_code == 404


@pytest.mark.parametrize("sent", ["Bearer ", "", "Bearer token-of-the-tests"])
def test_metrics_do_not_exist_where_no_token_is_set(client: Browser, sent: str) -> None:
    assert client.get("/metrics", headers={"Authorization": sent}).status_code == 404


def test_asking_whether_all_is_well_changes_nothing(client: Browser) -> None:
    before = db.session.execute(text("SELECT count(*) FROM heartbeat")).scalar()

    client.get("/readyz")

    assert db.session.execute(text("SELECT count(*) FROM heartbeat")).scalar() == before == 0
