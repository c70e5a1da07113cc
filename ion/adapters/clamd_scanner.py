"""Asking clamd, the daemon of ClamAV, by its command INSTREAM: one connection for each file.

The file goes over in pieces, each behind its length in four bytes; a length of nothing ends it. The answer is one line
that ends with a null: "stream: OK", "stream: <name> FOUND", or words that end in "ERROR".
"""

import socket
import struct
from urllib.parse import urlsplit

from ion.core.ports.scanner import Infected, ScannerDown

PORT = 3310
TIMEOUT = 30.0  # seconds for each step of the conversation
PIECE = 64 * 1024
LONGEST_ANSWER = 4096  # bytes


class ClamdScanner:
    """A scanner at `address`: clamd://host:port, or the path of a socket on this machine."""

    def __init__(self, address: str, *, timeout: float = TIMEOUT) -> None:
        self.address, self.timeout = address, timeout

    def scan(self, data: bytes) -> None:
        """Have clamd look at the bytes; raises Infected or ScannerDown."""
        try:
            with self.connected() as connection:
                send(connection, data)
                answer = read_answer(connection)
        except OSError as error:
            raise ScannerDown(f"{type(error).__name__}: {error}") from error
        judge(answer)

    def connected(self) -> socket.socket:
        if not self.address.startswith("/"):
            parts = urlsplit(self.address)
            return socket.create_connection((parts.hostname, parts.port or PORT), self.timeout)
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(self.timeout)
        try:
            connection.connect(self.address)
        except BaseException:
            connection.close()
            raise
        return connection


def send(connection: socket.socket, data: bytes) -> None:
    """The whole file; where clamd has heard enough and hangs up, its answer waits to be read."""
    try:
        connection.sendall(b"zINSTREAM\0")
        for at in range(0, len(data), PIECE):
            piece = data[at : at + PIECE]
            connection.sendall(struct.pack("!I", len(piece)) + piece)
        connection.sendall(struct.pack("!I", 0))
    except (BrokenPipeError, ConnectionResetError):
        return


def read_answer(connection: socket.socket) -> str:
    """What clamd says; raises ScannerDown where that has no end."""
    told = b""
    while b"\0" not in told and len(told) < LONGEST_ANSWER:
        piece = connection.recv(LONGEST_ANSWER)
        if not piece:
            break
        told += piece
    answer, end, _ = told.partition(b"\0")
    if not end:
        raise ScannerDown("clamd hung up before it had answered")
    return answer.decode("utf-8", "replace").strip()


def judge(answer: str) -> None:
    """Raise what the answer says; only a plain OK means that the file is clean."""
    if answer == "stream: OK":
        return
    if answer.endswith(" FOUND"):
        raise Infected(answer.removeprefix("stream: ").removesuffix(" FOUND"))
    raise ScannerDown(f"clamd answered {answer!r}")
