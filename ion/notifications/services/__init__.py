"""Verbs: tell people, mail what is due as one mail, brief them on Mondays, mark as read, choose how to be told."""

from ion.notifications.services.briefing import mail_brief, plan_briefs
from ion.notifications.services.choosing import choose, read_all
from ion.notifications.services.mailing import mail_due
from ion.notifications.services.openings import LOOK, plan_openings, suggest, tell_of_openings
from ion.notifications.services.telling import CHUNK, forget, notify
from ion.notifications.services.times import BRIEF, MAIL, brief_later, mail_later

__all__ = [
    "BRIEF",
    "CHUNK",
    "LOOK",
    "MAIL",
    "brief_later",
    "choose",
    "forget",
    "mail_brief",
    "mail_due",
    "mail_later",
    "notify",
    "plan_briefs",
    "plan_openings",
    "read_all",
    "suggest",
    "tell_of_openings",
]
