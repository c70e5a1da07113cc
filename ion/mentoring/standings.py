"""What each state of a request is called, and means, for the one who asked and the one who was asked."""

from ion.models import RequestState

CHIPS = {
    RequestState.PLANNED: "Next choice",
    RequestState.ASKED: "Waiting for an answer",
    RequestState.ACCEPTED: "Accepted",
    RequestState.DECLINED: "Not this time",
    RequestState.EXPIRED: "No answer in time",
    RequestState.WITHDRAWN: "Taken back",
    RequestState.CLOSED: "Closed",
}
TO_MENTEE = {
    RequestState.PLANNED: "{name} does not know of it yet. They are asked if the mentor before them cannot.",
    RequestState.ASKED: "{name} was asked and has not answered yet.",
    RequestState.ACCEPTED: "{name} said yes. Agree on a time, and write to each other in messages.",
    RequestState.DECLINED: "{name} cannot take this one.",
    RequestState.EXPIRED: "{name} did not answer in time. That says nothing about your question.",
    RequestState.WITHDRAWN: "You took this request back.",
}
TO_MENTOR = {
    RequestState.ASKED: "{name} asks you for one conversation of 30 minutes.",
    RequestState.ACCEPTED: "You said yes. Agree on a time, and write to each other in messages.",
    RequestState.DECLINED: "You said no. {name} was told in your words.",
    RequestState.EXPIRED: "There was no answer in time, so {name} asks somebody else.",
    RequestState.WITHDRAWN: "{name} took the request back. There is nothing for you to do.",
}
CLOSED_TO_MENTEE = {
    "full": "{name} has no openings left this month.",
    "paused": "{name} takes no requests at present.",
    "away": "{name} takes no requests at present.",
    "ended": "{name} does not mentor any more.",
    "left": "{name} does not mentor any more.",
    "answered": "Somebody else said yes to your question first.",
    "group": "The invitation to the group call ended without an answer.",
}
CLOSED_TO_MENTOR = {
    "full": "Your month was full, so {name} was told and may ask somebody else.",
    "paused": "You paused, so {name} was told and may ask somebody else.",
    "away": "You are away, so {name} was told and may ask somebody else.",
    "ended": "You ended your mentoring, so {name} was told.",
    "answered": "Somebody else said yes to {name} first.",
    "group": "{name} did not answer your invitation to the group call.",
}
OVER = "This request is closed."


def chip(state: RequestState, *, is_invited: bool = False) -> str:
    """The state in two or three words."""
    if is_invited and state is RequestState.ASKED:
        return "Invited to a group call"
    return CHIPS[state]


def meaning(state: RequestState, why: str, *, name: str, is_mentor: bool) -> str:
    """The state in a sentence for one of the two; `name` is the other's."""
    if state is RequestState.CLOSED:
        words = (CLOSED_TO_MENTOR if is_mentor else CLOSED_TO_MENTEE).get(why, OVER)
    else:
        words = (TO_MENTOR if is_mentor else TO_MENTEE).get(state, OVER)
    return words.format(name=name)


ACCEPTING = (
    "Yes, I would be glad to talk. Propose two or three times that suit you, and I will choose one.",
    "Happy to help. Before we talk, send me whatever you have in messages: an agenda, a flyer, a few figures.",
    "Yes. I have been there, and can tell you what worked for us and what did not.",
)
SUGGESTING = (
    "Thank you for asking. Somebody I know is closer to this than I am.",
    "This is a good question, and a colleague of mine has done exactly that.",
)
DECLINING = (
    "Thank you for asking. This month is full for me; I hope you find somebody soon.",
    "Thank you for asking. I am not the right person for this question, and would not want to take your time.",
    "I am sorry, I cannot take this on at present. Your question is a good one; please ask somebody else.",
)
READY = {"accept": ACCEPTING, "suggest": SUGGESTING, "decline": DECLINING}
"""Kind words to choose from and to change, by the answer."""
