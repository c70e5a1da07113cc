"""Mail gateways follow every link, often more than once: nothing changes by it, and each link still works once."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient

from ion.models import User
from tests.accounts.people import (
    OTHER,
    PASSWORD,
    Member,
    another,
    is_signed_in,
    letters,
    links,
    send,
    sign_in,
    signed_in,
)
from tests.counting import statements

pytestmark = pytest.mark.database
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|BEGIN IMMEDIATE)", re.IGNORECASE)
SECRET = re.compile(r"/[\w-]{43}$")


@dataclass(frozen=True)
class Story:
    """How a mail comes about, what its button sends, and how one sees that it worked."""

    asks: Callable[[FlaskClient], object]
    fields: dict[str, str]
    worked: Callable[[FlaskClient], bool]


def owner(client: FlaskClient) -> FlaskClient:
    return signed_in(client, Member("ana@example.org"))


def new_password(client: FlaskClient) -> bool:
    return sign_in(client, password=OTHER).status_code == 303


def new_address(client: FlaskClient) -> bool:
    return sign_in(client, "new@example.org").status_code == 303


STORIES = {
    "confirm": Story(
        lambda c: send(c, "/account/sign-up", name="Ben", email="ben@example.org", password=PASSWORD),
        {},
        is_signed_in,
    ),
    "reset": Story(
        lambda c: (Member("ana@example.org"), send(c, "/account/reset", email="ana@example.org")),
        {"password": OTHER},
        new_password,
    ),
    "new-email": Story(
        lambda c: send(owner(c), "/account/email", email="new@example.org", password=PASSWORD),
        {},
        new_address,
    ),
    "already": Story(
        lambda c: (
            Member("ana@example.org"),
            send(c, "/account/sign-up", name="Eve", email="ana@example.org", password=OTHER),
        ),
        {},
        lambda c: True,
    ),
    "password-changed": Story(
        lambda c: send(owner(c), "/account/password", current=PASSWORD, password=OTHER), {}, lambda c: True
    ),
    "email-change-asked": Story(
        lambda c: send(owner(c), "/account/email", email="new@example.org", password=PASSWORD),
        {},
        lambda c: True,
    ),
}


def follow_twice(robot: FlaskClient, paths: list[str]) -> list[str]:
    """GET and HEAD each link twice, as a gateway does; what that wrote."""
    with statements() as told:
        for path in paths * 2:
            assert robot.get(path, buffered=True).status_code == 200
            assert robot.head(path, buffered=True).status_code == 200
    return [statement for statement in told if WRITES.match(statement)]


@pytest.mark.parametrize("kind", STORIES)
def test_a_robot_changes_nothing_and_the_person_s_click_works_once(client: FlaskClient, kind: str) -> None:
    story = STORIES[kind]
    story.asks(client)
    [letter] = [each for each in letters() if each.kind == kind]
    paths = links(letter)
    assert paths and all(path.startswith("/") for path in paths)

    wrote = follow_twice(another(client), paths)
    wrote += follow_twice(another(client), paths)

    assert wrote == []
    person = another(client)
    for path in filter(SECRET.search, paths):
        assert not story.worked(another(client))
        assert person.get(path).status_code == 200
        assert send(person, path, **story.fields).status_code == 303
        assert story.worked(person)
        assert (person.get(path).status_code, send(person, path, **story.fields).status_code) == (404, 404)


def test_the_stories_are_those_of_every_mail_that_asks_for_something(client: FlaskClient, ana: User) -> None:
    hers = signed_in(client, ana)
    send(hers, "/account/email", email="new@example.org", password=PASSWORD)
    send(hers, links(next(each for each in letters() if each.kind == "new-email"))[0])

    told = {letter.kind: links(letter) for letter in letters()}

    assert set(told) - set(STORIES) == {"email-changed"}
    assert told["email-changed"] == ["/contact"]


def test_both_forms_of_a_mail_lead_to_the_same_places(client: FlaskClient) -> None:
    STORIES["confirm"].asks(client)
    [letter] = letters()

    in_text = set(re.findall(r"http\S+", letter.text))
    in_html = set(re.findall(r'href="(http[^"]+)"', letter.html))

    assert in_text == in_html != set()


def test_a_mail_reads_as_text_alone(client: FlaskClient) -> None:
    STORIES["confirm"].asks(client)
    [letter] = letters()

    assert letter.subject == "Confirm your email for ION"
    assert letter.text.startswith("Somebody used this address to join ION.")
    assert "The link works once, within three days." in letter.text
    assert "<" not in letter.text
