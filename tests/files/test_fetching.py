"""Fetching a file: by whoever may see what it belongs to, in a way that runs nothing; counted once a day."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from structlog.testing import capture_logs

from ion.adapters.disk_storage import DiskStorage
from ion.base.extensions import db
from ion.commons.files import services
from ion.core import tokens
from ion.core.ports.parents import PARENTS
from ion.core.unit_of_work import unit_of_work
from ion.models import File, Grant, Item, ItemState
from tests.conftest import Browser
from tests.factories import PostFactory, PracticeFactory, ToolFactory, UserFactory, sign_in
from tests.files import samples
from tests.reading import BROWSER, ROBOT, Page, visit
from tests.viewers import AUDIENCES, viewers

pytestmark = pytest.mark.usefixtures("kept")


def kept_for(kind: str, id: int, data: bytes = samples.PDF, name: str = "Plan.pdf") -> str:
    """The path of a new file of (kind, id)."""
    taken = services.take_in(name, data)
    with unit_of_work():
        return services.keep(kind, id, taken, user_id=None).path


def downloads(path: str) -> int:
    db.session.rollback()
    return db.session.scalars(select(File.downloads).where(File.token == path[-22:])).one()


def is_same(hidden: Page, missing: Page) -> bool:
    return (hidden.status, hidden.html) == (missing.status, missing.html) and hidden.status == 404


@pytest.mark.parametrize(("audience", "allowed"), AUDIENCES.items())
def test_whoever_may_see_an_item_may_fetch_its_files(app: Flask, audience: str, allowed: set[str]) -> None:
    path = kept_for("post", PostFactory(audience=audience).item_id)

    for name, client in viewers(app).items():
        page = visit(client, path, X_Request_ID="the-same-id")
        if name in allowed or name == "staff":
            assert page.response.data == samples.PDF, name
        else:
            missing = visit(client, f"/files/{'x' * 22}", X_Request_ID="the-same-id")
            assert is_same(page, missing), name


@pytest.mark.parametrize("state", [state for state in ItemState if state is not ItemState.PUBLISHED])
def test_files_of_what_is_not_published_are_for_editors_alone(app: Flask, state: ItemState) -> None:
    path = kept_for("post", PostFactory(state=state).item_id)
    browsers = viewers(app) | {name: Browser(app) for name in ("facilitator", "admin")}
    sign_in(browsers["facilitator"], UserFactory(Grant.FACILITATOR))
    sign_in(browsers["admin"], UserFactory(Grant.ADMIN))

    statuses = {name: visit(client, path).status for name, client in browsers.items()}

    assert statuses == {"visitor": 404, "member": 404, "staff": 200, "facilitator": 404, "admin": 200}


def test_files_of_an_archived_item_stay_and_those_of_one_that_was_withdrawn_do_not(
    app: Flask, client: FlaskClient
) -> None:
    post = PostFactory()
    path = kept_for("post", post.item_id)
    with unit_of_work() as session:
        session.get_one(Item, post.item_id).expires_at = post.item.published_at + timedelta(seconds=1)
    tag = {"If_None_Match": visit(client, path).response.headers["ETag"]}
    with unit_of_work() as session:
        session.get_one(Item, post.item_id).state = ItemState.WITHDRAWN

    assert visit(client, path).status == 404
    assert visit(client, path, **tag).status == 404


def test_a_file_of_a_tool_is_seen_where_its_practice_is(app: Flask, client: FlaskClient) -> None:
    practice = PracticeFactory()
    path = kept_for("tool", ToolFactory(practice).item_id)
    assert visit(client, path).status == 200

    with unit_of_work() as session:
        session.execute(update(Item).where(Item.id == practice.item_id).values(audience="members"))

    assert visit(client, path).status == 404


def test_ids_of_other_kinds_are_no_ids_of_this_one(app: Flask) -> None:
    post = PostFactory()
    browsers = viewers(app)

    for kind in ("practice", "webinar"):
        assert visit(browsers["visitor"], kept_for(kind, post.item_id)).status == 404
    for kind in ("message", "person", "organization"):
        path = kept_for(kind, post.item_id)
        assert {visit(client, path).status for client in browsers.values()} == {404}, kind


def test_a_room_says_itself_who_may_fetch_files_of_what_is_no_item(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[int, int | None, frozenset[str]]] = []
    reader = UserFactory()

    class Letters:
        kind = "letter"

        def may_see(self, id: int, user_id: int | None, scopes: frozenset[str]) -> bool:
            asked.append((id, user_id, scopes))
            return user_id == reader.id

        def existing(self, ids: Collection[int]) -> Collection[int]:
            return ids

    monkeypatch.setitem(PARENTS._offers, "letter", Letters())
    path, browsers = kept_for("letter", 7), viewers(app)
    browsers["reader"] = Browser(app)
    sign_in(browsers["reader"], reader)

    statuses = {name: visit(client, path).status for name, client in browsers.items()}

    assert statuses == {"visitor": 404, "member": 404, "staff": 404, "reader": 200}
    assert asked[0] == (7, None, frozenset({"public"}))
    assert asked[-1] == (7, reader.id, frozenset({"public", "members", f"user:{reader.id}"}))


@pytest.mark.parametrize("token", ["x" * 21, "x" * 23, "x" * 21 + ".", "x" * 5000, "%00" * 22, "é" * 22])
def test_what_is_no_address_of_a_file_is_not_found(client: FlaskClient, token: str) -> None:
    assert visit(client, f"/files/{token}").status == 404


@pytest.fixture
def preview(app: Flask) -> tuple[str, str]:
    """The path of a draft's picture, and the address of a shared preview of the draft."""
    post = PostFactory(state=ItemState.DRAFT)
    path = kept_for("post", post.item_id, samples.picture(), "a.png")
    with unit_of_work():
        secret = tokens.issue("preview", lasts=timedelta(days=1), kind="item", id=post.item_id, uses=None)
    return path, f"http://localhost/preview/{secret}"


