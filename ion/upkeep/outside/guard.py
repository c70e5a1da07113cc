"""Which addresses ION may open: of the public internet, at the web's own ports, and nothing else.

A name is looked up once. Every address it stands for must be public, and the connection goes to one of those very
addresses, so that a name that answers differently a moment later leads nowhere else.
"""

import re
import socket
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, urlsplit

WEB_PORTS = {"http": 80, "https": 443}
GLOBAL_UNICAST = IPv6Network("2000::/3")
HOST = re.compile(r"[a-z0-9_]([a-z0-9._-]{0,252}[a-z0-9_])?")
KEPT_SIGNS = "/%:=&~+!$,;'@()*?"


class NotOpened(Exception):
    """ION does not open the address; `words` say why. Whether it leads anywhere is not known."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class NotPublic(NotOpened):
    """The address leads to a private network or to this machine: no reader elsewhere gets there."""


NOT_PUBLIC = "It does not lead to the public internet, so readers cannot open it."
NOT_READABLE = "This is not an address that a browser could open."


@dataclass(frozen=True, slots=True)
class Place:
    """An address taken apart: ASCII host, port, and what is asked for there (path and query)."""

    url: str
    scheme: str
    host: str
    port: int
    target: str

    @property
    def host_header(self) -> str:
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == WEB_PORTS[self.scheme] else f"{name}:{self.port}"


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet; those that wrap another address never do."""
    ip = ip_address(address)
    if isinstance(ip, IPv6Address) and (ip not in GLOBAL_UNICAST or ip.sixtofour or ip.teredo):
        return False
    return ip.is_global and not ip.is_multicast


def addresses_of(host: str, port: int) -> list[str]:
    """Every IP address that a name stands for, in the order to try them; raises socket.gaierror."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True)
class Guard:
    """What may be opened; tests put in what they allow themselves."""

    allows: Callable[[str], bool] = is_public
    ports: frozenset[int] = frozenset(WEB_PORTS.values())
    resolve: Callable[[str, int], list[str]] = addresses_of

    def place(self, url: str) -> Place:
        """Where a full address leads; raises NotOpened."""
        try:
            parts = urlsplit(url)
            scheme, host = parts.scheme.lower(), ascii_host(parts.hostname or "")
            port = parts.port or WEB_PORTS.get(scheme, 0)
        except ValueError as error:
            raise NotOpened(NOT_READABLE) from error
        if scheme not in WEB_PORTS or not host:
            raise NotOpened(NOT_READABLE)
        if parts.username is not None or parts.password is not None:
            raise NotOpened("It holds a user name or a password, so ION does not open it.")
        if port not in self.ports:
            raise NotOpened("It asks for an unusual port, so ION does not open it.")
        query = f"?{quote(parts.query, safe=KEPT_SIGNS)}" if parts.query else ""
        return Place(url, scheme, host, port, quote(parts.path or "/", safe=KEPT_SIGNS) + query)

    def addresses(self, place: Place) -> list[str]:
        """The IP addresses to try; raises NotPublic unless every one may be asked, and socket.gaierror."""
        found = self.resolve(place.host, place.port)
        if not found or not all(self.allows(address) for address in found):
            raise NotPublic(NOT_PUBLIC)
        return found


def ascii_host(host: str) -> str:
    """A host name as DNS knows it, or an IPv6 address; "" for what is neither. Raises ValueError (UnicodeError)."""
    if ":" in host:
        return str(IPv6Address(host))
    name = host.rstrip(".").encode("idna").decode("ascii").lower()
    return name if HOST.fullmatch(name) else ""
