"""Corrections stand dated at the head of a practice, at once, and cost a page without any nothing."""

from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient

from ion.core import corrections
from ion.core.unit_of_work import unit_of_work
from ion.models import Correction
from tests.counting import questions, statements
from tests.factories import PracticeFactory
from tests.reading import visit

pytestmark = pytest.mark.database


def correct(item_id: int, at: datetime, text: str) -> None:
    with unit_of_work() as session:
        session.add(Correction(item_id=item_id, at=at, text=text))


def test_corrections_stand_before_the_text_newest_first_at_once(client: FlaskClient, now: datetime) -> None:
    practice, other = PracticeFactory({"problem": "Few came."}), PracticeFactory()
    visit(client, practice.path)

    correct(practice.item_id, now - timedelta(days=3), "It was 14, not 40.")
    correct(practice.item_id, now, "The board's name was <wrong>.")

    page = visit(client, practice.path)
    assert page.texts(".ion-corrections p") == [
        "Correction, Nov. 21, 2026: The board's name was <wrong>.",
        "Correction, Nov. 18, 2026: It was 14, not 40.",
    ]
    assert page.html.index("ion-corrections") < page.html.index("Few came.")
    assert not visit(client, other.path).all(".ion-corrections")


def test_a_page_with_corrections_asks_one_question_more_and_others_none(
    client: FlaskClient, now: datetime
) -> None:
    practice, other = PracticeFactory(), PracticeFactory()
    before = len(questions(client, other.path))

    correct(practice.item_id, now, "It was 14.")

    assert len(questions(client, practice.path)) == before + 1
    assert len(questions(client, other.path)) == before


def test_nothing_is_asked_for_items_without_corrections(client: FlaskClient, now: datetime) -> None:
    practice, other = PracticeFactory(), PracticeFactory()
    correct(practice.item_id, now, "It was 14.")
    ids = [practice.item_id, other.item_id]

    found = corrections.corrections_among(ids)

    assert found == {practice.item_id: (corrections.Note(now, "It was 14."),)}
    with statements() as told:
        assert corrections.corrections_of(other.item_id) == ()
    assert [each for each in told if "correction" in each] == []


def test_a_correction_that_was_undone_is_nowhere(client: FlaskClient, now: datetime) -> None:
    practice = PracticeFactory()
    corrections.corrected()

    with pytest.raises(ZeroDivisionError), unit_of_work() as session:
        session.add(Correction(item_id=practice.item_id, at=now, text="It was 14."))
        session.flush()
        assert corrections.corrections_of(practice.item_id)
        raise ZeroDivisionError

    assert corrections.corrections_of(practice.item_id) == ()