def test_a_shared_preview_shows_its_pictures_and_nothing_keeps_them(
    client: FlaskClient, preview: tuple[str, str]
) -> None:
    path, page = preview

    shown = visit(client, path, Referer=page)

    assert shown.status == 200
    assert shown.response.headers["Cache-Control"] == "no-store"


def test_no_other_page_shows_the_pictures_of_a_draft(client: FlaskClient, preview: tuple[str, str]) -> None:
    path, page = preview
    other = kept_for("post", PostFactory(state=ItemState.DRAFT).item_id)
    wrong = (
        page[:-1],
        page.replace("localhost", "evil.example"),
        page.replace("preview", "blog"),
        "http://[",
        "",
    )

    assert [visit(client, path, Referer=address).status for address in wrong] == [404] * 5
    assert visit(client, other, Referer=page).status == 404
    with unit_of_work():
        db.session.execute(update(File).where(File.token == path[-22:]).values(parent_kind="message"))
    assert visit(client, path, Referer=page).status == 404


MANNERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "public, no-cache",
}


@pytest.mark.parametrize(
    ("name", "data", "type", "disposition"),
    [
        ("Plan.pdf", samples.PDF, "application/pdf", "attachment; filename=Plan.pdf"),
        ("evil.html", b"Not <b>HTML</b>", "text/plain; charset=utf-8", "attachment; filename=evil.txt"),
        ("t.csv", samples.TEXT, "text/csv; charset=utf-8", "attachment; filename=t.csv"),
        (
            "Städte.pdf",
            samples.PDF,
            "application/pdf",
            "attachment; filename=Stadte.pdf; filename*=UTF-8''St%C3%A4dte.pdf",
        ),
        ('a"; x="b.pdf', samples.PDF, "application/pdf", 'attachment; filename="a-; x=-b.pdf"'),
        ("a.png", samples.picture(), "image/png", "inline; filename=a.png"),
    ],
)
def test_a_file_is_sent_as_what_it_is_and_runs_nothing(
    client: FlaskClient, name: str, data: bytes, type: str, disposition: str
) -> None:
    path = kept_for("post", PostFactory().item_id, data, name)

    answer = visit(client, path).response

    assert {name: answer.headers[name] for name in MANNERS} == MANNERS
    assert (answer.headers["Content-Type"], answer.headers["Content-Disposition"]) == (type, disposition)
    assert int(answer.headers["Content-Length"]) == len(answer.data)


def test_a_browser_that_has_the_file_is_not_sent_it_again(client: FlaskClient) -> None:
    path = kept_for("post", PostFactory().item_id)
    tag = visit(client, path).response.headers["ETag"]

    again = visit(client, path, If_None_Match=tag).response

    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    assert again.headers["Cache-Control"] == "public, no-cache"
    assert visit(client, path, If_None_Match='"another"').status == 200


def test_a_new_version_has_another_tag_at_the_same_address(client: FlaskClient) -> None:
    item_id, user = PostFactory().item_id, UserFactory()
    taken, other = services.take_in("a.pdf", samples.PDF), services.take_in("b.txt", b"text")
    with unit_of_work():
        attachment = services.attach(item_id, taken, title="", user_id=user.id)
        path = db.session.get_one(File, attachment.file_id).path
    tag = visit(client, path).response.headers["ETag"]
    with unit_of_work():
        services.replace(item_id, attachment.id, other, user_id=user.id)

    page = visit(client, path, If_None_Match=tag).response

    assert (page.status_code, page.data, page.mimetype) == (200, b"text", "text/plain")


def test_who_is_signed_in_keeps_no_file(app: Flask) -> None:
    path = kept_for("post", PostFactory().item_id)
    client = Browser(app)
    sign_in(client, UserFactory())

    assert visit(client, path).response.headers["Cache-Control"] == "no-store"


def test_head_tells_the_same_without_the_bytes(client: FlaskClient) -> None:
    path = kept_for("post", PostFactory().item_id)

    answer = client.head(path, buffered=True)

    assert (answer.status_code, answer.data) == (200, b"")
    assert int(answer.headers["Content-Length"]) == len(samples.PDF)


def test_a_file_whose_bytes_are_gone_is_not_found_and_named_in_the_log(
    client: FlaskClient, kept: DiskStorage
) -> None:
    path = kept_for("post", PostFactory().item_id)
    for place in kept.folder.glob("??/*"):
        place.unlink()

    with capture_logs() as told:
        assert visit(client, path).status == 404

    assert [each["event"] for each in told if each["log_level"] == "error"] == ["bytes are missing"]


@pytest.mark.usefixtures("now")
def test_a_download_counts_once_a_day_for_readers_and_never_for_staff_and_robots(app: Flask) -> None:
    path = kept_for("post", PostFactory().item_id)
    browsers = viewers(app)

    def fetched(name: str, **more: Any) -> int:
        visit(browsers[name], path, **({"agent": BROWSER, "address": "192.0.2.1"} | more))
        return downloads(path)

    assert [fetched("visitor"), fetched("visitor"), fetched("member")] == [1, 1, 1]
    assert fetched("visitor", address="192.0.2.2") == 2
    assert fetched("staff", address="192.0.2.3") == 2
    assert fetched("visitor", address="192.0.2.4", agent=ROBOT) == 2


@pytest.mark.usefixtures("now")
def test_pictures_on_pages_are_no_downloads(client: FlaskClient) -> None:
    path = kept_for("post", PostFactory().item_id, samples.picture(), "a.png")

    visit(client, path, agent=BROWSER)

    assert downloads(path) == 0
