"""What is private, for everybody else: conversations, messages, files, notifications, copies of one's data, reports.

Every address of these rooms is asked with the number of what is there and with one of what is not, as a page and as a
fragment, by each kind of reader. Whoever may not know of it cannot tell the two apart.
"""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from ion.base.extensions import db
from ion.commons.files import services as files
from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.models import Conversation, DataExport, Grant, Notice, User
from tests.conftest import Browser
from tests.factories import ConversationFactory, MessageFactory, UserFactory, sign_in

ROOMS = ("messaging.", "notifications.", "privacy.", "moderation.")
MISSING = 999_999
OUTSIDERS = {
    "other member": (Grant.MEMBER,),
    "facilitator": (Grant.MEMBER, Grant.FACILITATOR),
    "editor": (Grant.MEMBER, Grant.EDITOR),
    "admin": (Grant.MEMBER, Grant.ADMIN),
}
STAFF_PAGES = re.compile(r"/staff/")
"""What ION staff may know of: reports, holds, handing over. Each has tests of its own; no conversation is under it."""
HTMX = {"HX-Request": "true", "HX-Current-URL": "http://localhost/messages/"}

SAME = {"X-Request-ID": "the-number-of-both"}
"""Error pages tell the number of the request."""
PASSING = re.compile(r'csrf[-_]token" (?:content|value)="[^"]+|data-(?:idle|absolute)="\d+"')
"""What differs from one second to the next."""


@dataclass
class Scene:
    """Two who write to each other, and all that is private between and about them."""

    owner: User
    partner: User
    conversation_id: int
    message_id: int
    file_path: str
    export_path: str
    notice_id: int
    report_id: int = 0
    numbers: dict[str, int] = field(default_factory=dict)


@pytest.fixture(autouse=True)
def without_tokens(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)


@pytest.fixture
def scene(app: Flask) -> Scene:
    owner, partner = UserFactory(), UserFactory()
    conversation_id = ConversationFactory(owner, partner)
    taken = files.take_in("notes.txt", b"What only two may read.")
    message_id = MessageFactory(conversation_id, owner, "What only two may read.", files=[taken])
    copy = files.take_in("copy.txt", b"Everything of one.")
    with unit_of_work() as session:
        made = DataExport(user_id=owner.id, asked_at=clock.now(), ready_at=clock.now())
        made.expires_at = clock.now().replace(year=2099)
        notice = Notice(
            user_id=owner.id, kind="account", subject_kind="user", subject_id=owner.id, created_at=clock.now()
        )
        session.add_all([made, notice])
        session.flush()
        export = files.keep("export", made.id, copy, user_id=owner.id).path
        notice_id, export_id = notice.id, made.id
    return Scene(
        owner,
        partner,
        conversation_id,
        message_id,
        db.session.scalars(db.text("select token from file where parent_kind = 'message'")).one(),
        export,
        notice_id,
        numbers={"conversation": conversation_id, "message": message_id, "export": export_id},
    )


def private_rules(app: Flask) -> Iterator[Rule]:
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if rule.endpoint.startswith(ROOMS) and rule.arguments and not STAFF_PAGES.match(rule.rule):
            yield rule


def filled(rule: Rule, scene: Scene, *, is_there: bool) -> dict[str, int | str]:
    """Numbers for the address: of what is there, or its own last number is of what is not."""
    there: dict[str, int | str] = {
        "id": scene.notice_id if rule.endpoint.startswith("notifications.") else scene.conversation_id,
        "message_id": scene.message_id,
        "person_id": scene.owner.person_id,
        "token": "nothing-of-this-name",
    }
    values = {name: there.get(name, scene.report_id or MISSING) for name in rule.arguments}
    return values if is_there else values | {last(rule): MISSING}


def last(rule: Rule) -> str:
    return re.findall(r"<(?:[^:>]+:)?(\w+)>", rule.rule)[-1]


def told(answer: TestResponse, *numbers: int) -> tuple[int, str]:
    """What the answer says, but for the numbers that were asked for."""
    text = answer.text + str(answer.headers.get("Location", "")) + str(answer.headers.get("HX-Redirect", ""))
    for number in numbers:
        text = re.sub(rf"\b{number}\b", "N", text)
    return answer.status_code, PASSING.sub("", text)


def asked_both(
    browser: Browser, rule: Rule, there: Mapping[str, int | str], missing: Mapping[str, int | str]
) -> Iterator[tuple[str, TestResponse, TestResponse]]:
    """Every way to ask an address, as a page and as a fragment: the answers for what is there and for what is not."""
    adapter = browser.application.url_map.bind("localhost")
    for method in sorted((rule.methods or set()) & {"GET", "POST"}):
        for headers in (SAME, SAME | HTMX):
            one, other = (
                browser.open(adapter.build(rule.endpoint, values), method=method, headers=headers)
                for values in (there, missing)
            )
            yield method, one, other


