"""Every address of a conversation for every kind of reader: what is not one's own is not there, like what never was."""

import re

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from ion.core import clock
from ion.models import Grant, User
from tests.conftest import Browser
from tests.factories import ConversationFactory, MessageFactory, UserFactory, sign_in
from tests.messaging.browsers import HTMX

pytestmark = pytest.mark.usefixtures("now", "without_tokens")
MISSING = 999_999
NOT_IN_IT = (Grant.MEMBER, Grant.FACILITATOR, Grant.EDITOR, Grant.ADMIN)
READ = ("", "?before=2", "?around=1", "/new?after=0", "/people", "/export", "/{m}", "/{m}/edit")
DEEDS = (
    "",
    "/draft",
    "/read",
    "/accept",
    "/decline",
    "/archive",
    "/unarchive",
    "/mute",
    "/unmute",
    "/leave",
    "/people",
    "/{m}/edit",
    "/{m}/withdraw",
)


class Talk:
    """A conversation of an owner and a partner, and a message of the owner."""

    def __init__(self) -> None:
        self.owner, self.partner = UserFactory(), UserFactory()
        self.id = ConversationFactory(self.owner, self.partner)
        self.message = MessageFactory(self.id, self.owner, "Only we two")


@pytest.fixture
def talk(app: Flask) -> Talk:
    return Talk()


def every_answer(app: Flask, user: User | None, id: int, message: int, headers: dict[str, str]) -> list[str]:
    """What every address of the conversation answers this user: the deed, the status, and the body without tokens."""
    told = []
    for method, endings in (("GET", READ), ("POST", DEEDS)):
        for ending in endings:
            asking = Browser(app)
            if user is not None:
                sign_in(asking, user)
            path = f"/messages/{id}{ending.format(m=message)}"
            answer = asking.open(
                path, method=method, data=FIELDS if method == "POST" else {}, headers=headers
            )
            told.append(f"{method} {ending} {answer.status_code} {without_tokens_of(answer)}")
    return told


FIELDS = {"markdown": "Words", "client_id": "client-one", "edit-markdown": "Words"}


def without_tokens_of(answer: TestResponse) -> str:
    return re.sub(r'(content|value)="[\w.-]{40,}"', "", answer.text)


@pytest.mark.parametrize("grant", NOT_IN_IT, ids=str)
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_somebody_elses_conversation_answers_like_one_that_never_was(
    app: Flask, talk: Talk, grant: Grant, headers: dict[str, str]
) -> None:
    other, same_id = UserFactory(*{Grant.MEMBER, grant}), {"X-Request-ID": "the-same-id"}

    hidden = every_answer(app, other, talk.id, talk.message, headers | same_id)

    assert hidden == every_answer(app, other, MISSING, MISSING, headers | same_id)
    assert {line.split()[-1] for line in hidden} and all(" 404 " in line for line in hidden)
    assert not any("Only we two" in line for line in hidden)


@pytest.mark.parametrize("kind", ["nobody", "suspended"])
def test_who_is_not_signed_in_is_asked_to_be(app: Flask, talk: Talk, kind: str) -> None:
    suspended = UserFactory(Grant.MEMBER, Grant.ADMIN, suspended_at=clock.now())
    user = suspended if kind == "suspended" else None

    pages = every_answer(app, user, talk.id, talk.message, {})
    parts = every_answer(app, user, talk.id, talk.message, HTMX)

    assert {line.split(" ")[2] for line in pages if line.startswith("GET")} == {"303"}
    assert {line.split(" ")[2] for line in pages if line.startswith("POST")} == {"401"}
    assert {line.split(" ", 2)[2] for line in parts} == {"401 "}


def test_the_two_in_it_read_it_and_only_the_writer_changes_a_message(app: Flask, talk: Talk) -> None:
    statuses = {}
    for name in ("owner", "partner"):
        asking = Browser(app)
        sign_in(asking, getattr(talk, name))
        statuses[name] = [
            asking.get(f"/messages/{talk.id}{ending.format(m=talk.message)}").status_code for ending in READ
        ]

    assert statuses["owner"] == [200, 200, 200, 303, 200, 200, 303, 200]
    assert statuses["partner"] == [200, 200, 200, 303, 200, 200, 303, 404]


def test_a_message_is_found_under_its_own_conversation_alone(app: Flask, talk: Talk) -> None:
    asking, third = Browser(app), UserFactory()
    elsewhere = ConversationFactory(talk.owner, third)
    sign_in(asking, talk.owner)

    for ending in ("", "/edit"):
        assert asking.get(f"/messages/{elsewhere}/{talk.message}{ending}").status_code == 404
    for ending in ("/edit", "/withdraw"):
        assert asking.post(f"/messages/{elsewhere}/{talk.message}{ending}", data=FIELDS).status_code == 404


def test_who_left_a_group_reads_what_was_there_and_nothing_later(app: Flask) -> None:
    leaver, other, third = UserFactory(), UserFactory(), UserFactory()
    id = ConversationFactory(leaver, other, third, is_group=True, title="Crew")
    MessageFactory(id, other, "Before you left")
    asking = Browser(app)
    sign_in(asking, leaver)
    assert asking.post(f"/messages/{id}/leave").status_code == 303
    later = MessageFactory(id, other, "After you left")

    page = asking.get(f"/messages/{id}").text

    assert "Before you left" in page and "After you left" not in page
    assert (
        "every 5s" not in page and asking.get(f"/messages/{id}/new?after=0", headers=HTMX).status_code == 404
    )
    assert "After you left" not in asking.get(f"/messages/{id}/export").text
    assert asking.get(f"/messages/{id}/{later}").status_code == 404
    assert asking.post(f"/messages/{id}", data=FIELDS).status_code == 409


def test_the_list_and_the_search_hold_ones_own_alone(app: Flask, talk: Talk) -> None:
    other = Browser(app)
    sign_in(other, UserFactory(Grant.MEMBER, Grant.ADMIN))

    for path in (
        "/messages/",
        "/messages/?q=only",
        "/messages/?folder=archived",
        f"/messages/?open={talk.id}",
    ):
        for headers in ({}, HTMX):
            assert "Only we two" not in other.get(path, headers=headers).text
