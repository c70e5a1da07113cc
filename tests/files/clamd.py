"""A small clamd that speaks the one command we use, on a port or a socket file of its own."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd:
    """Answers each connection; `answer` instead of its verdict, and hangs up after `limit` bytes as clamd does."""

    def __init__(self, listener: socket.socket, address: str) -> None:
        self.listener, self.address = listener, address
        self.answer = b""
        self.limit = 10_000_000
        self.seen: list[bytes] = []

    def serve(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with connection:
                self.talk(connection)

    def talk(self, connection: socket.socket) -> None:
        with connection.makefile("rb") as heard:
            assert heard.read(10) == b"zINSTREAM\0"
            told = b""
            while length := struct.unpack("!I", heard.read(4))[0]:
                told += heard.read(length)
                if len(told) > self.limit:
                    connection.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                    return
        self.seen.append(told)
        verdict = b"stream: Eicar-Test-Signature FOUND\0" if EICAR in told else b"stream: OK\0"
        connection.sendall(self.answer or verdict)


@contextmanager
def running(file: Path | None = None) -> Iterator[Clamd]:
    """The server, until the block ends; on a socket file where one is named."""
    if file:
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        listener.bind(str(file))
        listener.listen()
        address = str(file)
    else:
        listener = socket.create_server(("127.0.0.1", 0))
        address = f"clamd://127.0.0.1:{listener.getsockname()[1]}"
    clamd = Clamd(listener, address)
    thread = threading.Thread(target=clamd.serve)
    thread.start()
    try:
        yield clamd
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()
