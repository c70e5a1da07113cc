"""A worker killed at any point of an issue's way: nobody is mailed twice, and nobody is forgotten."""

import asyncio
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from ion.adapters.smtp_mail import SmtpMail
from ion.base.config import ROOT
from ion.base.extensions import db
from ion.core import clock, outbox
from ion.core.outbox import LEASE
from ion.core.unit_of_work import unit_of_work
from ion.models import Newsletter, NewsletterState, OutboxRow, Person, User
from ion.newsletters.queries.progress import progress
from ion.newsletters.services import ASK, FINISH, START
from tests.databases import Tidy
from tests.mailing.conftest import Use
from tests.mailserver import Clerk, running
from tests.newsletters.issues import IssueFactory, fates, issue, mails, overdue, readers, send, state, work
from tests.newsletters.victim import POINTS

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app")]
Kill = Callable[..., str]
PEOPLE = 5
SOAKED, SOAK_KILLS = 1000, 50
LONGEST_LIFE = (
    2000  # milliseconds: long enough that few lives end before anything was done, on a busy machine too
)
TAKES = 0.05  # seconds for each letter: too slow for fifty lives to be enough for all of them


class Busy(Clerk):
    """A server that takes its time, in seconds a letter."""

    takes = TAKES

    async def handle_DATA(self, *told: Any) -> str:
        await asyncio.sleep(self.takes)
        return await super().handle_DATA(*told)


@pytest.fixture(scope="module")
def victims() -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.newsletters.victim"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.communicate()


@pytest.fixture
def kill(victims: subprocess.Popen[str], database: str, tmp_path: Path, site: Tidy) -> Kill:
    """Let a worker do what is due on the test's database until it is killed at the point."""

    def kill_at(point: str, port: int = 0) -> str:
        assert victims.stdin and victims.stdout
        site.written |= {"delivery", "outbox", "token", "newsletter_recipient", "audit"}
        victims.stdin.write("\t".join((point, database, str(tmp_path), str(port))) + "\n")
        victims.stdin.flush()
        return victims.stdout.readline().strip()

    return kill_at


def restart() -> None:
    """What a worker does when it starts after a kill."""
    with unit_of_work():
        outbox.release_all()


@pytest.mark.parametrize("point", POINTS)
def test_a_worker_killed_while_an_issue_goes_out_mails_everyone_once(kill: Kill, point: str) -> None:
    emails = Counter(user.email for user in readers(PEOPLE))
    id = IssueFactory()
    overdue(id)

    status = kill(point)
    restart()
    later = clock.now() + LEASE
    work(later)
    work(later + LEASE)

    assert status == "-9"
    assert Counter(mail.address for mail in mails()) == emails
    assert (state(id), fates()) == (NewsletterState.SENT, {"kept": PEOPLE})
    ours = OutboxRow.task.in_([START, ASK, FINISH])
    assert db.session.scalars(select(OutboxRow.key).where(ours)).all() == []


def many_readers(number: int) -> set[str]:
    """So many members, added at once; their addresses."""
    at = clock.now()
    with unit_of_work() as session:
        people = [Person(slug=f"reader-{each}", name=f"Reader {each}") for each in range(number)]
        session.add_all(people)
        session.flush()
        session.add_all(
            User(email=f"{person.slug}@ion.example", person_id=person.id, created_at=at, confirmed_at=at)
            for person in people
        )
        return {f"{person.slug}@ion.example" for person in people}


@pytest.mark.soak
def test_fifty_kills_while_a_thousand_mails_go_out_send_none_twice_and_lose_none_silently(
    kill: Kill, use: Use
) -> None:
    dice = random.Random()
    addresses = many_readers(SOAKED)
    id = IssueFactory()
    assert send(id) == SOAKED

    clerk = Busy()
    with running(clerk):
        done_at_kills: list[int] = []
        for _ in range(SOAK_KILLS):
            assert kill(str(dice.randrange(LONGEST_LIFE)), clerk.port) == "-9"
            done_at_kills.append(len(clerk.received))
        use(SmtpMail(clerk.url, name="ion.example", clock=clock.now))
        clerk.takes = 0
        restart()
        work()
        work(clock.now() + LEASE)
        received = Counter(each.receivers[0] for each in clerk.received)

    told = progress(issue(id))
    unknown = {mail.address for mail in mails() if mail.fate == "unknown"}
    print(f"received {len(received)}, fates {dict(told.fates)}, at kills {done_at_kills}")  # noqa: T201 - figures
    assert max(received.values()) == 1
    assert received.keys() <= addresses
    assert addresses - received.keys() <= unknown
    assert done_at_kills[-1] < SOAKED  # or the last kills met nothing
    assert told.state is NewsletterState.SENT
    assert set(told.fates) <= {"sent", "unknown"}
    assert told.people == SOAKED
    assert db.session.get_one(Newsletter, id).finished_at is not None
