"""Where there is no mail server: letters stay, and admins read them at /staff/mail."""

from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage


class KeptMail:
    """Takes every letter and lets none leave; what it said is kept with its delivery row."""

    keeps = True

    def hand_over(self, letter: EmailMessage) -> None:
        """Take the letter, which ends here."""

    @contextmanager
    def line(self) -> Iterator["KeptMail"]:
        """The same, one letter after the other."""
        yield self

    def check(self) -> str:
        """Always well."""
        return "no SMTP_URL: mail is kept, and admins read it at /staff/mail"
