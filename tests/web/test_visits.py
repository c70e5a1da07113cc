"""A view counts once per visitor and day, after the answer; never for staff, robots or HEAD."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from structlog.testing import capture_logs

from ion.base.extensions import db
from ion.core import clock, sightings
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant, ItemCount, ItemView
from tests.conftest import NOW, Browser
from tests.factories import PostFactory, UserFactory, sign_in

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("now")]

FIREFOX = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
SAFARI = {"User-Agent": "Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15"}


@pytest.fixture
def path(browser: Browser) -> str:
    return f"/blog/{PostFactory(slug='read').item.slug}"


def views() -> int:
    db.session.rollback()
    return db.session.scalar(select(ItemCount.views)) or 0


def read(browser: Browser, path: str, headers: dict[str, str] = FIREFOX, **more: object) -> None:
    """Visit, and take in the answer to its end: what is counted is counted then."""
    response = browser.get(path, headers=headers, buffered=True, **more)
    assert response.status_code == 200


def test_a_visitor_is_counted_once_a_day(browser: Browser, path: str) -> None:
    for _ in range(3):
        read(browser, path)
    assert views() == 1

    with clock.frozen(NOW + timedelta(days=1)):
        read(browser, path)
    assert views() == 2


def test_another_address_or_another_browser_is_another_visitor(browser: Browser, path: str) -> None:
    read(browser, path)
    read(browser, path, SAFARI)
    read(browser, path, environ_overrides={"REMOTE_ADDR": "192.0.2.7"})

    assert views() == 3


def test_the_block_that_htmx_reads_counts_like_the_page(browser: Browser, path: str) -> None:
    read(browser, path)
    read(browser, path, FIREFOX | {"HX-Request": "true"})

    assert views() == 1


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "Googlebot/2.1",
        "curl/8.5",
        "python-requests/2.32",
        "facebookexternalhit preview",
        "HeadlessChrome/140",
    ],
)
def test_robots_are_not_counted(browser: Browser, path: str, agent: str) -> None:
    read(browser, path, {"User-Agent": agent})

    assert views() == 0


def test_members_are_counted_and_staff_are_not(browser: Browser, path: str) -> None:
    sign_in(browser, UserFactory(Grant.FACILITATOR))
    read(browser, path)
    assert views() == 0

    sign_in(browser, UserFactory(Grant.MEMBER))
    read(browser, path)
    assert views() == 1


def test_head_and_what_is_missing_count_nothing(browser: Browser, path: str) -> None:
    browser.head(path, headers=FIREFOX, buffered=True)
    browser.get("/blog/missing", headers=FIREFOX, buffered=True)

    assert views() == 0


def test_an_answer_that_is_never_taken_counts_nothing(browser: Browser, path: str) -> None:
    browser.get(path, headers=FIREFOX)

    assert views() == 0


def test_forwarded_addresses_are_not_believed_without_a_proxy_of_ours(browser: Browser, path: str) -> None:
    for last in range(3):
        read(browser, path, FIREFOX | {"X-Forwarded-For": f"192.0.2.{last}"})

    assert views() == 1


def test_a_count_that_fails_is_no_error_for_the_reader(
    browser: Browser, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> bool:
        raise RuntimeError("no room")

    monkeypatch.setattr(sightings, "viewed", broken)

    with capture_logs() as lines:
        read(browser, path)

    assert [line["error"] for line in lines if line["event"] == "view not counted"] == [
        "RuntimeError('no room')"
    ]


def test_what_is_kept_of_a_visitor_cannot_be_turned_back_and_changes_daily(
    browser: Browser, path: str
) -> None:
    read(browser, path)
    with clock.frozen(NOW + timedelta(days=1)):
        read(browser, path)

    first, second = db.session.scalars(select(ItemView.visitor).order_by(ItemView.day))
    assert len({first, second}) == 2
    kept = db.session.execute(text("SELECT * FROM item_view")).all()
    assert "127.0.0.1" not in str(kept)
    assert "Firefox" not in str(kept)


def test_marks_are_forgotten_after_two_days_and_counts_are_kept(browser: Browser, path: str) -> None:
    for day in range(3):
        with clock.frozen(NOW + timedelta(days=day)):
            read(browser, path)

    with unit_of_work():
        sightings.forget_before((NOW + timedelta(days=2)).date())

    days = db.session.scalars(select(ItemView.day).order_by(ItemView.day)).all()
    assert days == [(NOW + timedelta(days=day)).date() for day in (1, 2)]
    assert views() == 3


def test_counting_leaves_remembered_tallies_alone(browser: Browser, path: str) -> None:
    before = db.session.execute(text("SELECT sum(number) FROM kind_version")).scalar()

    read(browser, path)

    assert db.session.execute(text("SELECT sum(number) FROM kind_version")).scalar() == before
    assert db.session.scalar(select(func.count()).select_from(ItemView)) == 1
