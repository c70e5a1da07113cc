"""Where an item stands on its way to readers, and which steps lead on from there. Pure; who may take them is decided
by the views (editors), which version goes out by the services."""

from enum import StrEnum

from ion.models import Edition, Item, ItemState

RESERVED_SLUGS = frozenset(
    {"new", "feed", "feed-atom", "series", "topic", "topics", "search", "index", "archive"}
    | {"mine", "month", "calendar", "registration"}  # addresses of webinars
)
WITHDRAWAL_REASONS = {
    "declined": "Declined",
    "mistake": "Published by mistake",
    "superseded": "Superseded by something newer",
    "other": "Another reason",
}


class Step(StrEnum):
    """Something an editor does to an item; the value is how a sentence says it."""

    SAVE = "saved"
    ASK = "sent in for review"
    TAKE_BACK = "taken back from review"
    JUDGE = "reviewed"
    SIGN = "signed off"
    PUBLISH = "published"
    SCHEDULE = "scheduled"
    UNSCHEDULE = "taken off the schedule"
    WITHDRAW = "withdrawn"
    REINSTATE = "made a draft again"
    DISCARD = "discarded"
    CORRECT = "corrected"


WORDS = {
    ItemState.DRAFT: "a draft",
    ItemState.IN_REVIEW: "in review",
    ItemState.SCHEDULED: "scheduled",
    ItemState.PUBLISHED: "published, and nothing about it waits to be published",
    ItemState.WITHDRAWN: "withdrawn",
}
UNFINISHED = frozenset({ItemState.DRAFT, ItemState.IN_REVIEW, ItemState.SCHEDULED})
LEGAL = {
    ItemState.DRAFT: {
        Step.SAVE,
        Step.ASK,
        Step.SIGN,
        Step.PUBLISH,
        Step.SCHEDULE,
        Step.WITHDRAW,
        Step.DISCARD,
    },
    ItemState.IN_REVIEW: {
        Step.SAVE,
        Step.TAKE_BACK,
        Step.JUDGE,
        Step.SIGN,
        Step.PUBLISH,
        Step.SCHEDULE,
        Step.WITHDRAW,
        Step.DISCARD,
    },
    ItemState.SCHEDULED: {
        Step.SAVE,
        Step.SIGN,
        Step.PUBLISH,
        Step.SCHEDULE,
        Step.UNSCHEDULE,
        Step.WITHDRAW,
        Step.DISCARD,
    },
    ItemState.PUBLISHED: {Step.SAVE, Step.WITHDRAW},
    ItemState.WITHDRAWN: {Step.SAVE, Step.REINSTATE},
}


def standing(item: Item, edition: Edition | None) -> ItemState:
    """Where the newest version of an item stands: its edition's state, else its own. Withdrawn comes first."""
    if item.state is ItemState.WITHDRAWN or edition is None:
        return item.state
    return edition.state


def is_live(item: Item) -> bool:
    """Whether readers have some version of it now (archived counts)."""
    return item.state is ItemState.PUBLISHED


def was_published(item: Item) -> bool:
    """Whether readers ever had it: then it is never deleted, only withdrawn."""
    return item.published_at is not None


def may(step: Step, item: Item, edition: Edition | None) -> bool:
    """Whether this step leads on from where the item stands."""
    if step is Step.CORRECT:
        return is_live(item)
    return step in LEGAL[standing(item, edition)]


def why_not(step: Step, item: Item, edition: Edition | None) -> str:
    """The sentence that refuses a step; empty where it may be taken."""
    if may(step, item, edition):
        return ""
    if step is Step.CORRECT:
        return "Only what is published can be corrected: change the text instead."
    return f"It cannot be {step.value}: it is {WORDS[standing(item, edition)]}."
