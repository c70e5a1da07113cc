"""The record of a webinar: what may be published, the rows made of it, and how versions read."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from ion.base.extensions import db
from ion.commons.publishing import services as publishing
from ion.core.unit_of_work import unit_of_work
from ion.models import Item, ItemState, Webinar, WebinarPractice
from ion.webinars.agenda import PARTS, parts_in, problems
from ion.webinars.announcement import Announcement, announcement_in
from ion.webinars.publishable import WebinarPublishable
from tests.factories import PracticeFactory
from tests.webinars.announcing import (
    CALL,
    MEETING,
    GroupOf,
    an_editor,
    announced,
    change,
    draft,
    out,
    own,
    row,
    seen,
    whole,
)

pytestmark = pytest.mark.usefixtures("now")

WEBINAR = WebinarPublishable()


@pytest.fixture
def editor(app: Flask) -> int:
    return an_editor()


@pytest.mark.database
class TestPublishing:
    def test_publish_makes_the_rows_from_wall_times_in_the_zone(self, editor: int) -> None:
        webinar = row(out(editor, **whole()))

        assert webinar.starts_at == datetime(2026, 12, 1, 19, tzinfo=UTC)
        assert webinar.ends_at == datetime(2026, 12, 1, 20, tzinfo=UTC)
        assert webinar.opens_at == datetime(2026, 11, 23, 14, tzinfo=UTC)
        assert webinar.closes_at == datetime(2026, 12, 1, 18, tzinfo=UTC)
        assert [author.person.name for author in webinar.item.authors] == ["Pat Presenter"]
        assert {(term.facet, term.key) for term in webinar.item.terms} >= {
            ("state", "CO"),
            ("topic", "equity"),
        }

    def test_what_the_rows_tell_is_what_was_published(self, editor: int) -> None:
        content = whole()
        item_id = out(editor, **content)

        assert WEBINAR.snapshot(db.session.get_one(Item, item_id)) == own(content)

    def test_a_new_draft_names_nobody_as_presenter(self, editor: int) -> None:
        with unit_of_work():
            item_id = publishing.start("webinar", title="New", user_id=editor).id

        assert seen(item_id)["authors"] == []

    def test_practices_are_linked_in_order_and_those_that_are_gone_left_out(self, editor: int) -> None:
        first, second = PracticeFactory().item_id, PracticeFactory().item_id
        item_id = out(editor, practices=[second, 999_999, first])
        change(item_id, editor, practices=[first, second, first])

        linked = select(WebinarPractice.practice_id).where(WebinarPractice.webinar_id == item_id)
        assert list(db.session.scalars(linked.order_by(WebinarPractice.position))) == [first, second]

    @pytest.mark.parametrize(("second", "hour"), [(False, 5), (True, 6)])
    def test_which_of_two_times_is_meant_survives_publishing_again(
        self, editor: int, second: bool, hour: int
    ) -> None:
        item_id = out(editor, starts_local="2027-11-07T01:30:00", starts_second=second)
        change(item_id, editor, summary="Said better.")

        webinar = row(item_id)
        assert webinar.starts_at == datetime(2027, 11, 7, hour, 30, tzinfo=UTC)
        assert webinar.starts_local == datetime.fromisoformat("2027-11-07 01:30")
        assert WEBINAR.snapshot(webinar.item)["starts_second"] is second
        assert webinar.sequence == 0

    def test_without_a_time_there_is_no_row_and_no_page(self, editor: int) -> None:
        item_id = draft(editor, starts_local="")

        with unit_of_work():
            item = publishing.try_release(item_id, 1)

            assert db.session.get(Webinar, item_id) is None
            assert WEBINAR.page(item.slug, frozenset({"public"})) is None


LACKS: list[tuple[dict[str, Any], list[str]]] = [
    ({}, []),
    ({"summary": " "}, ["summary"]),
    ({"topics": []}, ["topics"]),
    ({"authors": []}, ["authors"]),
    ({"starts_local": ""}, ["starts"]),
    ({"zone": ""}, ["zone"]),
    ({"zone": "Mars/Base"}, ["zone"]),
    ({"length_minutes": 0}, ["length_minutes"]),
    ({"starts_local": "2027-03-14T02:30:00"}, ["starts"]),
    ({"starts_local": "2027-11-07T01:30:00"}, ["starts"]),
    ({"starts_local": "2027-11-07T01:30:00", "starts_second": True}, []),
    ({"join_url": ""}, []),
    ({"join_url": "ftp://meet.example"}, ["join_url"]),
    ({"takes_registration": False, "join_url": MEETING}, []),
    ({"link_url": "https://register.example"}, ["link_url"]),
    ({"takes_registration": False, "link_url": "https://register.example"}, []),
    ({"opens_local": "2026-11-25T09:00:00", "closes_local": "2026-11-25T09:00:00"}, ["closes"]),
    ({"opens_local": "2026-11-24T09:00:00", "closes_local": "2026-11-25T09:00:00"}, []),
    ({"opens_local": "2026-12-01T15:00:00"}, ["opens"]),
    ({"opens_local": "2027-03-14T02:30:00"}, ["opens"]),
    ({"ask_by": "2026-12-02"}, ["ask_by"]),
    ({"ask_by": "2026-12-01"}, []),
    ({"capacity": 0}, ["capacity"]),
    ({"agenda": CALL}, []),
    ({"agenda": CALL, "length_minutes": 59}, ["agenda"]),
]


def test_lacks_name_the_field_to_go_to(app: Flask) -> None:
    told = {}
    for at, (parts, _) in enumerate(LACKS):
        content = announced(**{"link_url": "", "authors": [1]} | parts)
        told[at] = [lack.field for lack in WEBINAR.lacks(content)]

    assert told == {at: fields for at, (_, fields) in enumerate(LACKS)}


class TestCallsOfAGroup:
    @pytest.mark.parametrize(
        ("agenda", "number"),
        [
            (CALL, 0),
            ([], 2),
            ([*CALL[:2], {**CALL[2], "minutes": 34}], 1),
            ([*CALL[:2], {**CALL[2], "minutes": 20}, {**CALL[2], "minutes": 15}], 0),
            ([{**CALL[1], "minutes": 9}, CALL[2]], 1),
            ([{**CALL[1], "minutes": 21}, CALL[2]], 1),
            ([CALL[1], {**CALL[1], "minutes": 10}, CALL[2]], 0),
            ([{**CALL[1], "minutes": 10}] * 3 + [CALL[2]], 1),
        ],
    )
    def test_a_call_keeps_its_discussion_and_its_practitioners_short(
        self, agenda: list[Any], number: int
    ) -> None:
        assert len(list(problems(parts_in(agenda), 90, is_group_call=True))) == number

    @pytest.mark.database
    def test_only_the_series_of_a_published_group_makes_a_call(self, app: Flask) -> None:
        GroupOf("Peer calls")
        GroupOf("Not yet", state=ItemState.DRAFT)

        def wrong(series: str) -> list[str]:
            return [lack.field for lack in WEBINAR.lacks(announced(series=series, authors=[1]))]

        assert [wrong("Peer calls"), wrong("Not yet"), wrong("Another"), wrong("")] == [
            ["agenda", "agenda"],
            [],
            [],
            [],
        ]

    @given(
        agenda=st.lists(
            st.fixed_dictionaries(
                {"minutes": st.integers(1, 60), "title": st.just("x"), "part": st.sampled_from(list(PARTS))}
            ),
            max_size=6,
        ),
        length=st.integers(1, 180),
    )
    def test_what_passes_fits_and_keeps_35_minutes(self, agenda: list[Any], length: int) -> None:
        parts = parts_in(agenda)
        if not list(problems(parts, length, is_group_call=True)):
            talk = [part["minutes"] for part in parts if part["part"] == "practitioner"]
            assert sum(part["minutes"] for part in parts) <= length
            assert sum(part["minutes"] for part in parts if part["part"] == "discussion") >= 35
            assert 1 <= len(talk) <= 2 and all(10 <= minutes <= 20 for minutes in talk)


def test_versions_are_compared_in_words(app: Flask) -> None:
    told = {part.label: part.text for part in WEBINAR.told(whole())}

    assert told["Starts"] == "Tue., Dec. 1, 2026, 2:00 p.m. ET"
    assert told["Registration"].startswith("For 40 people, from Mon., Nov. 23, 2026, 9:00 a.m. ET to Tue.,")
    assert told["Questions at registration"] == (
        "Your role (one of several choices, must be answered): Board; State"
    )
    assert told["Agenda"].splitlines()[1] == "Practitioner, 15 minutes: What we did, Ana Ruiz"
    assert told["Taking part"].splitlines()[-1] == "Ask for other help by Nov. 24, 2026"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(broken=st.dictionaries(st.sampled_from(sorted(Announcement().content())), JSON, max_size=6))
@settings(max_examples=60)
def test_whatever_a_content_holds_is_read_and_told(broken: dict[str, Any]) -> None:
    read = announcement_in(announced(authors=[1]) | broken)

    assert announcement_in(read.content()) == read