@pytest.mark.parametrize("outsider", OUTSIDERS)
def test_who_is_not_in_it_cannot_tell_what_is_there_from_what_is_not(
    app: Flask, scene: Scene, outsider: str
) -> None:
    browser = Browser(app)
    sign_in(browser, UserFactory(*OUTSIDERS[outsider]))
    seen = 0
    for rule in private_rules(app):
        if rule.arguments & {"person_id", "token"}:
            continue  # a person's page is no secret; links that prove something have tests of their own
        there, missing = (filled(rule, scene, is_there=is_there) for is_there in (True, False))
        numbers = (MISSING, scene.conversation_id, scene.message_id, scene.notice_id)
        for method, one, other in asked_both(browser, rule, there, missing):
            assert told(one, *numbers) == told(other, *numbers), (rule.rule, method)
            assert one.status_code == 404, (rule.rule, method, one.status_code)
            seen += 1
    assert seen >= 40


@pytest.mark.parametrize("reader", ["nobody", "suspended", *OUTSIDERS])
def test_files_of_messages_and_copies_are_there_for_their_own_alone(
    app: Flask, scene: Scene, reader: str
) -> None:
    browser = Browser(app)
    if reader == "suspended":
        sign_in(browser, UserFactory(Grant.MEMBER, Grant.ADMIN, suspended_at=clock.now()))
    elif reader != "nobody":
        sign_in(browser, UserFactory(*OUTSIDERS[reader]))

    answers = [
        browser.get(path).status_code
        for path in (f"/files/{scene.file_path}", scene.export_path, f"/files/{'x' * 22}")
    ]

    assert answers == [404, 404, 404]


def fetched(browser: Browser, path: str) -> tuple[int, bytes]:
    """A file to the end; its bytes are let go of."""
    with browser.get(path) as answer:
        return answer.status_code, answer.data


def test_those_in_it_see_it_and_no_more(app: Flask, scene: Scene) -> None:
    owner, partner = Browser(app), Browser(app)
    sign_in(owner, scene.owner)
    sign_in(partner, scene.partner)
    conversation = f"/messages/{scene.conversation_id}"

    for browser in (owner, partner):
        assert "What only two may read." in browser.get(conversation).text
        assert fetched(browser, f"/files/{scene.file_path}") == (200, b"What only two may read.")
    assert fetched(owner, scene.export_path) == (200, b"Everything of one.")
    assert partner.get(scene.export_path).status_code == 404
    assert owner.get(f"/notifications/{scene.notice_id}").status_code == 303
    assert partner.get(f"/notifications/{scene.notice_id}").status_code == 404
    assert partner.get(f"{conversation}/{scene.message_id}/edit").status_code == 404
    assert partner.post(f"{conversation}/{scene.message_id}/withdraw").status_code == 404


@pytest.mark.parametrize("reader", ["nobody", "suspended"])
def test_who_is_not_signed_in_is_asked_to_whatever_the_number(app: Flask, scene: Scene, reader: str) -> None:
    browser, adapter = Browser(app), app.url_map.bind("localhost")
    if reader == "suspended":
        sign_in(browser, UserFactory(Grant.MEMBER, suspended_at=clock.now()))
    for rule in private_rules(app):
        if "token" in rule.arguments:
            continue
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            for headers in ({}, HTMX):
                answer = browser.open(
                    adapter.build(rule.endpoint, filled(rule, scene, is_there=True)),
                    method=method,
                    headers=headers,
                )
                wanted = 303 if method == "GET" and not headers else 401
                assert answer.status_code == wanted, (rule.rule, method, answer.status_code)
                assert "What only two may read" not in answer.text


def test_a_suspended_partner_keeps_nothing_open(app: Flask, scene: Scene) -> None:
    partner = Browser(app)
    sign_in(partner, scene.partner)
    assert partner.get(f"/messages/{scene.conversation_id}").status_code == 200

    with unit_of_work() as session:
        session.get_one(User, scene.partner.id).suspended_at = clock.now()

    version = db.session.get_one(Conversation, scene.conversation_id).version
    for path in (
        f"/messages/{scene.conversation_id}",
        f"/messages/{scene.conversation_id}/new?after={version}",
        f"/messages/{scene.conversation_id}/export",
        "/messages/badge?after=0-0",
    ):
        assert partner.get(path, headers=HTMX).status_code == 401
    assert partner.get(f"/files/{scene.file_path}").status_code == 404
    sent = partner.post(f"/messages/{scene.conversation_id}", data={"files": (io.BytesIO(b"x"), "a.txt")})
    assert sent.status_code == 401
