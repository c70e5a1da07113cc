"""Issues go out by whom a test wants."""

from tests.mailing.conftest import use

__all__ = ["use"]
