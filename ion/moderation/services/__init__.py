"""Verbs: report, hold, claim, decide, reply. `Refused` is what all refusals are: its words are ready for a page."""

from ion.moderation.services.blocks import block, unblock
from ion.moderation.services.deciding import claim, decide, give_back, note_reading
from ion.moderation.services.refusals import Decided, NotThere, Refused
from ion.moderation.services.replying import REPLY, reply, reply_by_link, report_of_link
from ion.moderation.services.reporting import hold, report, wait_before_another
from ion.moderation.services.settling import SETTLE, settle_comment

__all__ = [
    "REPLY",
    "SETTLE",
    "Decided",
    "NotThere",
    "Refused",
    "block",
    "claim",
    "decide",
    "give_back",
    "hold",
    "note_reading",
    "reply",
    "reply_by_link",
    "report",
    "report_of_link",
    "settle_comment",
    "unblock",
    "wait_before_another",
]
