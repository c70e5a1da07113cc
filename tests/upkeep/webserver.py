"""A web server on this machine that answers well, badly, slowly or without end, and notes what it was asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import unquote

from ion.upkeep.outside.checking import WebChecker
from ion.upkeep.outside.guard import Guard

BLOCK = b"x" * 65536


@dataclass
class Elsewhere:
    """A site elsewhere: its port, and (method, path, host, agent) of everything it was asked."""

    port: int = 0
    asked: list[tuple[str, str, str, str]] = field(default_factory=list)
    sent: int = 0
    closing: Event = field(default_factory=Event)

    def url(self, path: str = "/ok", host: str = "elsewhere.example") -> str:
        return f"http://{host}:{self.port}{path}"

    def checker(self, *, seconds: float = 5, **guard: Any) -> WebChecker:
        """A checker that takes every name for this machine, and this port for the web's."""
        usual: dict[str, Any] = {
            "allows": lambda address: address == "127.0.0.1",
            "ports": frozenset({self.port}),
            "resolve": lambda host, port: ["127.0.0.1"],
        }
        return WebChecker("ION of the tests", Guard(**usual | guard), seconds)

    @property
    def methods(self) -> list[tuple[str, str]]:
        return [(method, path) for method, path, *_ in self.asked]


class Quiet(ThreadingHTTPServer):
    """Knows the site it stands for, and does not mind who hangs up."""

    def __init__(self, site: Elsewhere) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.site = site

    def handle_error(self, *_: Any) -> None:
        """The other side hung up, as it should."""


class Answers(BaseHTTPRequestHandler):
    """/301?to=… leads there, /hop/3 to /hop/2, /circle round in one, /404 is that; the rest is well."""

    server: Quiet

    def do_HEAD(self) -> None:
        site = self.server.site
        site.asked.append((self.command, self.path, self.headers["Host"], self.headers["User-Agent"]))
        kind, _, rest = self.path[1:].partition("?to=")
        name, _, number = kind.partition("/")
        way = getattr(self, "way_" + name.replace("-", "_"), None)
        if way is not None:
            way(number, rest)
        else:
            self.say(int(name) if name.isdigit() else 200)

    do_GET = do_HEAD

    def way_301(self, _number: str, rest: str) -> None:
        self.say(301, unquote(rest))

    def way_hop(self, number: str, _rest: str) -> None:
        self.say(302, f"/hop/{int(number) - 1}") if int(number) else self.say(200)

    def way_circle(self, _number: str, _rest: str) -> None:
        self.say(302, "/circle" if self.path.endswith("/") else "/circle/")

    def way_no_head(self, _number: str, _rest: str) -> None:
        self.say(405 if self.command == "HEAD" else 200)

    def way_drips(self, _number: str, _rest: str) -> None:
        """A header that grows for ever, slowly enough that no single wait is long."""
        self.wfile.write(b"HTTP/1.0 200 OK\r\nX-Long: ")
        while not self.server.site.closing.wait(0.02):
            self.wfile.write(b"x")

    def way_hangs(self, _number: str, _rest: str) -> None:
        self.server.site.closing.wait(30)

    def way_huge(self, _number: str, _rest: str) -> None:
        if self.command == "HEAD":
            return self.say(405)
        self.wfile.write(b"HTTP/1.0 200 OK\r\n\r\n")
        while not self.server.site.closing.is_set():
            self.wfile.write(BLOCK)
            self.server.site.sent += len(BLOCK)

    def way_odd(self, _number: str, _rest: str) -> None:
        self.wfile.write(b"220 mail.example ESMTP\r\n\r\n")

    def say(self, status: int, location: str = "") -> None:
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Nothing: the tests read what was asked."""


@contextmanager
def elsewhere() -> Iterator[Elsewhere]:
    """The site, up within the block."""
    site = Elsewhere()
    server = Quiet(site)
    site.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, args=[0.02])
    thread.start()
    try:
        yield site
    finally:
        site.closing.set()
        server.shutdown()
        thread.join()
        server.server_close()
