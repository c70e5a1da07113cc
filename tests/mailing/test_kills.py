"""A worker killed at any point of sending: the mail is never sent twice, and never lost without a word."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ion.adapters.smtp_mail import SmtpMail
from ion.base.config import ROOT
from ion.commons.mailing import queries
from ion.core import clock, outbox
from ion.core.outbox import LEASE
from ion.core.unit_of_work import unit_of_work
from ion.models import Fate
from tests.databases import Tidy
from tests.factories.mail import DeliveryFactory
from tests.mailing.conftest import Use
from tests.mailing.posting import fates, left, work
from tests.mailing.victim import POINTS
from tests.mailserver import Clerk, running

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app")]
Kill = Callable[[str], str]

LEFT_OF_A_KILL = {
    "before the claim is committed": (Fate.WAITING, 0),
    "after the claim is committed": (Fate.HANDED, 0),
    "before it is handed over": (Fate.HANDED, 0),
    "half-way through the text": (Fate.HANDED, 0),
    "after it was handed over": (Fate.HANDED, 1),
    "before its fate is committed": (Fate.HANDED, 1),
    "after its fate is committed": (Fate.SENT, 1),
}
"""Where a kill leaves the mail, and how many letters the server has by then."""


@pytest.fixture(scope="module")
def victims() -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.mailing.victim"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.communicate()


@pytest.fixture
def clerk(use: Use) -> Iterator[Clerk]:
    with running(Clerk()) as behind_the_counter:
        use(SmtpMail(behind_the_counter.url, name="ion.example", clock=clock.now))
        yield behind_the_counter


@pytest.fixture
def kill(victims: subprocess.Popen[str], database: str, clerk: Clerk, tmp_path: Path, site: Tidy) -> Kill:
    """Let a worker do what is due on the test's database until it is killed at the point."""

    def kill_at(point: str) -> str:
        assert victims.stdin and victims.stdout
        site.written |= {"delivery", "outbox", "token"}
        victims.stdin.write("\t".join((point, database, str(clerk.port), str(tmp_path))) + "\n")
        victims.stdin.flush()
        return victims.stdout.readline().strip()

    return kill_at


def test_every_point_is_killed_at() -> None:
    assert set(LEFT_OF_A_KILL) == set(POINTS)


@pytest.mark.parametrize("way", ["the lease runs out", "the worker starts again"])
@pytest.mark.parametrize("point", POINTS)
def test_a_worker_killed_while_sending_sends_nothing_twice_and_loses_nothing(
    kill: Kill, clerk: Clerk, point: str, way: str
) -> None:
    DeliveryFactory()

    assert kill(point) == "-9"
    found = (fates()[0], len(clerk.received))
    again = clock.now() + LEASE
    if way == "the worker starts again":
        again = clock.now()
        with unit_of_work():
            outbox.release_all()
    work(again)
    work(again + LEASE)

    fate, received = LEFT_OF_A_KILL[point]
    assert found == (fate, received)
    assert left() == []
    if fate is Fate.HANDED:
        assert (fates(), len(clerk.received)) == ([Fate.UNKNOWN], received)
        assert queries.worrying() == 1
    else:
        assert (fates(), len(clerk.received)) == ([Fate.SENT], 1)
