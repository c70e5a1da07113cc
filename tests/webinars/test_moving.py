"""A webinar that is published again: who must hear of it, what calendars are told, and that nobody loses a place."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from ion.base.extensions import db
from ion.commons.importing import services as importing
from ion.commons.publishing.queries.working import working
from ion.core import clock
from ion.core.ports.publishable import Content
from ion.core.unit_of_work import unit_of_work
from ion.models import Item, OutboxRow, Registration, Revision, Standing
from ion.models.revision import SET_BESIDE
from ion.webinars.announcement import announcement_in
from ion.webinars.services import record, rounds
from tests.factories import RegistrationFactory
from tests.webinars.announcing import (
    MEETING,
    an_editor,
    asked,
    change,
    deeds,
    draft,
    out,
    publish,
    row,
    seen,
)

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("now")]

CHANGES: list[tuple[dict[str, Any], bool]] = [
    ({"summary": "Said better."}, False),
    ({"starts_local": "2026-12-01T15:00:00"}, True),
    ({"zone": "America/Chicago"}, True),
    ({"zone": "America/Detroit"}, True),
    ({"length_minutes": 90}, True),
    ({"join_url": MEETING + "/other"}, True),
    ({"join_url": ""}, True),
    ({"join_minutes": 30}, False),
    ({"capacity": 50}, False),
    ({"closes_local": "2026-11-30T12:00:00"}, False),
    ({"host": "Another office"}, False),
    ({"starts_local": "2026-12-02T14:00:00", "join_url": MEETING + "/other"}, True),
]


@pytest.fixture
def editor(app: Flask) -> int:
    return an_editor()


def states(item_id: int) -> list[Standing]:
    db.session.rollback()
    found = select(Registration.state).where(Registration.webinar_id == item_id).order_by(Registration.number)
    return list(db.session.scalars(found))


def payload(item_id: int) -> dict[str, Any]:
    """What the one round about a change says."""
    rows = db.session.scalars(select(OutboxRow).where(OutboxRow.task == rounds.TELL)).all()
    (found,) = [each.payload for each in rows if each.payload["round"] == "moved"]
    return found


def test_only_a_new_time_or_join_link_raises_the_sequence_and_is_told(editor: int) -> None:
    heard = []
    for parts, _ in CHANGES:
        item_id = out(editor, join_url=MEETING)
        change(item_id, editor, **parts)
        heard.append((row(item_id).sequence, asked(item_id)))

    assert heard == [(1, ["moved"]) if is_told else (0, []) for _, is_told in CHANGES]


def test_what_is_told_names_the_time_before_and_whether_the_link_changed(editor: int) -> None:
    item_id = out(editor, join_url=MEETING)

    change(item_id, editor, starts_local="2026-12-02T14:00:00", join_url=MEETING + "/other")

    told = payload(item_id)
    assert told["join_changed"] is True
    assert told["before"]["starts_at"].startswith("2026-12-01T19:00:00")
    assert deeds(item_id)[-2:] == ["moved", "published"]


def test_a_join_link_given_for_the_first_time_is_no_change(editor: int) -> None:
    item_id = out(editor)

    change(item_id, editor, join_url=MEETING)

    assert (row(item_id).sequence, row(item_id).join_url, asked(item_id)) == (0, MEETING, [])


def test_each_change_raises_the_sequence_by_one(editor: int) -> None:
    item_id = out(editor)
    for at, hour in enumerate((15, 15, 16, 14)):
        change(item_id, editor, starts_local=f"2026-12-01T{hour}:00:00", summary=f"Version {at}.")

    assert row(item_id).sequence == 3


def test_nothing_is_told_before_it_was_ever_out(editor: int) -> None:
    item_id = draft(editor)
    for length in (60, 90):  # an import makes the rows of what it brings as a draft
        with unit_of_work() as session:
            announced = announcement_in(seen_now(item_id) | {"length_minutes": length})
            record.apply(session.get_one(Item, item_id), announced)

    publish(item_id, editor)

    assert (row(item_id).sequence, asked(item_id)) == (0, [])


def seen_now(item_id: int) -> Content:
    found = working(item_id)
    assert found is not None
    return found.content


def test_what_is_over_is_corrected_without_a_word(editor: int) -> None:
    item_id = out(editor, starts_local="2026-11-10T14:00:00")

    change(item_id, editor, length_minutes=75)

    assert (row(item_id).sequence, asked(item_id)) == (1, [])


def test_a_canceled_webinar_is_moved_without_a_word_until_it_is_put_back_on(editor: int) -> None:
    item_id = out(editor)
    with unit_of_work():
        record.cancel(item_id, note="", user_id=editor)
    change(item_id, editor, starts_local="2026-12-08T14:00:00")

    assert (row(item_id).sequence, asked(item_id)) == (2, ["called off"])
    with unit_of_work():
        record.revive(item_id, user_id=editor)
    assert row(item_id).starts_at == datetime(2026, 12, 8, 19, tzinfo=UTC)


def test_reminders_are_planned_anew_for_the_new_time(editor: int) -> None:
    item_id = out(editor)
    change(item_id, editor, starts_local="2026-12-08T14:00:00")

    db.session.rollback()
    due = db.session.scalars(select(OutboxRow.due_at).where(OutboxRow.task == rounds.TELL)).all()
    assert datetime(2026, 12, 7, 19, tzinfo=UTC) in due


class TestCapacity:
    def lined_up(self, editor: int, capacity: int) -> int:
        item_id = out(editor, capacity=capacity)
        for at in range(4):
            state = Standing.REGISTERED if at < capacity else Standing.WAITING
            RegistrationFactory(row(item_id), state=state)
        return item_id

    @pytest.mark.parametrize(("capacity", "seated"), [(3, 3), (None, 4), (1, 2)])
    def test_more_places_go_to_the_head_of_the_line_and_fewer_take_none(
        self, editor: int, capacity: int | None, seated: int
    ) -> None:
        item_id = self.lined_up(editor, 2)

        change(item_id, editor, capacity=capacity)

        assert states(item_id) == [Standing.REGISTERED] * seated + [Standing.WAITING] * (4 - seated)

    def test_a_webinar_that_is_put_off_gives_away_what_came_free_too_late(self, editor: int) -> None:
        item_id = self.lined_up(editor, 2)
        late = datetime(2026, 12, 1, 18, 30, tzinfo=UTC)
        with unit_of_work() as session:
            first = session.scalars(select(Registration).where(Registration.webinar_id == item_id)).first()
            assert first is not None
            first.state = Standing.CANCELLED

        with clock.frozen(late):
            change(item_id, editor, starts_local="2026-12-15T14:00:00")

        assert sorted(states(item_id)) == ["cancelled", "registered", "registered", "waiting"]


FILE = """---
title: A call
summary: All about it.
starts: "2026-12-{day} 14:00 America/Denver"
length_minutes: 60
authors: [Ann Ames]
topics: [equity]
---
Come.
"""


class TestImports:
    def imported(self, folder: Path, day: str, *, overwrite: bool = False) -> int:
        (folder / "call.md").write_text(FILE.format(day=day), "utf-8")
        importing.import_folder(folder, "webinars", overwrite=overwrite)
        db.session.rollback()
        return db.session.scalars(select(Item.id).where(Item.kind == "webinar")).one()

    def test_the_editor_reads_what_an_import_brought(self, editor: int, tmp_path: Path) -> None:
        content = seen(self.imported(tmp_path, "03"))

        told = {name: content[name] for name in ("starts_local", "zone", "length_minutes", "capacity")}
        assert told == {
            "starts_local": "2026-12-03T14:00:00",
            "zone": "America/Denver",
            "length_minutes": 60,
            "capacity": None,
        }
        assert len(content["authors"]) == 1 and content["takes_registration"] is False

    def test_an_import_never_overwrites_what_staff_published(self, editor: int, tmp_path: Path) -> None:
        item_id = self.imported(tmp_path, "03")
        change(item_id, editor, starts_local="2026-12-09T10:00:00", takes_registration=True)
        before = row(item_id).sequence

        self.imported(tmp_path, "04")

        webinar = row(item_id)
        assert webinar.starts_local == datetime.fromisoformat("2026-12-09 10:00")
        assert (webinar.takes_registration, webinar.sequence) == (True, before)
        assert seen(item_id)["starts_local"] == "2026-12-09T10:00:00"
        notes = db.session.scalars(select(Revision.note).where(Revision.item_id == item_id)).all()
        assert SET_BESIDE in notes

    def test_an_import_that_may_overwrite_tells_registrants_and_keeps_registration(
        self, editor: int, tmp_path: Path
    ) -> None:
        item_id = self.imported(tmp_path, "03")
        change(item_id, editor, takes_registration=True, capacity=7)

        self.imported(tmp_path, "04", overwrite=True)

        assert (row(item_id).sequence, asked(item_id)) == (1, ["moved"])
        content = seen(item_id)
        assert (content["starts_local"], content["capacity"], content["takes_registration"]) == (
            "2026-12-04T14:00:00",
            7,
            True,
        )
