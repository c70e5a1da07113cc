"""What editors do to a webinar as a whole: cancel it, put it back on, withdraw it, run it again."""

from datetime import timedelta

import pytest
from flask import Flask

from ion.base.extensions import db
from ion.commons.publishing import services as publishing
from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.models import Item, ItemState, Registration, Standing
from ion.webinars.publishable import WebinarPublishable
from ion.webinars.services import Refused, record
from tests.conftest import NOW
from tests.factories import RegistrationFactory, WebinarFactory
from tests.webinars.announcing import (
    an_editor,
    asked,
    change,
    deeds,
    draft,
    out,
    own,
    presenter,
    publish,
    row,
    seen,
    whole,
)

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("now")]

WEBINAR = WebinarPublishable()


@pytest.fixture
def editor(app: Flask) -> int:
    return an_editor()


def cancel(item_id: int, user_id: int, note: str = "") -> None:
    with unit_of_work():
        record.cancel(item_id, note=note, user_id=user_id)


def revive(item_id: int, user_id: int) -> None:
    with unit_of_work():
        record.revive(item_id, user_id=user_id)


class TestCanceling:
    def test_cancel_marks_it_raises_the_sequence_and_tells_everyone(self, editor: int) -> None:
        item_id = out(editor)

        cancel(item_id, editor, " The presenter is ill. ")

        webinar = row(item_id)
        assert (webinar.cancelled_at, webinar.cancelled_note) == (NOW, "The presenter is ill.")
        assert (webinar.sequence, asked(item_id)) == (1, ["called off"])
        assert deeds(item_id)[-1] == "canceled"

    def test_what_is_not_out_canceled_or_over_cannot_be_canceled(self, editor: int) -> None:
        unpublished, past = WebinarFactory(state=ItemState.DRAFT), WebinarFactory(starts="2026-11-20 14:00")
        gone = WebinarFactory(webinar={"cancelled_at": NOW})

        for webinar in (unpublished, past, gone):
            with pytest.raises(Refused):
                cancel(webinar.item_id, editor)
            assert row(webinar.item_id).sequence == 0
            assert asked(webinar.item_id) == []

    def test_revive_puts_it_back_on_and_says_so(self, editor: int) -> None:
        item_id = out(editor)
        cancel(item_id, editor, "x")

        revive(item_id, editor)

        webinar = row(item_id)
        assert (webinar.cancelled_at, webinar.cancelled_note, webinar.sequence) == (None, "", 2)
        assert asked(item_id) == ["called off", "back on"]
        assert deeds(item_id)[-1] == "put back on"

    def test_only_what_is_canceled_and_not_over_is_put_back_on(self, editor: int) -> None:
        item_id = out(editor)
        with pytest.raises(Refused):
            revive(item_id, editor)
        cancel(item_id, editor)

        with clock.frozen(NOW + timedelta(days=20)), pytest.raises(Refused):
            revive(item_id, editor)

        assert row(item_id).sequence == 1

    def test_registrants_keep_their_registration_through_cancel_and_revive(self, editor: int) -> None:
        item_id = out(editor, capacity=1)
        id = RegistrationFactory(row(item_id)).id

        cancel(item_id, editor)
        revive(item_id, editor)

        db.session.rollback()
        assert db.session.get_one(Registration, id).state is Standing.REGISTERED


class TestWithdrawing:
    def test_a_withdrawn_webinar_to_come_is_called_off(self, editor: int) -> None:
        item_id = out(editor)

        with unit_of_work():
            publishing.withdraw(item_id, reason="mistake", user_id=editor)

        assert (row(item_id).cancelled_at, row(item_id).sequence) == (NOW, 1)
        assert asked(item_id) == ["called off"]

    def test_published_again_it_stays_canceled_until_it_is_put_back_on(self, editor: int) -> None:
        item_id = out(editor)
        with unit_of_work():
            publishing.withdraw(item_id, reason="mistake", user_id=editor)
        with unit_of_work():
            publishing.reinstate(item_id, user_id=editor)
        publish(item_id, editor)

        assert row(item_id).cancelled_at == NOW
        revive(item_id, editor)
        assert asked(item_id) == ["called off", "back on"]

    def test_nothing_is_called_off_that_was_never_out_or_is_over(self, editor: int) -> None:
        declined, past = draft(editor), out(editor, starts_local="2026-11-10T14:00:00")
        for item_id in (declined, past):
            with unit_of_work():
                publishing.withdraw(item_id, reason="other", user_id=editor)

        assert (asked(declined), asked(past)) == ([], [])
        assert row(past).cancelled_at is None


class TestDuplicating:
    def test_a_copy_has_the_same_words_and_asks_for_its_times_anew(self, editor: int) -> None:
        content = whole()
        item_id = out(editor, **content)

        with unit_of_work():
            copy = record.duplicate(item_id, user_id=editor, title="Again").id

        found = seen(copy)
        anew = {"starts_local", "opens_local", "closes_local", "ask_by", "join_url"}
        assert {name: found[name] for name in anew} == dict.fromkeys(anew, "")
        assert {name: found[name] for name in own(content) if name not in anew | {"copied_from"}} == {
            name: content[name] for name in own(content) if name not in anew | {"copied_from"}
        }
        assert (found["copied_from"], found["title"], found["authors"]) == (
            item_id,
            "Again",
            [presenter().id],
        )
        assert "starts" in {lack.field for lack in WEBINAR.lacks(found)}
        assert deeds(item_id)[-1] == "duplicated"

    def test_a_published_copy_knows_what_it_runs_again(self, editor: int) -> None:
        item_id = out(editor)
        with unit_of_work():
            copy = record.duplicate(item_id, user_id=editor).id

        change(copy, editor, starts_local="2027-01-12T14:00:00")

        assert row(copy).copied_from_id == item_id
        assert db.session.get_one(Item, copy).audience == db.session.get_one(Item, item_id).audience
