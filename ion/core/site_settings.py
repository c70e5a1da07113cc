"""What staff decide about the site on /staff/setup: the settings there are, what they mean, and their values now."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from ion.base.extensions import db
from ion.core import tallies
from ion.core.text import slug
from ion.models import SiteSetting


class Shape(StrEnum):
    """What the value of a setting is: true or false, a whole number, a list of lines, a sentence."""

    SWITCH = "switch"
    NUMBER = "number"
    LINES = "lines"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing to decide. `help` says what it changes; a number is from `least` to `most`."""

    key: str
    label: str
    help: str
    shape: Shape
    default: Any
    least: int = 0
    most: int = 3650


REVIEW_REQUIRED = "publishing.review_required"
SELF_APPROVAL = "publishing.self_approval"
OFFICES = "publishing.offices."
STALE_AFTER = "publishing.stale_after_days"
COMMENTS_CLOSE = "discussion.close_after_days"
FIRST_HELD = "discussion.first_held"
COMPOSER_LINE = "messages.composer_line"
SAME_TO_MANY = "messages.same_to_many"
MAIL_REPLIES = "messages.mail_replies"
NEW_FOR = "civility.new_for_days"
HELD_WORDS = "civility.held_words"
HELD_LINKS = "civility.held_links"
WEIGHT_HIGH = "mentoring.weight_high"
WEIGHT_MEDIUM = "mentoring.weight_medium"
WEIGHT_LOW = "mentoring.weight_low"
NUDGED_AFTER = "mentoring.nudged_after_days"
EXPIRES_AFTER = "mentoring.expires_after_days"

_ALL = (
    Setting(
        REVIEW_REQUIRED,
        "Another editor approves before anything is published",
        "Publish and Schedule then ask for an approval of the very version that goes out.",
        Shape.SWITCH,
        False,
    ),
    Setting(
        SELF_APPROVAL,
        "Editors may approve what they wrote themselves",
        "Leave this off to have two people look at everything that is reviewed.",
        Shape.SWITCH,
        False,
    ),
    Setting(
        OFFICES + "post",
        "Sign-offs that a post needs",
        "One office a line, for example Program office, Public affairs, Section 508, Counsel. "
        "Leave it empty for none.",
        Shape.LINES,
        [],
    ),
    Setting(
        OFFICES + "practice",
        "Sign-offs that a practice needs",
        "One office a line. Leave it empty for none.",
        Shape.LINES,
        [],
    ),
    Setting(
        STALE_AFTER,
        "Days after which something published should be looked at again",
        "What was neither published, reviewed nor changed for so long is listed as stale.",
        Shape.NUMBER,
        365,
        least=30,
    ),
    Setting(
        COMMENTS_CLOSE,
        "Days after which comments close",
        "Counted from the day a post was published; 0 keeps them open.",
        Shape.NUMBER,
        90,
    ),
    Setting(
        FIRST_HELD,
        "The first comment or question of a member waits",
        "ION staff approve comments; presenters and the moderator may approve questions. The next ones show at once.",
        Shape.SWITCH,
        True,
    ),
    Setting(
        COMPOSER_LINE,
        "What stands at every message while it is written",
        "Who can see it, and that it may be a public record.",
        Shape.TEXT,
        "People in this conversation see what you write; ION staff do only if somebody reports it. Messages here may "
        "be public records. Leave out personal details of people who are served.",
    ),
    Setting(
        SAME_TO_MANY,
        "The same text in so many conversations within a day waits",
        "The next message with the same text waits until ION staff release it.",
        Shape.NUMBER,
        5,
        least=2,
        most=100,
    ),
    Setting(
        MAIL_REPLIES,
        "Mail about messages can be answered by mail",
        "Turn this off where the mail server does not hand answers to ION: such mail then leads to the site alone.",
        Shape.SWITCH,
        True,
    ),
    Setting(
        NEW_FOR,
        "Days for which somebody counts as new",
        "New members may begin fewer conversations and post less in a day.",
        Shape.NUMBER,
        7,
    ),
    Setting(
        HELD_WORDS,
        "Words that wait for ION staff",
        "One word or phrase a line. What somebody posts or sends with one of them waits until it is released.",
        Shape.LINES,
        [],
    ),
    Setting(
        HELD_LINKS,
        "Links that wait for ION staff",
        "One host a line, such as example.com, which covers its subdomains. What links there waits, too.",
        Shape.LINES,
        [],
    ),
    Setting(
        WEIGHT_HIGH,
        "What a need that matters much counts",
        "Points stand on the page How matching works; a must is a filter and counts nothing.",
        Shape.NUMBER,
        5,
        least=1,
        most=20,
    ),
    Setting(WEIGHT_MEDIUM, "What a need counts", "As above.", Shape.NUMBER, 3, least=1, most=20),
    Setting(
        WEIGHT_LOW, "What a need that would be nice counts", "As above.", Shape.NUMBER, 1, least=1, most=20
    ),
    Setting(
        NUDGED_AFTER,
        "Days after which a mentor is reminded of a request",
        "Once for each request that waits.",
        Shape.NUMBER,
        3,
        least=1,
        most=30,
    ),
    Setting(
        EXPIRES_AFTER,
        "Days after which a request ends by itself",
        "The mentee's next choice is asked then.",
        Shape.NUMBER,
        7,
        least=2,
        most=60,
    ),
)
SETTINGS = {setting.key: setting for setting in _ALL}


def value(key: str) -> Any:
    """What a setting says now; KeyError for one that does not exist."""
    setting = SETTINGS[key]
    return tallies.recall("setting", "values", read).get(key, setting.default)


def read() -> dict[str, Any]:
    return {row.key: row.value for row in db.session.execute(select(SiteSetting.key, SiteSetting.value))}


def change(key: str, new: Any) -> Any:
    """Set a value and return the one before; call inside a unit of work. What equals the default is not kept."""
    setting, before = SETTINGS[key], value(key)
    row = db.session.get(SiteSetting, key)
    if new == setting.default:
        if row is not None:
            db.session.delete(row)
    elif row is None:
        db.session.add(SiteSetting(key=key, value=new))
    else:
        row.value = new
    db.session.flush()
    return before


def offices(kind: str) -> dict[str, str]:
    """The sign-offs that a kind needs, as key to label, in order; none for a kind without the setting."""
    return {slug(label, 60): label for label in value(OFFICES + kind)} if OFFICES + kind in SETTINGS else {}
