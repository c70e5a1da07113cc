"""One request to one checked IP address: its status and where it leads on. Nothing of a body is read."""

import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException
from threading import Timer

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError

from ion.upkeep.outside.guard import Place

TLS = ssl.create_default_context()
TOO_LATE = "It did not answer in time."
NO_CERTIFICATE = "Its certificate is not valid, so browsers warn of it."
NOT_THE_WEB = "What answers there is not a web site."
NO_CONNECTION = "No connection could be made."
BROKEN_OFF = "The connection broke off before an answer came."


class NoAnswer(Exception):
    """Nothing answered; `words` say how it failed."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


@dataclass(frozen=True, slots=True)
class Answer:
    """The status of an answer and its Location header, empty for none."""

    status: int
    location: str


class Line:
    """A connection that is cut after some seconds in all, however slowly the other side drips."""

    def __init__(self, place: Place, address: str, seconds: float) -> None:
        self.connection = connection_to(place, address, seconds)
        self.is_cut = False
        self.timer = Timer(seconds, self.cut)
        self.timer.daemon = True

    def cut(self) -> None:
        self.is_cut = True
        if sock := self.connection.sock:
            with suppress(OSError):  # it ended by itself
                sock.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> HTTPConnection:
        self.timer.start()
        return self.connection

    def __exit__(self, *_: object) -> None:
        self.timer.cancel()
        self.connection.close()


def connection_to(place: Place, address: str, seconds: float) -> HTTPConnection:
    """To the IP address itself; a certificate is checked against the name."""
    if place.scheme == "https":
        return HTTPSConnection(
            address, place.port, timeout=seconds, server_hostname=place.host, ssl_context=TLS
        )
    return HTTPConnection(address, place.port, timeout=seconds)


def ask(place: Place, address: str, method: str, agent: str, seconds: float) -> Answer:
    """What answers at the place, asked at one of its addresses; raises NoAnswer."""
    line = Line(place, address, seconds)
    headers = {"Host": place.host_header, "User-Agent": agent, "Accept": "*/*", "Connection": "close"}
    try:
        with line as connection:
            connection.request(method, place.target, headers=headers, preload_content=False)
            response = connection.getresponse()
            answer = Answer(response.status, response.headers.get("Location", ""))
            response.close()
    except (HTTPError, HTTPException, OSError, ValueError) as error:
        raise NoAnswer(TOO_LATE if line.is_cut else words_for(error)) from error
    if line.is_cut:  # half an answer is none
        raise NoAnswer(TOO_LATE)
    return answer


WORDS: tuple[tuple[tuple[type[Exception], ...], str], ...] = (
    ((NewConnectionError, ConnectionRefusedError), NO_CONNECTION),  # urllib3 derives the first from a timeout
    ((ConnectTimeoutError, TimeoutError), TOO_LATE),
    ((ssl.SSLError,), NO_CERTIFICATE),
    ((ConnectionError,), BROKEN_OFF),
    ((HTTPException, ValueError), NOT_THE_WEB),
)


def words_for(error: Exception) -> str:
    """How a connection failed, in a sentence for ION staff."""
    return next((words for kinds, words in WORDS if isinstance(error, kinds)), NO_CONNECTION)
