"""The pages of privacy: one's own data, leaving, holds, retention, handover."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock, working
from ion.core.unit_of_work import unit_of_work
from ion.models import Departure, Grant, PeerGroup, RecordHold, SiteSetting, User
from ion.privacy.services import holding
from ion.worker import HANDLERS
from tests.accounts.people import PASSWORD, Member, send, sign_in, signed_in
from tests.conftest import NOW, Browser
from tests.counting import questions
from tests.factories import GroupFactory, TopicFactory

pytestmark = pytest.mark.usefixtures("app", "now")
LEAVE = {"keeps": "keep", "password": PASSWORD, "sure": "y"}


def words(client: FlaskClient, path: str) -> str:
    page = BeautifulSoup(client.get(path).text, "html.parser")
    return " ".join(page.get_text(" ").split())


def test_ask_a_copy_and_download_it(hers: FlaskClient, admins: FlaskClient, app: Flask) -> None:
    assert send(hers, "/account/data").status_code == 303
    assert "It is being made" in words(hers, "/account/data")

    working.run_due(HANDLERS, "test")

    page = BeautifulSoup(hers.get("/account/data").text, "html.parser")
    path = str(page.select_one("a[href^='/files/']")["href"])  # type: ignore[index]
    answer = hers.get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/zip"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.data[:2] == b"PK"
    answer.close()
    assert admins.get(path).status_code == 404
    assert Browser(app).get(path).status_code == 404
    with clock.frozen(NOW + timedelta(days=7, hours=1)):
        assert not [row for row in page if "Download" in words(hers, "/account/data")]


def test_a_second_copy_on_the_same_day_is_refused_in_words(hers: FlaskClient) -> None:
    send(hers, "/account/data")

    answer = send(hers, "/account/data")

    assert answer.status_code == 409
    assert "You may ask again" in answer.text
    assert 'action="/account/data"' not in answer.text


def test_leave_says_what_is_missing(hers: FlaskClient, nora: User) -> None:
    answer = send(hers, "/account/leave")

    assert answer.status_code == 422
    for missing in ("Choose what becomes", "Enter your password", "Tick the box"):
        assert missing in answer.text
    assert db.session.get(Departure, nora.id) is None


def test_leave_refuses_a_wrong_password(hers: FlaskClient, nora: User) -> None:
    answer = send(hers, "/account/leave", **(LEAVE | {"password": "wrong words here"}))

    assert answer.status_code == 422
    assert "This is not your password." in answer.text
    assert db.session.get(Departure, nora.id) is None


def test_too_many_tries_at_the_password_wait(hers: FlaskClient) -> None:
    for _ in range(5):
        send(hers, "/account/leave", **(LEAVE | {"password": "wrong words here"}))

    answer = send(hers, "/account/leave", **LEAVE)

    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


def test_leave_hands_over_and_any_sign_in_leads_to_the_way_back(
    hers: FlaskClient, nora: User, app: Flask
) -> None:
    heir = Member("ada@ion.example", name="Ada Lin")
    group = GroupFactory(facilitator=nora.person, title="Rural peers").item_id
    assert "Rural peers" in words(hers, "/account/leave")

    answer = send(hers, "/account/leave", **LEAVE, to="Ada Lin")

    assert answer.status_code == 303
    assert db.session.get_one(PeerGroup, group).facilitator_id == heir.person_id
    told = words(hers, "/account/leave")
    assert "Facilitator Rural peers to Ada Lin" in told
    assert "Dec. 5, 2026" in told and "stays; your name on it becomes" in told
    assert "You asked to leave." in words(hers, "/account/")
    elsewhere = Browser(app)
    assert sign_in(elsewhere, "nora@quist.example", next="/blog/").headers["Location"] == "/account/leave"

    assert send(elsewhere, "/account/leave/back").status_code == 303

    assert db.session.get(Departure, nora.id) is None
    assert 'action="/account/leave"' in elsewhere.get("/account/leave").text


def test_leave_keeps_what_was_typed_when_nobody_is_called_so(hers: FlaskClient, nora: User) -> None:
    GroupFactory(facilitator=nora.person)

    answer = send(hers, "/account/leave", **LEAVE, to="Nobody At All")

    assert answer.status_code == 422
    assert "No member of this name" in answer.text
    assert 'value="Nobody At All"' in answer.text
    assert PASSWORD not in answer.text


def test_the_last_admin_is_told_what_to_do_first(admins: FlaskClient) -> None:
    answer = send(admins, "/account/leave", **LEAVE)

    assert answer.status_code == 409
    assert "the only admin" in answer.text


def test_a_hold_is_placed_listed_and_lifted(admins: FlaskClient, nora: User) -> None:
    TopicFactory("youth", "Youth")
    fields = {
        "person": "Nora Quist",
        "topic": "youth",
        "since": "2026-11-01",
        "until": "2026-11-10",
        "reason": "FOIA request 12",
    }

    assert send(admins, "/staff/holds", **fields).status_code == 303

    hold = db.session.scalars(select(RecordHold)).one()
    assert (hold.person_id, hold.topic) == (nora.person_id, "youth")
    assert hold.since is not None and hold.since.isoformat() == "2026-11-01T04:00:00+00:00"
    assert hold.until is not None and hold.until.isoformat() == "2026-11-11T05:00:00+00:00"
    assert "What Nora Quist wrote on Youth" in words(admins, "/staff/holds")
    assert send(admins, f"/staff/holds/{hold.id}/lift").status_code == 303
    assert "Lifted by Omar Reyes" in words(admins, "/staff/holds")
    assert send(admins, "/staff/holds/999/lift").status_code == 404


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"reason": "r"}, 409, "Say what must be kept"),
        ({}, 422, "Say why"),
        ({"reason": "r", "person": "Nobody At All"}, 422, "Nobody here is called"),
        ({"reason": "r", "since": "soon"}, 422, "Not a valid date"),
        ({"reason": "r", "since": "2026-11-10", "until": "2026-11-01"}, 409, "before the first one"),
    ],
)
def test_a_hold_that_keeps_nothing_is_refused_in_words(
    admins: FlaskClient, fields: dict[str, str], status: int, said: str
) -> None:
    answer = send(admins, "/staff/holds", **({"topic": ""} | fields))

    assert answer.status_code == status
    assert said in answer.text
    assert db.session.scalars(select(RecordHold)).all() == []


def test_retention_is_saved_and_refuses_what_is_no_number(admins: FlaskClient) -> None:
    page = BeautifulSoup(admins.get("/staff/retention").text, "html.parser")
    fields = {str(field["name"]): str(field["value"]) for field in page.select("input[type=number]")}
    assert fields["days-mail"] == "90"

    assert send(admins, "/staff/retention", **(fields | {"days-mail": "-1"})).status_code == 422
    assert send(admins, "/staff/retention", **(fields | {"days-mail": "30"})).status_code == 303

    assert db.session.get_one(SiteSetting, "retention.mail").value == 30
    assert "Saved: Mail that was sent" in words(admins, "/staff/retention")


def test_an_editor_hands_over_what_is_nobodys(app: Flask, nora: User) -> None:
    group = GroupFactory(title="Rural peers").item_id
    editor = signed_in(Browser(app), Member("ed@ion.example", Grant.MEMBER, Grant.EDITOR, name="Ed Ito"))
    assert "Facilitator Rural peers" in words(editor, "/staff/handover")

    assert send(editor, "/staff/handover", roles=f"group:{group}").status_code == 422
    assert send(editor, "/staff/handover", to="Nora Quist").status_code == 422
    assert send(editor, "/staff/handover", roles=f"group:{group}", to="Nora Quist").status_code == 303

    assert db.session.get_one(PeerGroup, group).facilitator_id == nora.person_id
    assert "Nothing to hand over" in words(editor, "/staff/handover")
    told = words(editor, f"/staff/handover?person=Nora+Quist+%23{nora.person_id}")
    assert "What is Nora Quist’s" in told and "Rural peers" in told
    own = f"/staff/handover?person=Nora+Quist+%23{nora.person_id}"
    assert send(editor, own, roles=f"group:{group}", to="Nora Quist").status_code == 409
    assert editor.get("/staff/handover?person=Nobody+At+All").status_code == 422


def test_handover_lists_who_leaves_soon(hers: FlaskClient, admins: FlaskClient) -> None:
    send(hers, "/account/leave", **LEAVE)

    assert "Leaving soon Nora Quist from" in words(admins, "/staff/handover")


def test_lists_ask_the_same_however_long_they_are(admins: FlaskClient, omar: User) -> None:
    def fill(number: int) -> None:
        for at in range(number):
            GroupFactory(title=f"Group {at}")
            with unit_of_work():
                holding.place(
                    person_id=omar.person_id, topic="", since=None, until=None, reason="r", user_id=omar.id
                )

    fill(3)
    few = {path: len(questions(admins, path)) for path in ("/staff/handover", "/staff/holds")}
    fill(20)

    assert {path: len(questions(admins, path)) for path in few} == few
    assert max(few.values()) <= 9
