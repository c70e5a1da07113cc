"""What ION finds out about an address, asked of a real web server."""

import socket
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

import pytest

from ion.upkeep.outside import checking
from ion.upkeep.outside.asking import BROKEN_OFF, NO_CONNECTION, NOT_THE_WEB, TOO_LATE, connection_to
from ion.upkeep.outside.checking import Finding, NoChecker, Outcome, check_all
from ion.upkeep.outside.guard import NOT_PUBLIC, Guard
from ion.upkeep.services import links as services
from tests.upkeep.webserver import BLOCK, Elsewhere

ANSWERED, BAD = Finding(Outcome.ANSWERED), Finding(Outcome.FAILED, "The page is not found (404).")
ODD = Finding(Outcome.UNKNOWN, "It asks for an unusual port, so ION does not open it.")


@pytest.mark.parametrize("path", ["/ok", "/204", "/301?to=/ok", "/hop/5", "/304", "/401", "/403", "/429"])
def test_an_address_that_leads_somewhere_answers(site_elsewhere: Elsewhere, path: str) -> None:
    assert site_elsewhere.checker().check(site_elsewhere.url(path)) == ANSWERED


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/404", "The page is not found (404)."),
        ("/410", "The page is gone for good (410)."),
        ("/500", "The site reports an error of its own (500)."),
        ("/503", "The site reports an error of its own (503)."),
        ("/301?to=/404", "The page is not found (404)."),
        ("/301?to=/301?to=/404", "The page is not found (404)."),
        ("/hop/6", "It leads on more than 5 times."),
        ("/odd", NOT_THE_WEB),
    ],
)
def test_an_address_that_leads_nowhere_is_told_in_words(
    site_elsewhere: Elsewhere, path: str, words: str
) -> None:
    finding = site_elsewhere.checker().check(site_elsewhere.url(path))

    assert finding == Finding(Outcome.FAILED, words)


def test_a_circle_is_seen(site_elsewhere: Elsewhere) -> None:
    finding = site_elsewhere.checker().check(site_elsewhere.url("/circle"))

    assert finding == Finding(Outcome.FAILED, "It leads round in a circle.")
    assert site_elsewhere.methods == [("HEAD", "/circle"), ("HEAD", "/circle/")]


def test_a_site_is_asked_for_little_and_told_who_asks(site_elsewhere: Elsewhere) -> None:
    site_elsewhere.checker().check(site_elsewhere.url("/ok?a=1#part"))

    host = f"elsewhere.example:{site_elsewhere.port}"
    assert site_elsewhere.asked == [("HEAD", "/ok?a=1", host, "ION of the tests")]


def test_a_site_that_refuses_the_short_question_is_asked_for_the_page(site_elsewhere: Elsewhere) -> None:
    assert site_elsewhere.checker().check(site_elsewhere.url("/no-head")) == ANSWERED

    assert site_elsewhere.methods == [("HEAD", "/no-head"), ("GET", "/no-head")]


def test_nothing_is_read_of_a_page_without_end(site_elsewhere: Elsewhere) -> None:
    assert site_elsewhere.checker().check(site_elsewhere.url("/huge")) == ANSWERED

    assert site_elsewhere.sent < 200 * len(BLOCK)  # what the line itself holds


@pytest.mark.parametrize("path", ["/hangs", "/drips"])
def test_a_site_that_takes_for_ever_is_given_up(site_elsewhere: Elsewhere, path: str) -> None:
    finding = site_elsewhere.checker(seconds=0.3).check(site_elsewhere.url(path))

    assert finding == Finding(Outcome.FAILED, TOO_LATE)


def test_where_nobody_listens_no_connection_is_made() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = Elsewhere(port=free.getsockname()[1])

        assert nobody.checker().check(nobody.url()) == Finding(Outcome.FAILED, NO_CONNECTION)


def test_a_line_that_breaks_off_is_told_so(site_elsewhere: Elsewhere) -> None:
    site_elsewhere.closing.set()  # so that who hangs goes away at once

    assert site_elsewhere.checker().check(site_elsewhere.url("/hangs")) == Finding(Outcome.FAILED, BROKEN_OFF)


@pytest.mark.parametrize("address", ["10.0.0.1", "169.254.169.254", "[::1]", "2130706433"])
def test_a_redirect_to_a_private_address_is_not_followed(site_elsewhere: Elsewhere, address: str) -> None:
    def resolve(host: str, port: int) -> list[str]:
        return ["127.0.0.1"] if host == "elsewhere.example" else ["127.0.0.2"]

    inside = f"/301?to=http://{address}:{site_elsewhere.port}/secret"
    finding = site_elsewhere.checker(resolve=resolve).check(site_elsewhere.url(inside))

    assert finding == Finding(Outcome.FAILED, NOT_PUBLIC)
    assert [(method, unquote(path)) for method, path in site_elsewhere.methods] == [("HEAD", inside)]


def test_the_connection_goes_to_the_address_that_was_looked_at(site_elsewhere: Elsewhere) -> None:
    told: list[str] = []

    def another_each_time(host: str, port: int) -> list[str]:
        told.append(host)
        return ["127.0.0.1"] if len(told) == 1 else ["10.0.0.1"]

    finding = site_elsewhere.checker(resolve=another_each_time).check(site_elsewhere.url("/404"))

    assert told == ["elsewhere.example"]  # the second question goes to the same address, without asking again
    assert finding.problem == "The page is not found (404)."


def test_the_next_address_of_a_name_is_tried_where_the_first_is_silent(site_elsewhere: Elsewhere) -> None:
    checker = site_elsewhere.checker(
        allows=lambda _: True, resolve=lambda host, port: ["127.0.0.9", "127.0.0.1"]
    )

    assert checker.check(site_elsewhere.url()) == ANSWERED


def test_one_odd_address_does_not_hinder_the_others() -> None:
    class Stumbling:
        def check(self, url: str) -> Finding:
            if url == "odd":
                raise RuntimeError(url)
            return ANSWERED

    found = check_all(Stumbling(), [(1, "odd"), (2, "well")])

    assert (found[1].outcome, found[2]) == (Outcome.UNKNOWN, ANSWERED)


def test_a_process_without_a_checker_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking._in_use, "checker", None)

    with pytest.raises(NoChecker):
        checking.checker()


def test_a_certificate_is_checked_against_the_name() -> None:
    connection: Any = connection_to(Guard().place("https://named.example/"), "127.0.0.1", 1)

    assert (connection.host, connection.server_hostname) == ("127.0.0.1", "named.example")
    assert connection.ssl_context.check_hostname


@pytest.mark.parametrize(
    ("well", "bad", "odd", "is_down"),
    [(0, 5, 0, True), (1, 5, 0, True), (1, 4, 0, False), (0, 4, 9, False), (0, 5, 5, True), (9, 9, 0, False)],
)
def test_when_nearly_everything_fails_the_network_seems_down(
    well: int, bad: int, odd: int, is_down: bool
) -> None:
    assert services.seems_down([ANSWERED] * well + [BAD] * bad + [ODD] * odd) is is_down


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-21T15:00", "2026-11-22T09:00"),
        ("2026-11-22T08:59", "2026-11-22T09:00"),
        ("2026-11-22T09:00", "2026-11-29T09:00"),
        ("2026-11-23T00:00", "2026-11-29T09:00"),
    ],
)
def test_rounds_are_planned_for_sunday(now: str, due: str) -> None:
    at = services.coming_sunday(datetime.fromisoformat(now).replace(tzinfo=UTC))

    assert at == datetime.fromisoformat(due).replace(tzinfo=UTC)
