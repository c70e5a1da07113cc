"""Which links texts hold, what checks make of them, and the weekly round."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock, signals, working
from ion.core.unit_of_work import unit_of_work
from ion.models import AuditRow, Item, ItemState, LinkUse, OutboxRow, OutsideLink
from ion.upkeep import tasks
from ion.upkeep.outside import checking
from ion.upkeep.outside.checking import Finding, Outcome
from ion.upkeep.queries import links as queries
from ion.upkeep.queries.holding import outside
from ion.upkeep.queries.links import ROUND, Which
from ion.upkeep.services import links as services
from ion.worker import HANDLERS, Worker
from tests.conftest import NOW
from tests.factories import PostFactory, PracticeFactory, UserFactory, WebinarFactory
from tests.racing import at_once

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app")]
WELL, BAD = Finding(Outcome.ANSWERED), Finding(Outcome.FAILED, "The page is not found (404).")
ODD = Finding(Outcome.UNKNOWN, "It asks for an unusual port, so ION does not open it.")
DAY = timedelta(days=1)
EVERYONE = frozenset({"public", "members", "staff"})


class Told:
    """A checker that is told what to find, and notes what it was asked."""

    def __init__(self, **by_host: Finding) -> None:
        self.by_host = by_host
        self.asked: list[str] = []

    def check(self, url: str) -> Finding:
        self.asked.append(url)
        return self.by_host.get(queries.host_of(url).partition(".")[0], WELL)


@pytest.fixture
def told(app: Flask) -> Iterator[Told]:
    before, checker = checking.checker(), Told()
    checking.use(checker)
    yield checker
    checking.use(before)


def work(task: str) -> None:
    working.run_due({task: HANDLERS[task]}, "tests")


def post(*urls: str, **fields: Any) -> int:
    """A post that holds these links, found already."""
    made = PostFactory(" ".join(f"[a link]({url})" for url in urls), **fields)
    work(queries.FIND)
    return made.item_id


def held(item_id: int) -> set[str]:
    asked = select(OutsideLink.url).join(LinkUse, LinkUse.link_id == OutsideLink.id)
    return set(db.session.scalars(asked.where(LinkUse.item_id == item_id)))


def link_of(url: str) -> OutsideLink:
    db.session.rollback()
    return db.session.scalars(select(OutsideLink).where(OutsideLink.url == url)).one()


def record(url: str, finding: Finding) -> OutsideLink:
    link_id = link_of(url).id
    with unit_of_work():
        services.record({link_id: finding})
    return link_of(url)


def test_every_part_of_a_text_is_looked_through_for_links() -> None:
    practice = PracticeFactory(
        markdown="Bare <https://bare.example/x> and [named](http://named.example/a?b=1&c=2#part).",
        sections={"problem": "See [this](https://section.example/)"},
        practice={
            "steps": [{"title": "One", "text": "", "html": '<a href="https://step.example/">x</a>'}],
            "duties": [{"role": "employers", "text": "", "html": '<a href="https://duty.example/">x</a>'}],
            "reading": [
                {"title": "Book", "url": "https://reading.example/"},
                {"title": "Paper", "url": ""},
            ],
        },
        link_url="https://linked.example/",
    )
    work(queries.FIND)

    assert held(practice.item_id) == {
        "https://bare.example/x",
        "http://named.example/a?b=1&c=2",
        "https://section.example/",
        "https://step.example/",
        "https://duty.example/",
        "https://reading.example/",
        "https://linked.example/",
    }


def test_links_of_recordings_that_are_shown_are_held() -> None:
    recordings = [
        {"url": "https://shown.example/", "has_captions": True, "published_at": NOW},
        {"url": "https://held-back.example/"},
    ]
    webinar = WebinarFactory(recordings=recordings)
    work(queries.FIND)

    assert held(webinar.item_id) == {"https://shown.example/"}


def test_links_that_stay_on_the_site_or_lead_nowhere_on_the_web_are_none() -> None:
    own = "[x](/about) [x](http://localhost/blog/) [x](mailto:a@b.example) [x](#part)"
    long = f"[x](https://long.example/{'a' * 2000})"

    assert held(post_of(f"{own} {long}")) == set()
    assert outside(["http://[::1#part", "http://[::1", "http://", "//a.example/"], "localhost") == set()


def post_of(markdown: str) -> int:
    made = PostFactory(markdown)
    work(queries.FIND)
    return made.item_id


def test_an_address_in_two_texts_is_one_link() -> None:
    first = post("https://a.example/", "https://a.example/#part")
    second = post("https://a.example/")

    assert held(first) == held(second) == {"https://a.example/"}
    assert len(db.session.scalars(select(OutsideLink)).all()) == 1


@pytest.mark.parametrize("state", [ItemState.DRAFT, ItemState.WITHDRAWN])
def test_a_text_that_nobody_reads_holds_no_links(state: ItemState) -> None:
    id = post("https://a.example/")

    with unit_of_work() as session:
        item = session.get_one(Item, id)
        item.state = state
        signals.item_changed.send(item)
    work(queries.FIND)

    assert held(id) == set()


def test_an_edit_lets_old_links_go_and_new_ones_come() -> None:
    id = post("https://a.example/", "https://b.example/")

    with unit_of_work() as session:
        item = session.get_one(Item, id)
        item.body.html = '<a href="https://b.example/">x</a> <a href="https://c.example/">x</a>'
        signals.item_changed.send(item)
    work(queries.FIND)

    assert held(id) == {"https://b.example/", "https://c.example/"}


def test_the_same_links_found_by_many_at_once_are_kept_once(app: Flask) -> None:
    ids = [PostFactory(f"<https://a.example/> <https://b.example/{n}>").item_id for n in range(4)]

    def find(number: int) -> None:
        with unit_of_work():
            services.keep_links(ids[number % 4 :] + ids[: number % 4])

    assert at_once(app, find) == [None] * 8
    assert all(held(id) == {"https://a.example/", f"https://b.example/{n}"} for n, id in enumerate(ids))


def test_one_failure_is_not_news_and_two_in_different_runs_are() -> None:
    post("https://a.example/")

    with clock.frozen(NOW):
        once = record("https://a.example/", BAD)
        counts = [(once.failures, queries.totals().broken)]
    with clock.frozen(NOW + timedelta(hours=1)):
        again = record("https://a.example/", BAD)
        counts.append((again.failures, queries.totals().broken))
    with clock.frozen(NOW + 7 * DAY):
        later = record("https://a.example/", Finding(Outcome.FAILED, "It did not answer in time."))
        counts.append((later.failures, queries.totals().broken))

    assert counts == [(1, 0), (1, 0), (2, 1)]
    assert later.problem == "It did not answer in time."


def test_an_answer_ends_all_failures() -> None:
    post("https://a.example/")
    with clock.frozen(NOW):
        record("https://a.example/", BAD)
    with clock.frozen(NOW + DAY):
        record("https://a.example/", BAD)
    with clock.frozen(NOW + 2 * DAY):
        link = record("https://a.example/", WELL)

    assert (link.failures, link.problem, link.answered_at) == (0, "", NOW + 2 * DAY)


def test_what_could_not_be_looked_at_changes_no_count() -> None:
    post("https://a.example/")
    with clock.frozen(NOW):
        record("https://a.example/", BAD)
    with clock.frozen(NOW + DAY):
        link = record("https://a.example/", ODD)

    assert (link.failures, link.checked_at) == (1, NOW + DAY)


def links_everywhere(number: int, prefix: str = "h") -> None:
    post(*(f"https://{prefix}{at}.example/" for at in range(number)))


def round_rows() -> list[OutboxRow]:
    db.session.rollback()
    return list(db.session.scalars(select(OutboxRow).where(OutboxRow.task == ROUND)))


def run_round(turns: int) -> None:
    """So many turns, each when it is due."""
    for _ in range(turns):
        for row in round_rows():
            with clock.frozen(row.due_at):
                work(ROUND)


def test_a_round_looks_at_every_link_once_and_ends(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PER_TURN", 3)
    with clock.frozen(NOW):
        links_everywhere(7)
        with unit_of_work():
            services.plan_round()

    run_round(1)
    after_one = len(told.asked)
    run_round(3)

    assert after_one == 3
    assert sorted(told.asked) == sorted(f"https://h{at}.example/" for at in range(7))
    assert round_rows() == []


def test_a_host_is_asked_one_thing_at_a_time(told: Told) -> None:
    with clock.frozen(NOW):
        post("https://a.example/1", "https://A.example/2", "https://b.example/", "http://a.example/3")
        with unit_of_work():
            services.plan_round()

    run_round(1)

    assert sorted(map(queries.host_of, told.asked)) == ["a.example", "b.example"]
    waits = round_rows()[0].due_at - datetime(2026, 11, 22, 9, tzinfo=UTC)
    assert waits == tasks.PAUSE


def test_links_of_archived_texts_and_ignored_links_are_not_looked_at(told: Told) -> None:
    with clock.frozen(NOW):
        user = UserFactory()
        post("https://archived.example/", expires_at=NOW - DAY)
        post("https://ignored.example/", "https://looked-at.example/")
        link_id = link_of("https://ignored.example/").id
        with unit_of_work():
            services.ignore(link_id, user_id=user.id)
            services.plan_round()

    run_round(1)

    assert told.asked == ["https://looked-at.example/"]


def test_a_round_that_meets_a_dead_network_changes_nothing_and_tries_again(told: Told) -> None:
    told.by_host = {f"h{at}": BAD for at in range(6)}
    with clock.frozen(NOW):
        links_everywhere(6)
        with unit_of_work():
            services.plan_round()

    run_round(1)
    down = queries.present_round()
    checked = set(db.session.scalars(select(OutsideLink.checked_at)))
    told.by_host = {"h0": BAD}
    run_round(1)

    sunday = datetime(2026, 11, 22, 9, tzinfo=UTC)
    assert checked == {None}
    assert down is not None
    assert (down.down_at, down.due_at) == (sunday, sunday + tasks.WAIT)
    assert {link.url: link.failures for link in db.session.scalars(select(OutsideLink))} == {
        f"https://h{at}.example/": int(at == 0) for at in range(6)
    }


def test_a_round_reads_texts_that_were_there_before_and_forgets_unused_links(told: Told) -> None:
    with clock.frozen(NOW):
        PostFactory("<https://old.example/>")
        with unit_of_work() as session:
            for row in session.scalars(select(OutboxRow)):
                session.delete(row)  # as on a site that was there before its links were noted
            session.add(OutsideLink(digest="0" * 64, url="https://unused.example/"))
            services.plan_round()

    run_round(1)

    assert told.asked == ["https://old.example/"]
    assert [link.url for link in db.session.scalars(select(OutsideLink))] == ["https://old.example/"]


def test_a_round_is_planned_once_and_begun_at_once_when_asked() -> None:
    user_id = UserFactory().id
    with clock.frozen(NOW):
        for _ in range(2):
            with unit_of_work():
                services.plan_round()
        planned = [row.due_at for row in round_rows()]
        with unit_of_work():
            begun = services.begin_round(user_id=user_id)

    assert planned == [datetime(2026, 11, 22, 9, tzinfo=UTC)]
    assert (begun, [row.due_at for row in round_rows()]) == (True, [NOW])
    assert db.session.scalars(select(AuditRow.action)).all() == ["link check asked"]


def test_a_round_under_way_is_not_begun_again(told: Told) -> None:
    user_id = UserFactory().id
    with clock.frozen(NOW):
        post("https://a.example/")
        with unit_of_work():
            services.begin_round(user_id=user_id)
        work(ROUND)
        with unit_of_work():
            again = services.begin_round(user_id=user_id)

    assert (again, len(round_rows())) == (False, 1)


def test_a_turn_done_twice_asks_for_the_same_next_one(told: Told) -> None:
    with clock.frozen(NOW):
        links_everywhere(2)
        with unit_of_work():
            services.plan_round()
    (row,) = round_rows()
    with clock.frozen(row.due_at):
        with unit_of_work():
            works = working.outbox.claim("tests", [ROUND], 1)
        tasks.check_links(works)
        tasks.check_links(works)

    assert sorted(row.key.partition("#")[2] for row in round_rows()) == ["", "1"]


def test_one_link_is_looked_at_when_asked(told: Told) -> None:
    told.by_host = {"a": BAD}
    post("https://a.example/")
    with unit_of_work():
        services.check_later(link_of("https://a.example/").id)
    waiting = queries.link_rows(Which.BROKEN, EVERYONE, offset=0, limit=9)

    work(queries.CHECK)

    assert waiting == []
    assert link_of("https://a.example/").problem == BAD.problem


def test_a_link_that_is_gone_is_not_looked_at(told: Told) -> None:
    with unit_of_work():
        services.check_later(999)

    work(queries.CHECK)

    assert told.asked == []


def test_an_item_that_is_deleted_takes_its_uses_along() -> None:
    id = post("https://a.example/")

    with unit_of_work() as session:
        session.delete(session.get_one(Item, id))

    assert db.session.scalars(select(LinkUse)).all() == []


def test_the_night_plans_a_round_in_production_alone(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    worker, settings = Worker(app), app.extensions["ion.settings"]
    planned = []
    for env in ("development", "production"):
        monkeypatch.setitem(app.extensions, "ion.settings", replace(settings, env=env))
        worker.night()
        planned.append(len(round_rows()))
    worker.queue.storage.close()

    assert planned == [0, 1]


def test_a_link_that_only_a_deleted_text_held_goes_and_an_ignored_one_stays() -> None:
    user_id = UserFactory().id
    id = post("https://gone.example/", "https://both.example/", "https://ignored.example/")
    post("https://both.example/")
    with unit_of_work() as session:
        services.ignore(link_of_now("https://ignored.example/"), user_id=user_id)
        item = session.get_one(Item, id)
        signals.item_removed.send(item)
        session.delete(item)

    assert set(db.session.scalars(select(OutsideLink.url))) == {
        "https://both.example/",
        "https://ignored.example/",
    }


def link_of_now(url: str) -> int:
    """The id of a link, asked inside the present unit of work."""
    return db.session.scalars(select(OutsideLink.id).where(OutsideLink.url == url)).one()
