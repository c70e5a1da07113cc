"""Release: now, on schedule, late, twice at once; always one version, whole, and once."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from ion.base.extensions import db
from ion.commons.publishing import services
from ion.commons.publishing.services.refusals import BadMoment, NotReady, TextMoved
from ion.core import clock, signals
from ion.core.unit_of_work import unit_of_work
from ion.core.working import run_due
from ion.models import AuditRow, Edition, Item, ItemState, OldAddress, OutboxRow
from ion.worker import HANDLERS
from tests.conftest import NOW
from tests.publishing.writing import act, deeds, draft, editor, live, local, row, seen, write
from tests.racing import at_once

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app")]

NINE = local("2026-11-24 09:00")
BEFORE, AFTER = NINE.at - timedelta(minutes=1), NINE.at + timedelta(minutes=1)
WORK = {services.GO_LIVE: HANDLERS[services.GO_LIVE]}


def scheduled(user_id: int, item_id: int, moment: Any = NINE) -> int:
    with clock.frozen(NOW):
        act(services.schedule, item_id, moment, user_id=user_id)
    return item_id


def tick(at: datetime) -> int:
    """The worker looks for what is due."""
    with clock.frozen(at):
        return run_due(WORK, "worker")


def news(heard: list[Any]) -> Any:
    def note(item: Item, **_: object) -> None:
        heard.append(item.id)

    return note


def test_publishing_gives_readers_the_newest_version_whole() -> None:
    user_id = editor()
    item_id = draft(user_id, markdown="## A heading\n\nText.", summary="In short.")

    with clock.frozen(NOW):
        act(services.publish, item_id, user_id=user_id)

    item = row(item_id)
    assert (item.state, item.published_at, item.first_published_on) == (
        ItemState.PUBLISHED,
        NOW,
        NOW.date(),
    )
    assert (item.summary, item.live_revision) == ("In short.", 1)
    assert '<h2 id="h-a-heading">A heading</h2>' in item.body.html
    assert {(term.facet, term.key) for term in item.terms} == {("topic", "apprenticeship")}
    assert item.posted_by_id == item.submitted_by_id == item.owner.person_id  # type: ignore[union-attr]
    assert db.session.get(Edition, item_id) is None


def test_an_item_is_news_once_when_it_is_first_published() -> None:
    user_id, heard = editor(), list[int]()
    item_id = draft(user_id)
    hearer = news(heard)
    signals.item_published.connect(hearer)

    act(services.publish, item_id, user_id=user_id)
    write(item_id, user_id, markdown="More.")
    act(services.publish, item_id, user_id=user_id)
    act(services.withdraw, item_id, reason="mistake", user_id=user_id)
    act(services.reinstate, item_id, user_id=user_id)
    act(services.publish, item_id, user_id=user_id)

    assert heard == [item_id]


def test_edit_a_live_post_swaps_in_one_step_and_keeps_the_date_it_was_posted() -> None:
    user_id = editor()
    with clock.frozen(NOW):
        item_id = live(user_id, markdown="First.")
    with clock.frozen(NOW + timedelta(days=3)):
        write(item_id, user_id, title="Second title", markdown="Second.")
        act(services.publish, item_id, user_id=user_id)

    item = row(item_id)
    assert (item.title, item.body.markdown, item.published_at, item.live_revision) == (
        "Second title",
        "Second.",
        NOW,
        2,
    )


def test_first_published_apart_from_posted_is_what_the_editor_said() -> None:
    user_id = editor()
    item_id = draft(user_id, first_published_on="2020-07-15")

    with clock.frozen(NOW):
        act(services.publish, item_id, user_id=user_id)

    item = row(item_id)
    assert (str(item.first_published_on), item.published_at) == ("2020-07-15", NOW)


def test_one_schedule_action_is_all_it_takes() -> None:
    user_id = editor()
    item_id = scheduled(user_id, draft(user_id))

    early = tick(BEFORE), row(item_id).state
    on_time = tick(AFTER), row(item_id).state

    assert (early, on_time) == ((0, ItemState.SCHEDULED), (1, ItemState.PUBLISHED))
    assert row(item_id).published_at == AFTER
    assert deeds(item_id)[-1] == "published on schedule"


def test_a_scheduled_edit_of_a_live_post_swaps_when_it_is_due() -> None:
    user_id = editor()
    with clock.frozen(NOW):
        item_id = live(user_id, markdown="First.")
        write(item_id, user_id, markdown="Second.")
    scheduled(user_id, item_id)

    waiting = (row(item_id).state, row(item_id).body.markdown, seen(item_id).state)
    tick(AFTER)

    assert waiting == (ItemState.PUBLISHED, "First.", ItemState.SCHEDULED)
    assert (row(item_id).body.markdown, seen(item_id).state) == ("Second.", ItemState.PUBLISHED)


def test_writing_on_after_scheduling_leaves_the_scheduled_version_as_it_was() -> None:
    user_id = editor()
    item_id = scheduled(user_id, draft(user_id, markdown="As scheduled."))
    with clock.frozen(NOW):
        write(item_id, user_id, markdown="As written since.")

    tick(AFTER)

    found = seen(item_id)
    assert row(item_id).body.markdown == "As scheduled."
    assert (found.state, found.content["markdown"], found.live) == (
        ItemState.DRAFT,
        "As written since.",
        1,
    )


def test_go_live_in_the_past_is_published_now() -> None:
    user_id = editor()
    item_id = draft(user_id)

    with clock.frozen(AFTER):
        act(services.schedule, item_id, NINE, user_id=user_id)

    assert (row(item_id).state, row(item_id).published_at) == (ItemState.PUBLISHED, AFTER)


def test_re_scheduling_replaces_and_never_doubles() -> None:
    user_id = editor()
    item_id = scheduled(user_id, draft(user_id))
    later, sooner = local("2026-11-30 09:00"), local("2026-11-23 09:00")

    scheduled(user_id, item_id, later)
    tick(AFTER)
    put_off = row(item_id).state
    scheduled(user_id, item_id, sooner)
    tick(sooner.at)
    out = row(item_id).published_at
    tick(later.at + timedelta(minutes=1))

    assert (put_off, out) == (ItemState.SCHEDULED, sooner.at)
    assert deeds(item_id).count("published on schedule") == 1
    assert (
        db.session.scalar(
            select(func.count()).select_from(OutboxRow).where(OutboxRow.task == services.GO_LIVE)
        )
        == 0
    )


@pytest.mark.parametrize("deed", ["unschedule", "withdraw", "discard"])
def test_what_was_taken_off_the_schedule_stays_off(deed: str) -> None:
    user_id = editor()
    item_id = scheduled(user_id, draft(user_id))
    named = {"reason": "declined"} if deed == "withdraw" else {}

    act(getattr(services, deed), item_id, user_id=user_id, **named)
    tick(AFTER)

    states = {"unschedule": ItemState.DRAFT, "withdraw": ItemState.WITHDRAWN, "discard": None}
    assert db.session.scalar(select(Item.state)) == states[deed]


def test_after_a_day_of_downtime_what_was_due_goes_out_once() -> None:
    user_id = editor()
    item_id = scheduled(user_id, draft(user_id))

    tick(NINE.at + timedelta(days=1))
    tick(NINE.at + timedelta(days=1, minutes=1))

    assert row(item_id).published_at == NINE.at + timedelta(days=1)
    assert deeds(item_id).count("published on schedule") == 1


def test_a_clock_that_jumps_back_publishes_nothing_twice() -> None:
    user_id = editor()
    item_id = scheduled(user_id, draft(user_id))

    tick(AFTER)
    tick(BEFORE - timedelta(hours=2))
    tick(AFTER + timedelta(hours=1))

    assert (row(item_id).published_at, deeds(item_id).count("published on schedule")) == (AFTER, 1)


def test_two_ticks_at_once_publish_once(app: Flask) -> None:
    user_id, heard = editor(), list[int]()
    item_id = scheduled(user_id, draft(user_id))
    hearer = news(heard)
    signals.item_published.connect(hearer)

    def deed(number: int) -> bool:
        with clock.frozen(AFTER), unit_of_work():
            return services.go_live(item_id)

    answers = at_once(app, deed)

    assert sorted(answers) == [False] * 7 + [True]
    assert (heard, deeds(item_id).count("published on schedule")) == ([item_id], 1)


def test_publishing_what_lacks_something_is_refused_in_words() -> None:
    user_id = editor()
    item_id = draft(user_id, summary="")

    with pytest.raises(NotReady, match="summary"):
        act(services.publish, item_id, user_id=user_id)

    assert row(item_id).state is ItemState.DRAFT


def test_publishing_a_version_that_moved_meanwhile_is_refused() -> None:
    user_id = editor()
    item_id = draft(user_id)
    write(item_id, user_id, markdown="Somebody else's words.")

    with pytest.raises(TextMoved, match="version 2"):
        act(services.publish, item_id, user_id=user_id, number=1)


def test_expiry_at_or_before_go_live_is_refused() -> None:
    user_id = editor()
    item_id = scheduled(user_id, draft(user_id))

    with clock.frozen(NOW), pytest.raises(BadMoment):
        act(services.set_expiry, item_id, NINE, user_id=user_id)


def test_go_live_after_expiry_is_refused() -> None:
    user_id = editor()
    item_id = draft(user_id)
    with clock.frozen(NOW):
        act(services.set_expiry, item_id, NINE, user_id=user_id)

        with pytest.raises(BadMoment):
            act(services.schedule, item_id, local("2026-11-24 09:00"), user_id=user_id)


def test_expiry_archives_without_anybody_doing_anything() -> None:
    user_id = editor()
    with clock.frozen(NOW):
        item_id = live(user_id)
        act(services.set_expiry, item_id, NINE, user_id=user_id)

    assert (row(item_id).expires_at, row(item_id).state) == (NINE.at, ItemState.PUBLISHED)


@pytest.mark.parametrize("zone", ["America/New_York", "Australia/Lord_Howe"])
def test_changing_a_profile_zone_never_moves_the_instant(zone: str) -> None:
    user_id = editor()
    chosen = local("2026-12-24 09:00", zone)
    item_id = scheduled(user_id, draft(user_id), chosen)
    with unit_of_work():
        row_ = db.session.get(Item, item_id)
        assert row_ is not None and row_.owner is not None
        row_.owner.person.zone = "Pacific/Honolulu"

    found = seen(item_id)

    assert (found.publish_at, found.publish_local, found.zone) == (chosen.at, chosen.local, zone)


def test_trying_a_release_leaves_nothing_behind() -> None:
    user_id = editor()
    item_id = draft(user_id, markdown="As readers would get it.")
    written = db.session.scalar(select(func.count()).select_from(AuditRow))

    with pytest.raises(RuntimeError), unit_of_work():
        html = services.try_release(item_id, 1).body.html
        raise RuntimeError

    assert html == "<p>As readers would get it.</p>\n"
    assert (row(item_id).state, row(item_id).body.html) == (ItemState.DRAFT, "")
    assert db.session.scalar(select(func.count()).select_from(AuditRow)) == written


def test_a_picture_without_words_stops_publishing() -> None:
    user_id = editor()
    item_id = draft(user_id, markdown="![](/files/AAAAAAAAAAAAAAAAAAAAAA)\n\nText.")

    with pytest.raises(NotReady, match="no words for who cannot see it"):
        act(services.publish, item_id, user_id=user_id)


def test_a_topic_that_was_merged_since_it_was_written_is_the_one_it_became() -> None:
    user_id = editor()
    item_id = draft(user_id)
    with unit_of_work() as session:
        session.add(OldAddress(path="/blog/?topic=apprenticeship", target="/blog/?topic=work-based-learning"))

    act(services.publish, item_id, user_id=user_id)

    assert [(term.facet, term.key) for term in row(item_id).terms] == [("topic", "work-based-learning")]


def test_publishing_keeps_a_later_day_on_which_somebody_confirmed_it() -> None:
    user_id = editor()
    item_id = live(user_id, reviewed_on="2026-01-05")
    with unit_of_work():
        item = db.session.get(Item, item_id)
        assert item is not None
        item.reviewed_on = NOW.date()
    write(item_id, user_id, markdown="More.")

    act(services.publish, item_id, user_id=user_id)

    assert row(item_id).reviewed_on == NOW.date()
