"""What two people keep between them in mentoring, for everybody else: needs, requests, first calls, mentorships.

Every address of these rooms that holds a number is asked with that of what is there and with one of what is not, as a
page and as a fragment. ION staff are outsiders here, too: they see counts and states on pages of their own.
"""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.routing import Rule

from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.models import (
    CallSlot,
    Grant,
    MentorshipGoal,
    MentorshipSession,
    MentorshipStep,
    MentorshipTask,
    RequestState,
    User,
)
from tests.conftest import Browser
from tests.factories import (
    MentorFactory,
    MentoringRequestFactory,
    MentorshipFactory,
    NeedFactory,
    UserFactory,
    sign_in,
)
from tests.test_private_matrix import HTMX, MISSING, OUTSIDERS, asked_both, last, told

PRIVATE = re.compile(r"/mentoring/(needs|requests|mentorships|calls|group-calls)/.*<")
SECRET = "What only the two may read."


@pytest.fixture(autouse=True)
def without_tokens(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)


@pytest.fixture
def pair(app: Flask) -> tuple[User, User, dict[str, int]]:
    """A mentor and a mentee, and the numbers of all that is between them, by the names in addresses."""
    mentor, mentee = UserFactory(), UserFactory()
    need = NeedFactory(mentee=mentee, question=SECRET, note=SECRET)
    profile = MentorFactory(user=mentor)
    request = MentoringRequestFactory(need, profile, state=RequestState.ACCEPTED, words=SECRET)
    mentorship = MentorshipFactory(mentor, mentee, request_id=request.id, words=SECRET)
    return mentor, mentee, {"need": need.id, "request": request.id, **between(mentorship.id, request.id)}


def between(mentorship_id: int, request_id: int) -> dict[str, int]:
    at = clock.now() + timedelta(days=2)
    when = {"wall_at": at.replace(tzinfo=None), "zone": "America/Chicago", "starts_at": at}
    with unit_of_work() as session:
        rows = {
            "slot_id": CallSlot(request_id=request_id, **when),
            "goal_id": MentorshipGoal(mentorship_id=mentorship_id, position=1, words=SECRET),
            "task_id": MentorshipTask(mentorship_id=mentorship_id, words=SECRET, created_at=at),
            "step_id": MentorshipStep(mentorship_id=mentorship_id, position=1, title=SECRET),
            "session_id": MentorshipSession(mentorship_id=mentorship_id, agenda=SECRET, **when),
        }
        session.add_all(rows.values())
        session.flush()
        return {"mentorship": mentorship_id} | {name: row.id for name, row in rows.items()}


def private_rules(app: Flask) -> Iterator[Rule]:
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if PRIVATE.match(rule.rule) and "token" not in rule.arguments:
            yield rule


def filled(rule: Rule, numbers: dict[str, int], *, is_there: bool) -> dict[str, int]:
    """Numbers for the address: of what is there, or its last number is of what is not."""
    of = rule.rule.split("/")[2].removesuffix("s")
    values = {name: numbers.get(of if name == "id" else name, MISSING) for name in rule.arguments}
    return values if is_there else values | {last(rule): MISSING}


@pytest.mark.parametrize("outsider", OUTSIDERS)
def test_who_is_not_of_it_cannot_tell_what_is_there_from_what_is_not(
    app: Flask, pair: tuple[User, User, dict[str, int]], outsider: str
) -> None:
    *_, numbers = pair
    browser = Browser(app)
    sign_in(browser, UserFactory(*OUTSIDERS[outsider]))
    seen = 0
    for rule in private_rules(app):
        there, missing = (filled(rule, numbers, is_there=is_there) for is_there in (True, False))
        for method, one, other in asked_both(browser, rule, there, missing):
            assert told(one, MISSING, *numbers.values()) == told(other, MISSING, *numbers.values()), (
                rule.rule,
                method,
            )
            assert one.status_code == 404, (rule.rule, method, one.status_code)
            assert SECRET not in one.text
            seen += 1
    assert seen >= 80


@pytest.mark.parametrize("reader", ["nobody", "suspended"])
def test_who_is_not_signed_in_is_asked_to_whatever_the_number(
    app: Flask, pair: tuple[User, User, dict[str, int]], reader: str
) -> None:
    *_, numbers = pair
    browser, adapter = Browser(app), app.url_map.bind("localhost")
    if reader == "suspended":
        sign_in(browser, UserFactory(Grant.MEMBER, suspended_at=clock.now()))
    for rule in private_rules(app):
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            for headers in ({}, HTMX):
                answer = browser.open(
                    adapter.build(rule.endpoint, filled(rule, numbers, is_there=True)),
                    method=method,
                    headers=headers,
                )
                wanted = 303 if method == "GET" and not headers else 401
                assert answer.status_code == wanted, (rule.rule, method, answer.status_code)
                assert SECRET not in answer.text


def test_the_two_see_what_is_theirs_and_the_mentor_does_not_run_the_need(
    app: Flask, pair: tuple[User, User, dict[str, int]]
) -> None:
    mentor, mentee, numbers = pair
    asked, asking = Browser(app), Browser(app)
    sign_in(asked, mentor)
    sign_in(asking, mentee)
    need, request, mentorship = (numbers[name] for name in ("need", "request", "mentorship"))

    for browser in (asked, asking):
        assert SECRET in browser.get(f"/mentoring/requests/{request}").text
        assert SECRET in browser.get(f"/mentoring/mentorships/{mentorship}").text
    assert SECRET in asking.get(f"/mentoring/needs/{need}").text
    assert asked.get(f"/mentoring/needs/{need}").status_code == 404
    assert asked.post(f"/mentoring/needs/{need}/withdraw").status_code == 404
