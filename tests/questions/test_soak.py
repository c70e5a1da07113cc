"""Hundreds of people on the page of one running webinar, for minutes, against a real server.

    .venv/bin/python -m pytest -m soak tests/questions/test_soak.py -s
    SOAK_PEOPLE=50 SOAK_SECONDS=30 …   for a short look

The first third is quiet: pages look for news and there is none, and nothing else is asked of the server. Then
everybody asks and votes, so that nearly every look brings the list anew, and somebody reads other pages. It reports
CPU time of the web processes and how long everything took; it fails when a question is lost or doubled, or when
anything is answered with an error.
"""

import asyncio
import os
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from ion.base.extensions import db
from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.models import Comment, CommentState, Question, QuestionVote, User, Webinar
from tests.crowd import Line, report, stroll
from tests.factories import PostFactory, PracticeFactory, UserFactory, WebinarFactory, sign_in
from tests.questions.asking import Asked
from tests.questions.people import Attendee, Notes
from tests.served import fresh_site, serving, web_cpu

PEOPLE = int(os.environ.get("SOAK_PEOPLE", "500"))
SECONDS = int(os.environ.get("SOAK_SECONDS", "180"))
EVERY = 15.0
SETTLING = 2.0  # between one part of the time and the next
VISITORS = 10  # one in so many is not signed in
KNOWN = 2  # one in so many has a comment that stands, so that what they ask is shown at once
OTHER_PAGES = ["/", "/practices/", "/webinars/", "/blog/", "/directory/"]
TICK = os.sysconf("SC_CLK_TCK")

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc: Linux only"),
]


@pytest.fixture
def site(tmp_path: Path) -> Flask:
    return fresh_site(tmp_path)


def fill(site: Flask) -> tuple[str, int, list[dict[str, str]]]:
    """A webinar that is on, with questions; the page of its questions, its id, and each person's cookies."""
    begin = clock.now() - timedelta(minutes=10)
    webinar = WebinarFactory(f"{begin:%Y-%m-%d %H:%M}", zone="UTC", length_minutes=120)
    for number in range(30):
        Asked(webinar.item_id, f"What was asked before, number {number}?", votes=number % 5)
        PracticeFactory()
        PostFactory()
    post = PostFactory()
    cookies = []
    for number in range(PEOPLE):
        client = site.test_client()
        if number % VISITORS:
            user = UserFactory()
            token = sign_in(client, user)
            cookies.append({"ion": token})
            if number % KNOWN:
                make_known(user, post.item_id)
        else:
            cookies.append({})
    return f"/questions/{webinar.item_id}", webinar.item_id, cookies


def make_known(user: User, item_id: int) -> None:
    with unit_of_work() as session:
        comment = Comment(item_id=item_id, person_id=user.person_id, markdown="Yes.", html="")
        comment.state, comment.created_at = CommentState.SHOWN, clock.now()
        session.add(comment)


async def crowd(
    port: int, path: str, cookies: list[dict[str, str]], server: int
) -> tuple[Notes, Notes, list[float]]:
    """Everybody watches; what was done in the quiet time and after it, and the CPU used before, between and after."""
    loop, opening, quiet, busy = asyncio.get_running_loop(), Notes(), Notes(), Notes()
    begin = loop.time() + 1
    settled, turn, end = begin + EVERY + 1, begin + SECONDS / 3, begin + SECONDS
    people = [
        Attendee(Line(port, own), path, f"Asked by number {at}: who pays?" if own else "", opening)
        for at, own in enumerate(cookies)
    ]
    spread, acting = (
        EVERY / len(people),
        (end - turn - SETTLING - EVERY) / len(people),
    )
    watching = [
        loop.create_task(person.watch(begin + at * spread, turn + SETTLING + at * acting, end, EVERY))
        for at, person in enumerate(people)
    ]
    used = []
    for notes, first in ((quiet, settled), (busy, turn)):
        await asyncio.sleep(first - loop.time())
        used.append(web_cpu(server))
        for person in people:
            person.notes = notes
    await stroll(Line(port, cookies[1]), OTHER_PAGES, end, busy)
    await asyncio.gather(*watching)
    used.append(web_cpu(server))
    return quiet, busy, used


def test_hundreds_of_people_on_one_running_webinar_lose_no_question(
    site: Flask, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with site.app_context():
        path, item_id, cookies = fill(site)
        db.session.remove()

    with serving(tmp_path) as (server, port):
        quiet, busy, used = asyncio.run(crowd(port, path, cookies, server.pid))

    with capsys.disabled():
        sys.stdout.write(f"\n{PEOPLE} people for {SECONDS} seconds\n")
        sys.stdout.write(report("Quiet", quiet, used[1] - used[0], "questions and votes"))
        sys.stdout.write(report("Busy", busy, used[2] - used[1], "questions and votes"))
    with site.app_context():
        own = Question.text.startswith("Asked by number")
        kept = sorted(db.session.scalars(select(Question.text).where(Question.item_id == item_id, own)))
        counted = dict(db.session.execute(select(Question.id, Question.votes)).all())
        votes = dict(
            db.session.execute(
                select(QuestionVote.question_id, func.count()).group_by(QuestionVote.question_id)
            ).all()
        )
        assert db.session.get(Webinar, item_id) is not None
    assert quiet.failures == [] and busy.failures == []
    assert kept == sorted(quiet.asked + busy.asked)
    assert len(kept) == PEOPLE - len(cookies[::VISITORS])
    assert {id: number for id, number in counted.items() if number} == votes
