"""Work of mentoring that is done outside of any request: mail, ends of waiting, and asking how it was."""

from ion.mentoring.tasks.requests import expire, follow_up, mail, nudge, reply

__all__ = ["expire", "follow_up", "mail", "nudge", "reply"]
