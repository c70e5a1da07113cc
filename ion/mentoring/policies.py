"""The rules of requests and calls that need no database: how many, how long, and who stands on which side."""

from datetime import timedelta

from ion.models import RequestState

MOST_CHOICES = 3
"""Mentors that are put in order for one need at a time."""
OPEN_REQUESTS = 5
OPEN_REQUESTS_NEW = 2
"""Requests without an answer that a member may have, and one who is new."""
A_DAY = timedelta(days=1)
MAILED_EVERY = A_DAY
"""A mentor gets one mail about requests in this time at most."""
CALL_MINUTES = 30
MOST_SLOTS = 5
"""Times that are proposed for one call and not yet chosen or taken back."""
LONGEST_WORDS = 1_000
LONGEST_PLACE = 500
MOST_IN_GROUP = 11
"""Mentees of one group call: with the mentor, as many as one conversation in messages may have."""
REPLIES_COUNTED = 10
ANSWER = "mentoring.answer"
"""The purpose of the token by which one request is answered from a mail."""
REQUEST = "mentoring_request"
"""The kind of a request where tokens and work name it."""
OPEN = (RequestState.ASKED, RequestState.PLANNED)
ASKED_AGAIN = frozenset({RequestState.WITHDRAWN, RequestState.CLOSED})
"""A mentor whose request ended so may be asked the same once more; whoever said no, or nothing, is left alone."""


def most_open(*, is_new: bool) -> int:
    """How many requests without an answer a member may have."""
    return OPEN_REQUESTS_NEW if is_new else OPEN_REQUESTS
