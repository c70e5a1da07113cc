"""The one table of who is told what. A room that has more to tell adds a row (and, for a new signal, a receiver)."""

from collections.abc import Callable
from dataclasses import dataclass

from blinker import NamedSignal

from ion.core import signals
from ion.models import Grant
from ion.models.user import STAFF
from ion.notifications import comments, editions, mentoring, mentorships, moderation, recipients, webinars
from ion.notifications.happening import Happening
from ion.notifications.recipients import People
from ion.notifications.schedule import Channel


@dataclass(frozen=True, slots=True)
class Rule:
    """When `signal` is sent, `who` finds those concerned, and they are told under this kind and label.

    `who` answers None where what happened has been undone since. `default` is the channel of a member who chose
    none. What is required leaves no choice: it goes by its default, which is off where the room that sends the signal
    mails it itself. `grants` are those that the kind is for (any of them); none is for every member. Where `many` is
    given ("comments on what is yours"), several about one thing are one row, as "5 comments on what is yours"; with
    `of_people` it counts who did it. `has_letter`: its mail is a letter that one may stop (ion.core.ports.mail).
    """

    kind: str
    label: str
    signal: NamedSignal
    who: Callable[[Happening], People | None]
    default: Channel
    is_required: bool = False
    grants: frozenset[Grant] = frozenset()
    many: str = ""
    of_people: bool = False
    has_letter: bool = False


