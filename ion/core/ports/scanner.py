"""The scanner port: who looks for viruses in a file before it is kept. Set by `ion.app`; everyone else asks here.

Scanners are plain objects (`ion.adapters.clamd_scanner`, `ion.adapters.no_scanner`); all pass one contract test
(`tests/files/test_scanner_contract.py`).
"""

from dataclasses import dataclass
from typing import Protocol


class Infected(Exception):
    """Something harmful was found; the text is the scanner's name of it."""


class ScannerDown(Exception):
    """The scanner did not say whether the file is clean; the text says why. It may say so later."""


class NoScannerSet(Exception):
    """A file was to be scanned before `ion.app` plugged a scanner in."""


class Scanner(Protocol):
    """Looks into files. May be used from many threads."""

    def scan(self, data: bytes) -> None:
        """Return when nothing harmful was found in the bytes of one file; raises Infected or ScannerDown."""
        ...


@dataclass(slots=True)
class _InUse:
    scanner: Scanner | None = None


_in_use = _InUse()


def use(scanner: Scanner) -> None:
    """Make this the scanner of the process."""
    _in_use.scanner = scanner


def scanner() -> Scanner:
    """The scanner of the process; raises NoScannerSet before one is plugged in."""
    if _in_use.scanner is None:
        raise NoScannerSet
    return _in_use.scanner
