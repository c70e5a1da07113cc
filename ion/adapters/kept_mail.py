"""Where there is no mail server: letters stay, and admins read them at /staff/mail."""

from email.message import EmailMessage


class KeptMail:
    """Takes every letter and lets none leave; what it said is kept with its delivery row."""

    keeps = True

    def hand_over(self, letter: EmailMessage) -> None:
        """Take the letter, which ends here."""

    def check(self) -> str:
        """Always well."""
        return "no SMTP_URL: mail is kept, and admins read it at /staff/mail"