EDITORS = frozenset({Grant.EDITOR, Grant.ADMIN})
RULES = (
    Rule(
        kind="followed.published",
        label="New in what you follow",
        signal=signals.item_published,
        who=recipients.followers,
        default=Channel.WEEKLY,
    ),
    Rule(
        kind="own.published",
        label="Something of yours was published",
        signal=signals.item_published,
        who=recipients.own,
        default=Channel.INSTANT,
    ),
    Rule(
        kind="comment.reply",
        label="Answers in threads you write in",
        signal=signals.comment_posted,
        who=comments.answered,
        default=Channel.INSTANT,
        many="answers in threads of yours",
    ),
    Rule(
        kind="comment.own",
        label="Comments on what is yours",
        signal=signals.comment_posted,
        who=comments.owners,
        default=Channel.DAILY,
        many="comments on what is yours",
    ),
    Rule(
        kind="comment.followed",
        label="Comments on what you follow",
        signal=signals.comment_posted,
        who=comments.followers,
        default=Channel.WEEKLY,
        many="comments on what you follow",
    ),
    Rule(
        kind="comment.approved",
        label="Your comment is shown",
        signal=signals.comment_posted,
        who=comments.approved,
        default=Channel.INSTANT,
    ),
    Rule(
        kind="comment.refused",
        label="Your comment is not shown",
        signal=signals.comment_refused,
        who=comments.refused,
        default=Channel.INSTANT,
        is_required=True,
    ),
    Rule(
        kind="comment.held",
        label="Comments that wait for ION staff",
        signal=signals.comment_held,
        who=comments.deciders,
        default=Channel.DAILY,
        grants=STAFF,
    ),
    Rule(
        kind="review.asked",
        label="Drafts that wait for your review",
        signal=signals.review_asked,
        who=editions.reviewers,
        default=Channel.INSTANT,
        grants=EDITORS,
    ),
    Rule(
        kind="review.answered",
        label="What a reviewer says of your draft",
        signal=signals.review_answered,
        who=editions.asker,
        default=Channel.INSTANT,
        grants=EDITORS,
    ),
    Rule(
        kind="webinar.promoted",
        label="You moved up from a waiting list",
        signal=signals.attendee_promoted,
        who=webinars.promoted,
        default=Channel.OFF,
        is_required=True,
    ),
    Rule(
        kind="webinar.opened",
        label="Registration you wait for is open",
        signal=signals.registration_opened,
        who=webinars.opened,
        default=Channel.INSTANT,
    ),
    Rule(
        kind="webinar.again",
        label="A webinar you missed is run again",
        signal=signals.webinar_repeated,
        who=webinars.repeated,
        default=Channel.INSTANT,
    ),
    Rule(
        kind="question.answered",
        label="Answers to questions you asked or voted for",
        signal=signals.question_answered,
        who=webinars.asker,
        default=Channel.INSTANT,
        many="questions have an answer",
    ),
    Rule(
        kind="question.asked",
        label="Questions on webinars of yours",
        signal=signals.question_asked,
        who=webinars.answerers,
        default=Channel.DAILY,
        many="questions wait",
    ),
    Rule(
        kind="group.asked",
        label="Requests to join a group of yours",
        signal=signals.group_joined,
        who=webinars.facilitators,
        default=Channel.INSTANT,
        many="people asked to join",
        of_people=True,
    ),
    Rule(
        kind="group.joined",
        label="You were let into a group",
        signal=signals.group_joined,
        who=webinars.let_in,
        default=Channel.INSTANT,
    ),
    Rule(
        kind="mentoring.asked",
        label="Somebody asks you for a conversation",
        signal=signals.mentoring_asked,
        who=mentoring.asked,
        default=Channel.OFF,
        is_required=True,
        has_letter=True,
    ),
    Rule(
        kind="mentoring.accepted",
        label="A mentor accepted your request",
        signal=signals.mentoring_accepted,
        who=mentoring.accepted,
        default=Channel.INSTANT,
    ),
    Rule(
        kind="mentoring.ended",
        label="A mentoring request ended",
        signal=signals.mentoring_ended,
        who=mentoring.ended,
        default=Channel.INSTANT,
    ),
    Rule(
        kind="mentoring.opened",
        label="A mentor for your question",
        signal=signals.mentor_opened,
        who=mentoring.opened,
        default=Channel.INSTANT,
    ),
    Rule(
        kind="mentoring.group_call",
        label="You are invited to a group call",
        signal=signals.group_call_offered,
        who=mentoring.offered,
        default=Channel.OFF,
        is_required=True,
    ),
    Rule(
        kind="mentorship.changed",
        label="News of your mentorships",
        signal=signals.mentorship_changed,
        who=mentorships.changed,
        default=Channel.INSTANT,
    ),
    Rule(
        kind="cohort.opened",
        label="Mentoring cohorts you may join",
        signal=signals.cohort_opened,
        who=mentorships.invited,
        default=Channel.WEEKLY,
    ),
    Rule(
        kind="cohort.published",
        label="Your match in a mentoring cohort",
        signal=signals.cohort_published,
        who=mentorships.matched,
        default=Channel.INSTANT,
    ),
    Rule(
        kind="report.made",
        label="Reports that wait for ION staff",
        signal=signals.report_made,
        who=moderation.deciders,
        default=Channel.INSTANT,
        grants=EDITORS,
    ),
    Rule(
        kind="report.decided",
        label="What became of your reports",
        signal=signals.report_decided,
        who=moderation.reporters,
        default=Channel.INSTANT,
    ),
    Rule(
        kind="report.about",
        label="Decisions of ION staff about what you wrote",
        signal=signals.report_decided,
        who=moderation.concerned,
        default=Channel.INSTANT,
        is_required=True,
    ),
    Rule(
        kind="account",
        label="Changes to how you sign in",
        signal=signals.account_changed,
        who=recipients.holder,
        default=Channel.OFF,
        is_required=True,
    ),
)
BY_KIND = {rule.kind: rule for rule in RULES}


def rules_of(signal: str) -> list[Rule]:
    """The rules that hear the signal of that name."""
    return [rule for rule in RULES if rule.signal.name == signal]


def rules_for(grants: frozenset[Grant]) -> list[Rule]:
    """The rules of the kinds that a holder of these grants may be told of."""
    return [rule for rule in RULES if not rule.grants or rule.grants & grants]
