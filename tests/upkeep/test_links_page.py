"""The page of broken links: what it says, to whom, and what is decided there."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock, outbox
from ion.core.unit_of_work import unit_of_work
from ion.models import AuditRow, ItemState, LinkUse, OutboxRow, OutsideLink
from ion.upkeep.queries.links import CHECK, ROUND
from ion.upkeep.services.links import digest_of
from tests.conftest import NOW, Browser
from tests.counting import questions
from tests.factories import PostFactory, PracticeFactory
from tests.reading import visit

GONE = "The page is not found (404)."


def broken(url: str, *item_ids: int, **fields: Any) -> int:
    """A link that failed twice, held by these items."""
    usual: dict[str, Any] = {"failures": 2, "problem": GONE, "checked_at": NOW}
    with unit_of_work() as session:
        link = OutsideLink(digest=digest_of(url), url=url, **usual | fields)
        session.add(link)
        session.flush()
        session.add_all(LinkUse(item_id=id, link_id=link.id) for id in item_ids)
        return link.id


def shown(editor: Browser, query: str = "") -> list[str]:
    return visit(editor, f"/staff/links{query}").texts(".ion-result h2")


def test_broken_links_are_listed_with_what_holds_them(editor: Browser) -> None:
    post, practice = PostFactory(title="A post", slug="a"), PracticeFactory(title="A practice")
    broken("https://gone.example/", post.item_id, practice.item_id)
    broken("https://well.example/", post.item_id, failures=0, problem="")
    broken("https://once.example/", post.item_id, failures=1)
    broken("https://unused.example/")
    broken("https://withdrawn.example/", PostFactory(state=ItemState.WITHDRAWN).item_id)
    broken("https://archived.example/", PostFactory(expires_at=NOW - timedelta(days=9)).item_id)

    page = visit(editor, "/staff/links")

    told = page.text(".ion-result")
    assert page.texts(".ion-result h2") == ["https://gone.example/"]
    assert GONE in told and "Never answered ION" in told
    assert "In A post (post)" in told and "In A practice (practice)" in told
    assert f"/staff/publishing/{post.item_id}" in page.html


def test_a_link_in_many_items_names_the_first_and_counts_the_rest(editor: Browser) -> None:
    ids = [PostFactory(title=f"Post {n}").item_id for n in range(7)]
    broken("https://gone.example/", *ids)

    told = visit(editor, "/staff/links").text(".ion-result")

    assert "In Post 4" in told and "In Post 5" not in told
    assert "And in 2 more items." in told


def test_items_that_an_editor_may_not_know_are_only_counted(editor: Browser) -> None:
    secret = PostFactory(title="Between two people", audience="user:999")
    broken("https://gone.example/", secret.item_id)

    told = visit(editor, "/staff/links").text(".ion-result")

    assert "Between two people" not in told
    assert "In 1 item that you cannot open." in told
    assert "Between two people" not in editor.get("/staff/links/broken.csv").text


def test_an_ignored_link_is_listed_apart_and_comes_back(editor: Browser) -> None:
    id = broken("https://gone.example/", PostFactory().item_id)
    before = shown(editor)

    plain = editor.post(f"/staff/links/{id}/ignore")
    ignored = (shown(editor), shown(editor, "?show=ignored"))
    part = editor.post(f"/staff/links/{id}/watch", data={"show": "ignored"}, headers={"HX-Request": "true"})

    assert (plain.status_code, plain.headers["Location"]) == (303, "/staff/links")
    assert ignored == ([], ["https://gone.example/"])
    assert before == shown(editor) == ["https://gone.example/"]
    assert part.text.strip().startswith('<section id="links"')
    assert db.session.scalars(select(AuditRow.action).order_by(AuditRow.id)).all() == [
        "ignored",
        "watched again",
    ]


def test_one_link_is_checked_when_asked_and_says_so(editor: Browser) -> None:
    id = broken("https://gone.example/", PostFactory().item_id)

    answer = editor.post(f"/staff/links/{id}/check")

    db.session.rollback()
    assert answer.status_code == 303
    assert db.session.scalars(select(OutboxRow.subject_id).where(OutboxRow.task == CHECK)).all() == [id]
    assert "Being checked now" in visit(editor, "/staff/links").text(".ion-result")


@pytest.mark.parametrize("deed", ["check", "ignore", "watch"])
def test_a_link_that_is_not_there_is_not_found(editor: Browser, deed: str) -> None:
    assert editor.post(f"/staff/links/999/{deed}").status_code == 404


def test_all_links_are_checked_when_asked_but_not_twice_at_a_time(editor: Browser) -> None:
    with clock.frozen(NOW):
        first = editor.post("/staff/links/check")
    with unit_of_work() as session:
        row = session.scalars(select(OutboxRow).where(OutboxRow.task == ROUND)).one()
        row.payload = {"turn": 3, "since": NOW.isoformat()}

    second = editor.post("/staff/links/check")

    assert (first.status_code, second.status_code) == (303, 409)
    assert "being checked already" in second.text


def test_a_network_that_seems_down_is_said_with_its_zone(editor: Browser) -> None:
    payload = {"turn": 2, "since": NOW.isoformat(), "down_at": NOW.isoformat()}
    with unit_of_work():
        outbox.later(ROUND, key="x#2", payload=payload, not_before=NOW + timedelta(hours=1))

    told = visit(editor, "/staff/links").text(".usa-alert")

    assert "The network seems down" in told
    assert "Sat., Nov. 21, 2026, 10:00 a.m. ET" in told
    assert "11:00 a.m. ET" in told


def test_broken_links_come_as_a_spreadsheet(editor: Browser) -> None:
    post = PostFactory(title="=HYPERLINK(1)", slug="formula")
    broken("https://gone.example/?a=1,2", post.item_id, answered_at=NOW)
    broken("https://well.example/", post.item_id, failures=0)

    answer = editor.get("/staff/links/broken.csv")

    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="broken-links.csv"'
    assert rows[1:] == [
        [
            "https://gone.example/?a=1,2",
            GONE,
            "2026-11-21T15:00:00+00:00",
            "2026-11-21T15:00:00+00:00",
            "'=HYPERLINK(1)",
            "/blog/formula",
        ]
    ]


def test_the_page_of_links_asks_the_same_for_many(editor: Browser) -> None:
    asked, held = [], (PostFactory().item_id, PracticeFactory().item_id)
    for many in (3, 30):
        for at in range(many):
            broken(f"https://{many}.example/{at}", *held)
        asked.append(len(questions(editor, "/staff/links")))

    assert asked[0] == asked[1] <= 6
