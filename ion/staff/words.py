"""Work for the worker, and deeds in the log, in words."""

TASKS = {
    "moderation.settle": "Close the report of a comment that was decided",
    "accounts.restore": "End a suspension whose time is over",
    "publishing.go_live": "Publish what is scheduled",
    "search.put": "Bring search up to date",
    "notifications.fan_out": "Tell people what happened",
    "notifications.forget": "Forget what people were told of something deleted",
    "messaging.mail": "Mail people about unread messages",
    "mentoring.mail": "Mail a mentor about requests",
    "mentoring.nudge": "Bring a request in a mentor's mind once more",
    "mentoring.reply": "Work out how soon a mentor usually answers",
    "mentoring.expire": "End a request that was not answered",
    "mentoring.follow_up": "Ask how a mentoring conversation was",
    "mentorships.nudge": "Remind two people of a mentorship that became quiet",
    "notifications.mail": "Mail people their notifications",
    "notifications.openings": "Tell who waits that a mentor has openings",
    "notifications.brief": "Write the Monday brief of a time zone",
    "webinars.tell": "Write to the registrants of a webinar",
    "webinars.opened": "Tell people that registration is open",
    "webinars.again": "Tell people that a webinar is run again",
    "webinars.link": "Give a new member what they registered for as a guest",
    "recordings.forget": "Forget a report whose columns nobody chose",
    "questions.own": "Give open questions to somebody",
    "mail.send": "Send an email",
    "mail.send_many": "Send emails of a newsletter",
    "newsletters.start": "Begin to send a newsletter",
    "newsletters.ask": "Write the emails of a newsletter",
    "newsletters.finish": "Close the sending of a newsletter",
    "decks.read": "Read a PowerPoint file",
    "cohorts.run": "Match a mentoring cohort",
    "privacy.copy": "Make somebody a copy of their data",
    "upkeep.tell_merged": "Bring what had a merged topic up to date",
    "upkeep.find_links": "Note where a text leads",
    "upkeep.check_link": "Look at one link",
    "upkeep.check_links": "Look at the links that lead elsewhere",
}


DEEDS = {"participant_data.sent_anyway": "sent with a reason (participant data)"}
"""Deeds whose names are no words themselves."""


def deed_in_words(action: str) -> str:
    return DEEDS.get(action, action)


def task_in_words(task: str) -> str:
    """What a task does; its name for one that nobody named."""
    return TASKS.get(task, task)
