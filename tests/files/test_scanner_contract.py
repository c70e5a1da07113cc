"""What every scanner does: lets clean files pass, names what it finds, and never says "clean" when it does not know."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ion.adapters.clamd_scanner import PIECE, ClamdScanner
from ion.adapters.no_scanner import NoScanner
from ion.app import create_app
from ion.base.config import SettingError, from_environment
from ion.core.ports import scanner
from ion.core.ports.scanner import Infected, Scanner, ScannerDown
from tests import databases
from tests.files import clamd
from tests.files.clamd import EICAR


@contextmanager
def by_port(_folder: Path) -> Iterator[tuple[Scanner, bool]]:
    with clamd.running() as server:
        yield ClamdScanner(server.address), True


@contextmanager
def by_file(folder: Path) -> Iterator[tuple[Scanner, bool]]:
    with clamd.running(folder / "clamd.sock") as server:
        yield ClamdScanner(server.address), True


@contextmanager
def by_nobody(_folder: Path) -> Iterator[tuple[Scanner, bool]]:
    yield NoScanner(), False


@pytest.fixture(params=[by_port, by_file, by_nobody])
def scanning(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Scanner, bool]]:
    """A scanner, and whether it looks."""
    with request.param(tmp_path) as made:
        yield made


@pytest.mark.parametrize("data", [b"", b"clean", b"x" * (3 * PIECE + 1)])
def test_a_clean_file_of_any_size_passes(scanning: tuple[Scanner, bool], data: bytes) -> None:
    scanning[0].scan(data)


def test_what_is_harmful_is_named_by_whoever_looks(scanning: tuple[Scanner, bool]) -> None:
    found = ""
    try:
        scanning[0].scan(b"x" * PIECE + EICAR)
    except Infected as infected:
        found = str(infected)

    assert found == ("Eicar-Test-Signature" if scanning[1] else "")


def test_clamd_is_sent_exactly_the_file() -> None:
    data = bytes(range(256)) * 1000
    with clamd.running() as server:
        ClamdScanner(server.address).scan(data)

    assert server.seen == [data]


@pytest.mark.parametrize(
    "answer", [b"UNKNOWN COMMAND\0", b"stream: OK? ERROR\0", b"\0", b"stream: OK, not\0"]
)
def test_an_answer_that_is_no_verdict_is_no_clean_file(answer: bytes) -> None:
    with clamd.running() as server:
        server.answer = answer
        with pytest.raises(ScannerDown, match="clamd answered"):
            ClamdScanner(server.address).scan(b"anything")


@pytest.mark.parametrize("answer", [b"stream: OK", b"stream: O"])
def test_half_an_answer_is_no_clean_file(answer: bytes) -> None:
    with clamd.running() as server:
        server.answer = answer
        with pytest.raises(ScannerDown, match="hung up before it had answered"):
            ClamdScanner(server.address).scan(b"anything")


def test_a_file_that_is_too_large_for_clamd_is_no_clean_file() -> None:
    with clamd.running() as server:
        server.limit = 1000
        with pytest.raises(ScannerDown):
            ClamdScanner(server.address).scan(b"x" * 40 * PIECE)


def test_a_scanner_that_is_not_there_says_so(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    for address in (f"clamd://127.0.0.1:{port}", str(tmp_path / "nowhere.sock")):
        with pytest.raises(ScannerDown):
            ClamdScanner(address).scan(b"anything")


def test_a_scanner_that_does_not_answer_is_not_waited_for_without_end() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"clamd://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(ScannerDown, match="timed out"):
            ClamdScanner(address, timeout=0.05).scan(b"anything")


@pytest.mark.parametrize(
    ("setting", "used"),
    [
        ("", ""),
        ("none", ""),
        ("clamd://127.0.0.1:3310", "clamd://127.0.0.1:3310"),
        ("clamd://scanner", "clamd://scanner"),
        ("/run/clamav/clamd.ctl", "/run/clamav/clamd.ctl"),
    ],
)
def test_the_scanner_is_a_setting(tmp_path: Path, setting: str, used: str) -> None:
    assert from_environment({"ION_DATA_DIR": str(tmp_path), "ION_SCANNER": setting}).scanner == used


@pytest.mark.parametrize(
    "setting",
    ["yes", "127.0.0.1:3310", "clamd://", "clamd://host:port", "clamd://host/path", "http://host:3310"],
)
def test_a_scanner_that_cannot_be_meant_is_refused_by_name(tmp_path: Path, setting: str) -> None:
    with pytest.raises(
        SettingError, match=r"ION_SCANNER is .* must be none, look like clamd://127\.0\.0\.1:3310"
    ):
        from_environment({"ION_DATA_DIR": str(tmp_path), "ION_SCANNER": setting})


def test_the_site_uses_the_scanner_that_is_set(tmp_path: Path) -> None:
    for setting, kind in (("clamd://scanner", ClamdScanner), ("", NoScanner)):
        create_app(databases.settings(tmp_path, f"sqlite:///{tmp_path / 'ion.db'}", scanner=setting))

        assert isinstance(scanner.scanner(), kind)
