"""Does an address still answer? Redirects are followed, each hop looked at anew."""

import socket
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import StrEnum
from time import monotonic
from typing import Protocol
from urllib.parse import urljoin

import structlog

from ion.upkeep.outside.asking import TOO_LATE, Answer, NoAnswer, ask
from ion.upkeep.outside.guard import Guard, NotOpened, NotPublic, Place

MOST_HOPS = 5
MOST_ADDRESSES = 3
AT_ONCE = 8
"""Addresses of different hosts that are asked at the same time."""
SECONDS = 12.0
"""How long one address may take in all, redirects included."""
REDIRECTS = frozenset({301, 302, 303, 307, 308})

log = structlog.get_logger("ion.upkeep")


class Outcome(StrEnum):
    """What a check found. UNKNOWN: ION could not look, which says nothing of the address."""

    ANSWERED = "answered"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome, and in words what is wrong; empty for an address that answered."""

    outcome: Outcome
    problem: str = ""


class LinkChecker(Protocol):
    """Whoever can say whether an address answers."""

    def check(self, url: str) -> Finding:
        """Look at one address; never raises for what stands in it or comes back."""
        ...


class _Failed(Exception):
    """The address is broken; the text says how."""


@dataclass(frozen=True, slots=True)
class WebChecker:
    """Asks the web. `agent` is how ION names itself to the sites it asks."""

    agent: str
    guard: Guard = field(default_factory=Guard)
    seconds: float = SECONDS

    def check(self, url: str) -> Finding:
        try:
            self.follow(url)
        except (NotPublic, NoAnswer) as error:
            return Finding(Outcome.FAILED, error.words)
        except NotOpened as error:
            return Finding(Outcome.UNKNOWN, error.words)
        except _Failed as error:
            return Finding(Outcome.FAILED, str(error))
        return Finding(Outcome.ANSWERED)

    def follow(self, url: str) -> None:
        """Go where the address leads; raises where that is nowhere."""
        until, seen = monotonic() + self.seconds, {url}
        for _ in range(MOST_HOPS + 1):
            place = self.guard.place(url)
            answer = self.answer(place, until)
            if answer.status not in REDIRECTS or not answer.location:
                return judge(answer.status)
            url = urljoin(place.url, answer.location)
            if url in seen:
                raise _Failed("It leads round in a circle.")
            seen.add(url)
        raise _Failed(f"It leads on more than {MOST_HOPS} times.")

    def answer(self, place: Place, until: float) -> Answer:
        """By HEAD; a site that refuses that is asked for the page, of which nothing is read."""
        addresses = self.addresses(place)
        answer = self.first(place, addresses, "HEAD", until)
        return self.first(place, addresses, "GET", until) if answer.status >= 400 else answer

    def addresses(self, place: Place) -> list[str]:
        try:
            return self.guard.addresses(place)[:MOST_ADDRESSES]
        except (socket.gaierror, UnicodeError) as error:
            raise NoAnswer("There is no site of this name.") from error

    def first(self, place: Place, addresses: list[str], method: str, until: float) -> Answer:
        """The answer of the first of the addresses that gives one."""
        failure = NoAnswer(TOO_LATE)
        for address in addresses:
            if (left := until - monotonic()) <= 0:
                break
            try:
                return ask(place, address, method, self.agent, left)
            except NoAnswer as error:
                failure = error
        raise failure


def judge(status: int) -> None:
    """Raise for what a reader would not get to read. A site that will not talk to programs (403, 429) is there."""
    if status == 404:
        raise _Failed("The page is not found (404).")
    if status == 410:
        raise _Failed("The page is gone for good (410).")
    if status >= 500:
        raise _Failed(f"The site reports an error of its own ({status}).")


def check_all(checker: LinkChecker, links: Iterable[tuple[int, str]]) -> dict[int, Finding]:
    """The finding for each (id, address), several at a time; the caller gives each host once."""
    links = list(links)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        findings = pool.map(lambda link: check_one(checker, link[1]), links)
        return {id: finding for (id, _), finding in zip(links, findings, strict=True)}


def check_one(checker: LinkChecker, url: str) -> Finding:
    try:
        return checker.check(url)
    except Exception as error:  # noqa: BLE001 - one odd address must not hinder the others
        log.warning("link not checked", error=repr(error))
        return Finding(Outcome.UNKNOWN, "ION could not look at this address.")


@dataclass(slots=True)
class _InUse:
    checker: LinkChecker | None = None


_in_use = _InUse()


class NoChecker(Exception):
    """No checker was plugged in."""


def use(checker: LinkChecker) -> None:
    """Make this the checker of the process."""
    _in_use.checker = checker


def checker() -> LinkChecker:
    """The checker of the process; raises NoChecker before one is plugged in."""
    if _in_use.checker is None:
        raise NoChecker
    return _in_use.checker
